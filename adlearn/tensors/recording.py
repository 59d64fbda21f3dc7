"""What is switched on around an operation: recording or not, watching for nan, forward mode.

Each switch is a context variable, so threads and tasks do not disturb each other and an error
leaves nothing behind. Looking into them costs more than a small operation; so operations ask one
question first, whether any block is open anywhere: `pauses[0]`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar

from adlearn.nesting import LEVELS

#: The levels of the forward modes that are running, the innermost last.
FORWARD_LEVELS: ContextVar[tuple[int, ...]] = ContextVar("FORWARD_LEVELS", default=())
#: Tensors up to this level are not recorded: what `no_grad` sets.
PAUSED: ContextVar[int] = ContextVar("PAUSED", default=-1)
#: Whether the first nan is an error: what `debug_nans` sets.
WATCHING: ContextVar[bool] = ContextVar("WATCHING", default=False)
#: How many `no_grad` and `debug_nans` blocks are open anywhere.
pauses = [0]


@contextlib.contextmanager
def switched(variable: ContextVar[int] | ContextVar[bool], value: int) -> Iterator[None]:
    """Set a switch for a block, in which operations take the general way and look at it."""
    token = variable.set(value)  # type: ignore[arg-type]
    pauses[0] += 1
    try:
        yield
    finally:
        pauses[0] -= 1
        variable.reset(token)  # type: ignore[arg-type]


@contextlib.contextmanager
def forward_mode(level: int) -> Iterator[None]:
    """Run a block as the function that forward mode of a level differentiates."""
    token = FORWARD_LEVELS.set((*FORWARD_LEVELS.get(), level))
    try:
        yield
    finally:
        FORWARD_LEVELS.reset(token)


def floor_below(level: int) -> int:
    """Give the floor on which tensors of a level stand: the next forward mode below them, or 0.

    Tensors between two floors share one graph of plain arrays; those below the floor are left as
    they are.
    """
    return next((floor for floor in reversed(FORWARD_LEVELS.get()) if floor < level), 0)


@contextlib.contextmanager
def no_grad() -> Iterator[None]:
    """Compute without recording: what is computed inside the block has no derivative.

    Derivatives that are *started* inside the block work as usual.

    Examples
    --------
    >>> from adlearn import tensor
    >>> w = tensor([1.0, 2.0])
    >>> with no_grad():
    ...     step = w - 0.5 * w
    >>> step
    tensor([0.5, 1. ], constant)
    """
    with switched(PAUSED, next(LEVELS)):
        yield


@contextlib.contextmanager
def debug_nans() -> Iterator[None]:
    """Make the first nan an error that names the operation and the line.

    Inside the block every operation is checked, so programs run several times slower.

    Raises
    ------
    NanFound
        In the block: when an operation, or a step of its derivative, makes a nan.

    Examples
    --------
    >>> import numpy as np
    >>> import adlearn as ad
    >>> with ad.debug_nans(), np.errstate(invalid="ignore"):  # doctest: +ELLIPSIS
    ...     ad.grad(lambda x: np.sum(np.log(x)))(np.array([1.0, -1.0]))
    Traceback (most recent call last):
    ...
    adlearn.errors.NanFound: log made the first nan: from an argument of -1.0...
    """
    with switched(WATCHING, True):
        yield
