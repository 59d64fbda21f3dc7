#: title = "grid_search takes the loss before the last step"
#: lose = ["q7-grid"]

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2, m):
        for scale in np.geomspace(0.05, 3, m):
            w, losses = train(np.full(num_steps, rate), scale, direction, loss)
            if losses[-1] < best[0]:
                best = losses[-1], rate, scale
    return best
