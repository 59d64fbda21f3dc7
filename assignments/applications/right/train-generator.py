#: title = "train as a generator of weights, losses by a comprehension"

# %% [q6-train-answer]
def descent(rates, w, loss):
    yield w
    for t in range(len(rates)):
        w = w - rates[t] * ad.grad(loss)(w)
        yield w


def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    *before, w = descent(rates, scale * direction, loss)
    return w, [loss(v) for v in before]

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    *log_rates, log_scale = settings
    w, losses = train([np.exp(r) for r in log_rates], np.exp(log_scale), direction, loss)
    return loss(w)
