#: title = "grid with a training loop of its own, m by counting up"

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = 1
    while (m + 1) ** 2 <= budget:
        m += 1
    gradient = ad.grad(loss)
    best_loss, best_rate, best_scale = float("inf"), None, None
    for scale in np.geomspace(0.05, 3.0, num=m):
        for rate in np.geomspace(0.01, 2.0, num=m):
            w = scale * direction
            for _ in range(num_steps):
                w = w - rate * gradient(w)
            end = float(loss(w))
            if np.isnan(end) or np.isinf(end):
                continue
            if end < best_loss:
                best_loss, best_rate, best_scale = end, float(rate), float(scale)
    return best_loss, best_rate, best_scale
