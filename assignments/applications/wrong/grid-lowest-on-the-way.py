#: title = "grid_search takes the lowest loss on the way, not the one at the end"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            w, losses = train(np.full(num_steps, rate), scale, direction, loss)
            value = min([*losses, loss(w)])
            if value < best[0]:
                best = value, rate, scale
    return best
