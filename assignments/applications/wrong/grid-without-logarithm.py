#: title = "grid_search passes rates and scale to after_training as they are"
#: lose = ["q7-grid"]
#: misconception = "grid-without-logarithms"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            value = after_training(np.array([rate] * num_steps + [scale]), direction, loss)
            if value < best[0]:
                best = value, rate, scale
    return best
