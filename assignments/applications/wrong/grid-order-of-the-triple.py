#: title = "grid_search returns the rate, the scale and the loss"
#: lose = ["q7-grid"]
#: misconception = "grid-results-exchanged"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    best = (np.inf, None, None)
    m = int(budget**0.5)
    for rate in np.geomspace(0.01, 2.0, m):
        for scale in np.geomspace(0.05, 3.0, m):
            value = after_training(np.log([*np.full(num_steps, rate), scale]), direction, loss)
            if value < best[0]:
                best = (value, rate, scale)
    lowest, rate, scale = best
    return rate, scale, lowest
