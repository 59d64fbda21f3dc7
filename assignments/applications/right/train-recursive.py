#: title = "train calls itself for one rate less, slopes by vjp"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    if len(rates) == 0:
        return scale * direction, []
    w, losses = train(rates[:-1], scale, direction, loss)
    value, pull = ad.vjp(loss, w)
    (slope,) = pull(1.0)
    return w - rates[-1] * slope, losses + [value]
