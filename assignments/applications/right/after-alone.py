#: title = "after_training in a loop of its own"

# %% [q6-after-answer]
def after_training(settings, direction, loss):
    """The loss after training with these settings: logarithms of the rates, and of the scale."""
    positive = np.exp(settings)
    w = positive[-1] * direction
    for t in range(len(settings) - 1):
        w = w - positive[t] * ad.grad(loss)(w)
    return loss(w)
