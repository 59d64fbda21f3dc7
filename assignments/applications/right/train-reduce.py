#: title = "train by functools.reduce"

# %% [q6-train-answer]
from functools import reduce


def train(rates, scale, direction, loss):
    """The weights after a step for each rate, and a list of the loss before each step."""

    def step(done, rate):
        w, losses = done
        value, slope = ad.value_and_grad(loss)(w)
        return w - rate * slope, losses + [value]

    return reduce(step, rates, (direction * scale, []))
