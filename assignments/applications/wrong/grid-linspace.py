#: title = "grid_search spaces rates and scales evenly"
#: lose = ["q7-grid"]
#: misconception = "grid-spaced-evenly"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(budget**0.5)
    lowest = (np.inf, None, None)
    for rate in np.linspace(0.01, 2.0, m):
        for scale in np.linspace(0.05, 3.0, m):
            settings = np.log([*np.full(num_steps, rate), scale])
            with np.errstate(all="ignore"):
                value = after_training(settings, direction, loss)
            if value < lowest[0]:
                lowest = (value, rate, scale)
    return lowest
