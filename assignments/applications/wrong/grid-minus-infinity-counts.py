#: title = "grid_search leaves out nan, but takes a training that ended with minus infinity"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            value = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
            if not np.isnan(value) and value < best[0]:
                best = value, rate, scale
    return best
