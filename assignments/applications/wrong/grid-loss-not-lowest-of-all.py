#: title = "grid_search keeps rate and scale of the last that was lower than the one before"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    before, best = np.inf, None
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            value = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
            if value < before:
                best = value, rate, scale
            before = value
    return best
