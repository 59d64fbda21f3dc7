#: title = "grid_search begins with 1 in place of infinity: if all losses are larger it finds none"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (1.0, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            value = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
            if value < best[0]:
                best = value, rate, scale
    return best
