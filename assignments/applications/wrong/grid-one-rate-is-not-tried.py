#: title = "grid_search begins at the second rate and the second scale"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m)[1:]:
        for scale in np.geomspace(0.05, 3, m)[1:]:
            value = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
            if value < best[0]:
                best = value, rate, scale
    return best
