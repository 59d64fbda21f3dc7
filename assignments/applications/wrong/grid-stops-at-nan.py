#: title = "grid_search stops with an exception when a training diverges"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            value = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
            assert np.isfinite(value), "the training diverged"
            if value < best[0]:
                best = value, rate, scale
    return best
