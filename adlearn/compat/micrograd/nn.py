"""micrograd's small neural networks: neurons in layers, layers one after the other.

Weights are drawn from the `random` module in micrograd's order, so `random.seed` gives the same
network there and here.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from adlearn.compat.micrograd.engine import Value


class Module:
    """A part of a network: something with parameters."""

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters."""
        for parameter in self.parameters():
            parameter.grad = 0

    def parameters(self) -> list[Value]:
        """List the numbers that training changes."""
        return []


class Neuron(Module):
    """A weighted sum of the inputs, rectified unless `nonlin` is False.

    Parameters
    ----------
    nin : int
        How many inputs.
    nonlin : bool, optional
    """

    def __init__(self, nin: int, nonlin: bool = True) -> None:
        self.w = [Value(random.uniform(-1, 1)) for _ in range(nin)]
        self.b = Value(0)
        self.nonlin = nonlin

    def __call__(self, x: Sequence[Any]) -> Value:
        total = self.b
        for weight, entry in zip(self.w, x, strict=False):
            total = total + weight * entry
        return total.relu() if self.nonlin else total

    def parameters(self) -> list[Value]:
        return [*self.w, self.b]

    def __repr__(self) -> str:
        return f"{'ReLU' if self.nonlin else 'Linear'}Neuron({len(self.w)})"


class Layer(Module):
    """Neurons that see the same inputs.

    Parameters
    ----------
    nin, nout : int
        How many inputs and outputs.
    **kwargs
        For each `Neuron`.
    """

    def __init__(self, nin: int, nout: int, **kwargs: Any) -> None:
        self.neurons = [Neuron(nin, **kwargs) for _ in range(nout)]

    def __call__(self, x: Sequence[Any]) -> Any:
        outputs = [neuron(x) for neuron in self.neurons]
        return outputs[0] if len(outputs) == 1 else outputs

    def parameters(self) -> list[Value]:
        return [p for neuron in self.neurons for p in neuron.parameters()]

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(map(str, self.neurons))}]"


class MLP(Module):
    """Layers one after the other; the last one is linear.

    Parameters
    ----------
    nin : int
        How many inputs.
    nouts : sequence of int
        How many outputs each layer has.

    Examples
    --------
    >>> network = MLP(2, [16, 16, 1])
    >>> len(network.parameters())
    337
    """

    def __init__(self, nin: int, nouts: Sequence[int]) -> None:
        sizes, last = [nin, *nouts], len(nouts) - 1
        self.layers = [Layer(sizes[i], sizes[i + 1], nonlin=i != last) for i in range(len(nouts))]

    def __call__(self, x: Any) -> Any:
        for i, layer in enumerate(self.layers):
            x = layer(x if i == 0 or isinstance(x, list) else [x])
        return x

    def parameters(self) -> list[Value]:
        return [p for layer in self.layers for p in layer.parameters()]

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(map(str, self.layers))}]"
