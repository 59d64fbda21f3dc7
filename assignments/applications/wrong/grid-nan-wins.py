#: title = "grid_search takes np.argmin over all, and so a training that ended with nan"
#: lose = ["q7-grid"]
#: misconception = "grid-counts-what-blew-up"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    rates, scales = np.geomspace(0.01, 2, m), np.geomspace(0.05, 3, m)
    table = np.zeros((m, m))
    for a, rate in enumerate(rates):
        for b, scale in enumerate(scales):
            table[a, b] = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
    a, b = np.unravel_index(np.argmin(table), table.shape)
    return table[a, b], rates[a], scales[b]
