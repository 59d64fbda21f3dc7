#: title = "grid_search finds the best rate first, and then the best scale for it"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    run = lambda r, s: after_training(np.log([r] * num_steps + [s]), direction, loss)
    rates, scales = np.geomspace(0.01, 2, m), np.geomspace(0.05, 3, m)
    rate = rates[np.nanargmin([run(r, 0.5) for r in rates])]
    values = [run(rate, s) for s in scales]
    k = np.nanargmin(values)
    return values[k], rate, scales[k]
