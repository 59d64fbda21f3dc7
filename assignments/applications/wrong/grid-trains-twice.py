#: title = "grid_search trains each place twice, and so beyond the budget"
#: lose = ["q7-grid"]
#: misconception = "grid-trains-twice"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    m = int(np.sqrt(budget))
    pairs = [(r, s) for r in np.geomspace(0.01, 2, m) for s in np.geomspace(0.05, 3, m)]
    run = lambda r, s: after_training(np.log([r] * num_steps + [s]), direction, loss)
    pairs = [pair for pair in pairs if np.isfinite(run(*pair))]
    rate, scale = min(pairs, key=lambda pair: run(*pair))
    return run(rate, scale), rate, scale
