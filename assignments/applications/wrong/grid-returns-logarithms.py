#: title = "grid_search returns logarithms"
#: lose = ["q7-grid"]
#: misconception = "grid-returns-logarithms"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.linspace(np.log(0.01), np.log(2.0), m):
        for scale in np.linspace(np.log(0.05), np.log(3.0), m):
            value = after_training(np.array([rate] * num_steps + [scale]), direction, loss)
            if value < best[0]:
                best = value, rate, scale
    return best
