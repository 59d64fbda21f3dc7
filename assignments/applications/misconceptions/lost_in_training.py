"""Traces that end on the way through a training."""

import math

import numpy as np

from autograder.explaining.misconceptions import misconception


def as_number(value):
    """The number of a traced value, without its derivative; a plain one as it is."""
    return value.numpy() if hasattr(value, "numpy") else value


@misconception("q6")
def train_traces_become_plain(ns):
    """On the way, traced numbers become plain ones: losses by `float`, or weights by `np.array`, or
    by writing them into an array that was made before.

    What has to be differentiated by the rates, when the training is over?
    """
    right = ns.train

    def train(rates, scale, direction, loss):
        w, losses = right(rates, scale, direction, loss)
        return np.array(w), [float(one) for one in losses]

    ns.train = train


@misconception("q6", ways=("losses", "losses in one array"))
def train_losses_filled_in(ns, way):
    """An array of zeros is filled with the losses. It holds plain numbers, and these are traced.

    Which kind of container holds anything, traced or not?
    """
    right = ns.train

    def train(rates, scale, direction, loss):
        w, losses = right(rates, scale, direction, loss)
        made = np.zeros(len(losses))
        for t, one in enumerate(losses):
            made[t] = one
        return w, list(made) if way == "losses" else made

    ns.train = train


@misconception("q6")
def train_losses_without_derivatives(ns):
    """The losses are noted as plain numbers, without their derivatives. The weights have theirs.

    If somebody differentiates the sum of all losses by the rates, what comes out?
    """
    right = ns.train

    def train(*given):
        w, losses = right(*given)
        return w, [as_number(one) for one in losses]

    ns.train = train


@misconception("q6")
def train_slope_as_a_number(ns):
    """The gradient in each step is taken as plain numbers. But it depends on the weights, and so on
    all rates before it.

    If the first rate grows by a little, is the gradient in the second step the same?
    """

    def train(rates, scale, direction, loss):
        w, losses = scale * direction, []
        for rate in rates:
            losses.append(loss(w))
            w = w - rate * ns.ad.grad(loss)(as_number(w))
        return w, losses

    ns.train = train


@misconception("q6", ways=("rates", "scale"))
def train_settings_without_derivatives(ns, way):
    """The rates, or the scale, are taken as plain numbers. The training is right, and nothing is
    sent back to them.

    By what should the training be differentiated?
    """
    right = ns.train

    def train(rates, scale, direction, loss):
        if way == "rates":
            rates = as_number(rates)
        return right(rates, as_number(scale) if way == "scale" else scale, direction, loss)

    ns.train = train


@misconception("q6")
def after_training_made_plain(ns):
    """On the way, traced numbers become plain ones: the loss by `float`, or the settings by a
    function of `math` or a list.

    Which function of NumPy does what `math.exp` does, for a whole array at once?
    """
    right = ns.after_training
    ns.after_training = lambda settings, *more: right(
        np.log([math.exp(one) for one in settings]), *more
    )


@misconception("q6")
def after_training_without_derivatives(ns):
    """The settings are taken as plain numbers, so that the loss does not depend on them any more.

    If the gradient is 0, are these the best settings, or did they never come in?
    """
    right = ns.after_training
    ns.after_training = lambda settings, *more: right(as_number(settings), *more)
