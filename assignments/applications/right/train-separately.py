#: title = "train finds loss and slope separately, by elements of the array"

# %% [q6-train-answer]
def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""
    w = scale * direction
    losses = []
    slope = ad.grad(loss)
    for rate in rates:
        losses.append(loss(w))
        w = w - rate * slope(w)
    return w, losses
