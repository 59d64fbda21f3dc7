"""Modules that find their variables, and compute a loss over a data set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from adlearn import nn
from adlearn.errors import WrongShape


class Module(nn.Module):
    """A part of a model: variables and other modules as attributes, and a `forward`.

    Examples
    --------
    >>> from adlearn.compat.engine import Module, Variable
    >>> class Line(Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.w, self.b = Variable(2), Variable(0)
    ...     def forward(self, x):
    ...         return self.w * x + self.b
    >>> line = Line()
    >>> line.collect_parameters()
    [Variable(2.0), Variable(0.0)]
    >>> line.forward_dataset([(1.0, 2.0), (2.0, 7.0)], lambda y, t: (y - t) ** 2)
    Variable(4.5)
    """

    def collect_parameters(self) -> list[Any]:
        """List the variables of this module and of those in it, each once."""
        return self.parameters()

    def forward_dataset(self, dataset: Any, loss: Callable[[Any, Any], Any]) -> Any:
        """Compute the mean of a loss over a data set.

        Parameters
        ----------
        dataset : iterable of pairs
            Of an input and what the output should be, such as `nn.Dataset`.
        loss : callable
            Takes an output and what it should be.

        Returns
        -------
        Variable

        Raises
        ------
        WrongShape
            If the data set is empty.
        """
        losses = [loss(self(x), y) for x, y in dataset]
        if not losses:
            raise WrongShape("the data set is empty, so there is no mean loss.")
        return sum(losses[1:], losses[0]) / len(losses)
