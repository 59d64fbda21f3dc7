"""Parameters of every kind that an optimizer takes, each with ways to make it and to read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

import adlearn as ad
from adlearn.compat.engine import Variable
from adlearn.compat.micrograd.engine import Value


class Own:
    """A number or an array, with a product, as a student writes it."""

    def __init__(self, value, parents=()):
        self.value, self.grad, self.parents = value, 0.0 * np.asarray(value), parents

    @property
    def shape(self):
        return np.shape(self.value)

    def __mul__(self, other):
        return Own(self.value * other.value, ((self, other.value), (other, self.value)))

    def sum(self):
        return Own(np.sum(self.value), ((self, np.ones_like(self.value)),))

    def backward(self):
        self.hand_on(np.ones_like(self.value))

    def hand_on(self, gradient):
        self.grad = self.grad + gradient
        for parent, slope in self.parents:
            parent.hand_on(gradient * slope)


@dataclass(frozen=True)
class Kind:
    """How a parameter is made of an array, and which shapes it can have."""

    make: Any
    read: Any
    shapes: tuple[tuple[int, ...], ...] = ((), (1,), (3,), (2, 3))

    def loss(self, parameter, weights):
        """A sum of fourth powers, each times a weight."""
        squares = parameter * parameter
        if isinstance(parameter, Own):
            return (squares * squares * Own(weights)).sum()
        return np.sum(squares * squares * weights)


KINDS = {
    "tensor": Kind(ad.tensor, lambda p: p.data, ((), (0,), (1,), (3,), (2, 0), (2, 3))),
    "node": Kind(ad.AutogradValue, lambda p: p.value, ((),)),
    "nodes": Kind(ad.wrap_array, lambda p: [n.value for n in p.flat], ((), (1,), (3,), (2, 3))),
    "micrograd": Kind(Value, lambda p: p.data, ((),)),
    "engine": Kind(Variable, lambda p: p.value),
    "own": Kind(Own, lambda p: p.value),
}


def shaped(parameter_read, shape):
    return np.reshape(np.asarray(parameter_read, dtype=float), shape)
