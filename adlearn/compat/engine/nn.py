"""A layer of weighted sums, and a data set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from adlearn.compat.engine.module import Module
from adlearn.compat.engine.variable import Variable
from adlearn.errors import WrongShape
from adlearn.nn.initializers import glorot_uniform


class Linear(Module):
    """Weighted sums of a column: ``weight @ x + bias``.

    Parameters
    ----------
    shape : (int, int)
        How many outputs, and how many inputs.
    seed : int or numpy.random.Generator, optional
        For the same weights every time.

    Attributes
    ----------
    weight : Variable, shape (outputs, inputs)
    bias : Variable, shape (outputs, 1)

    Examples
    --------
    >>> layer = Linear((1, 2))
    >>> layer.weight.value = np.array([[2.0, 3.0]])
    >>> layer(np.array([[1.0], [10.0]]))
    Variable([[32.]])
    """

    def __init__(self, shape: tuple[int, int], seed: Any = None) -> None:
        super().__init__()
        self.weight = Variable(glorot_uniform(tuple(shape), np.random.default_rng(seed)))
        self.bias = Variable(np.zeros((shape[0], 1)))

    def forward(self, x: Any) -> Any:
        inputs = self.weight.shape[1]
        if np.ndim(x) < 2 or np.shape(x)[-2] != inputs:
            raise WrongShape(
                f"Linear takes columns of {inputs} numbers, shape ({inputs}, 1), and got shape "
                f"{np.shape(x)}. Of rows, x.reshape(-1, {inputs}, 1) makes columns."
            )
        return self.weight @ x + self.bias


class Dataset:
    """Inputs, and what the outputs should be.

    Parameters
    ----------
    x, y : array_like, shape (N, ...)
        An example in each row.

    Raises
    ------
    WrongShape
        If they have different numbers of rows.

    Examples
    --------
    >>> data = Dataset(np.zeros((3, 2, 1)), np.ones((3, 1, 1)))
    >>> len(data), data[0][0].shape
    (3, (2, 1))
    """

    def __init__(self, x: Any, y: Any) -> None:
        self.x, self.y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        if self.x.ndim == 0 or self.y.ndim == 0 or len(self.x) != len(self.y):
            raise WrongShape(
                f"a data set needs as many inputs as outputs, and these have shapes "
                f"{self.x.shape} and {self.y.shape}. Each example is a row of both."
            )

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, index: Any) -> tuple[np.ndarray, np.ndarray]:
        return self.x[index], self.y[index]

    def __iter__(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        return zip(self.x, self.y, strict=True)
