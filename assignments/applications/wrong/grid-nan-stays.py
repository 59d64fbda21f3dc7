#: title = "grid_search begins with the first training, and never leaves it if that is nan"
#: lose = ["q7-grid"]
#: misconception = "grid-counts-what-blew-up"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = None
    for scale in np.geomspace(0.05, 3, m)[::-1]:
        for rate in np.geomspace(0.01, 2, m)[::-1]:
            value = after_training(np.log([rate] * num_steps + [scale]), direction, loss)
            if best is None or value < best[0]:
                best = value, rate, scale
    return best
