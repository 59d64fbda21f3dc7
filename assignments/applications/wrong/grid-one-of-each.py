#: title = "grid_search goes along the diagonal: each rate with one scale"
#: lose = ["q7-grid"]
#: misconception = "grid-pairs-in-step"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    best = (np.inf, None, None)
    m = int(budget**0.5)
    for rate, scale in zip(np.geomspace(0.01, 2.0, m), np.geomspace(0.05, 3.0, m)):
        value = after_training(np.log([*np.full(num_steps, rate), scale]), direction, loss)
        if value < best[0]:
            best = (value, rate, scale)
    return best
