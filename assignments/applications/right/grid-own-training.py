#: title = "grid with a training of its own, which notes the losses as train does"

# %% [q7-grid-answer]
def one_training(rate, scale, num_steps, direction, loss):
    w, losses = scale * direction, []
    for _ in range(num_steps):
        losses.append(loss(w))
        w = w - rate * ad.grad(loss)(w)
    losses.append(loss(w))
    return losses


def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(budget**0.5)
    best = (np.inf, None, None)
    for rate in np.geomspace(0.01, 2.0, m):
        for scale in np.geomspace(0.05, 3.0, m):
            end = one_training(rate, scale, num_steps, direction, loss)[-1]
            if np.isfinite(end) and end < best[0]:
                best = (end, rate, scale)
    return best
