#: title = "grid by an own after_training, in which loss and slope are found separately"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    w, losses = scale * direction, []
    for t in range(len(rates)):
        losses.append(loss(w))
        w = w - rates[t] * ad.grad(loss)(w)
    return w, losses

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    exps = np.exp(settings)
    w, losses = train(exps[:-1], exps[-1], direction, loss)
    return loss(w)

# %% [q7-grid-answer]
def grid_search(budget, num_steps, direction, loss):
    """The lowest loss after training on a grid of rates and scales, its rate and its scale."""
    m = int(budget**0.5)
    log_rates, log_scales = np.log(np.geomspace(0.01, 2, m)), np.log(np.geomspace(0.05, 3, m))
    lows = {}
    for lr in log_rates:
        for ls in log_scales:
            lows[lr, ls] = after_training(np.append(np.full(num_steps, lr), ls), direction, loss)
    lr, ls = min((at for at in lows if np.isfinite(lows[at])), key=lambda at: lows[at])
    return lows[lr, ls], np.exp(lr), np.exp(ls)
