#: title = "grid by np.logspace and meshgrid, all pairs in a flat list"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(np.sqrt(budget) + 1e-9)
    R, S = np.meshgrid(
        np.logspace(np.log10(0.01), np.log10(2.0), m), np.logspace(np.log10(0.05), np.log10(3.0), m)
    )
    R, S = R.ravel(), S.ravel()

    def end(rate, scale):
        w, losses = train(np.repeat(rate, num_steps), scale, direction, loss)
        return loss(w)

    values = np.array([end(r, s) for r, s in zip(R, S)])
    values = np.where(np.isfinite(values), values, np.inf)
    k = np.argmin(values)
    return float(values[k]), R[k], S[k]
