#: title = "grid_search returns a list"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(budget**0.5)
    best = [np.inf, None, None]
    for rate in np.geomspace(0.01, 2.0, m):
        for scale in np.geomspace(0.05, 3.0, m):
            w, _ = train([rate] * num_steps, scale, direction, loss)
            if loss(w) < best[0]:
                best = [loss(w), rate, scale]
    return best
