#: title = "grid_search trains a step more: the scale is counted among the steps"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            settings = np.append(np.full(num_steps + 1, np.log(rate)), np.log(scale))
            value = after_training(settings, direction, loss)
            if value < best[0]:
                best = value, rate, scale
    return best
