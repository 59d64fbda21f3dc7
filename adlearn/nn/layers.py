"""Layers: weighted sums, and several layers one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError, WrongShape
from adlearn.nn.activations import Tanh
from adlearn.nn.initializers import Initializer, glorot_uniform
from adlearn.nn.module import Module
from adlearn.tensors.node import tensor

Seed = int | np.random.Generator | None


class NotALayer(AdlearnError, TypeError):
    """Something stands where a layer, or what makes one, should be."""


class Linear(Module):
    """Weighted sums of the inputs: ``x @ weight.T + bias``, with an example in each row of `x`.

    Parameters
    ----------
    inputs, outputs : int
    bias : bool, optional
    init : callable, optional
        Draws the weight; see `adlearn.nn.initializers`. The bias begins at 0.
    seed : int or numpy.random.Generator, optional
        For the same weights every time.
    of : callable, optional
        What makes a parameter of an array: `adlearn.tensor`, or `adlearn.wrap_array` for a layer of
        single numbers, each with a node of its own.

    Attributes
    ----------
    weight : parameter, shape (outputs, inputs)
    bias : parameter, shape (outputs,), or None

    Examples
    --------
    >>> import adlearn as ad
    >>> layer = Linear(2, 3, seed=0)
    >>> layer(np.ones((5, 2))).shape
    (5, 3)
    >>> Linear(2, 1, of=ad.wrap_array, seed=0)
    Linear(weight: (1, 2), bias: (1,))
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        bias: bool = True,
        init: Initializer = glorot_uniform,
        seed: Seed = None,
        of: Callable[[Any], Any] = tensor,
    ) -> None:
        self.inputs, self.outputs = inputs, outputs
        self.weight = of(init((outputs, inputs), np.random.default_rng(seed)))
        self.bias = of(np.zeros(outputs)) if bias else None

    def forward(self, x: Any) -> Any:
        if np.ndim(x) == 0 or np.shape(x)[-1] != self.inputs:
            raise WrongShape(
                f"Linear({self.inputs}, {self.outputs}) takes rows of {self.inputs} numbers, and "
                f"got shape {np.shape(x)}. An example is a row: x.reshape(-1, {self.inputs})."
            )
        product = x @ self.weight.T
        return product if self.bias is None else product + self.bias


class Sequential(Module):
    """Modules, or functions, one after the other.

    Parameters
    ----------
    *layers : callable

    Raises
    ------
    NotALayer
        If one of them cannot be called.

    Examples
    --------
    >>> from adlearn.nn import Linear, Sequential, Tanh
    >>> model = Sequential(Linear(2, 3, seed=0), Tanh(), Linear(3, 1, seed=1))
    >>> model
    Sequential()
      layers.0: Linear(weight: (3, 2), bias: (3,))
      layers.1: Tanh()
      layers.2: Linear(weight: (1, 3), bias: (1,))
    """

    def __init__(self, *layers: Any) -> None:
        for place, layer in enumerate(layers):
            if not callable(layer):
                raise NotALayer(
                    f"Sequential takes layers one by one, and number {place} is of type "
                    f"{type(layer).__name__}. Of a list, write Sequential(*layers)."
                )
        self.layers = list(layers)

    def forward(self, x: Any) -> Any:
        for layer in self.layers:
            x = layer(x)
        return x


class MLP(Sequential):
    """A multilayer perceptron: linear layers with an activation between them, and none at the end.

    Parameters
    ----------
    inputs : int
    outputs : sequence of int
        How many outputs each layer has.
    activation : callable, optional
        Makes what stands between layers; a class of `adlearn.nn`, such as `ReLU`.
    init : callable, optional
    seed : int or numpy.random.Generator, optional
    of : callable, optional
        As for `Linear`.

    Raises
    ------
    NotALayer
        If `activation` is a layer and does not make one.

    Examples
    --------
    >>> model = MLP(2, [16, 16, 1], seed=0)
    >>> sum(parameter.size for parameter in model.parameters())
    337
    """

    def __init__(
        self,
        inputs: int,
        outputs: Sequence[int],
        activation: Callable[[], Any] = Tanh,
        init: Initializer = glorot_uniform,
        seed: Seed = None,
        of: Callable[[Any], Any] = tensor,
    ) -> None:
        if isinstance(activation, (Module, np.ufunc)):
            called = type(activation) if isinstance(activation, Module) else activation
            raise NotALayer(
                f"activation is called without arguments to make a layer: pass a class, such as "
                f"Tanh and not Tanh(), or lambda: f; this is {called.__name__} itself."
            )
        if np.ndim(outputs) != 1:
            raise NotALayer(
                "MLP takes how many outputs each layer has, as a list: "
                f"MLP({inputs}, [16, 1]), not {outputs!r}."
            )
        random, layers = np.random.default_rng(seed), []
        for size in outputs:
            layers += [Linear(inputs, size, init=init, seed=random, of=of), activation()]
            inputs = size
        super().__init__(*layers[:-1])
