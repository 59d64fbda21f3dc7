"""What is switched on around an operation: recording or not, watching for nan or for changed
arrays, forward mode.

Each switch is kept in a context variable, so threads and tasks do not disturb each other and an
error leaves nothing behind. Looking into them costs more than a small operation; so operations ask
one question first, whether any block is open anywhere: `pauses[0]`.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextvars import ContextVar
from inspect import CO_ASYNC_GENERATOR, CO_GENERATOR
from types import FrameType
from typing import Any

from adlearn.nesting import LEVELS

#: The levels of the forward modes that are running, the innermost last.
FORWARD_LEVELS: ContextVar[tuple[int, ...]] = ContextVar("FORWARD_LEVELS", default=())
#: How many blocks are open anywhere.
pauses = [0]


class Block:
    """A `with` block in which something is switched on, and the block around it.

    A generator that stops at a `yield` inside its block gives control back to a caller who is not
    in the block. So there the switch is on only while the generator runs; unless the generator is
    itself the body of a context manager, which is made to switch something on for its caller.
    """

    __slots__ = ("value", "around", "frame", "open")

    def __init__(self, value: int, around: Block | None, frame: FrameType) -> None:
        self.value, self.around, self.open = value, around, True
        starter = frame.f_back
        suspends = frame.f_code.co_flags & (CO_GENERATOR | CO_ASYNC_GENERATOR)
        manages = starter is not None and starter.f_globals.get("__name__") == "contextlib"
        self.frame = frame if suspends and not manages else None

    def is_on(self) -> bool:
        """Say whether whoever asks is in the block."""
        if not self.open or self.frame is None:
            return self.open
        frame = sys._getframe(1)
        while frame is not None and frame is not self.frame:
            frame = frame.f_back  # type: ignore[assignment]
        return frame is not None


class Switch:
    """A switch that `with` blocks set: what the innermost of them says."""

    __slots__ = ("blocks", "otherwise")

    def __init__(self, name: str, otherwise: int) -> None:
        self.blocks: ContextVar[Block | None] = ContextVar(name, default=None)
        self.otherwise = otherwise

    def get(self) -> int:
        """Give the value of the innermost block in which whoever asks is."""
        block = self.blocks.get()
        while block is not None and not block.is_on():
            block = block.around
        return self.otherwise if block is None else block.value

    @contextlib.contextmanager
    def switched(self, value: int, frame: FrameType) -> Iterator[None]:
        """Set the switch for a block, in which operations take the general way and look at it."""
        block = Block(value, self.blocks.get(), frame)
        self.blocks.set(block)
        pauses[0] += 1
        try:
            yield
        finally:
            # Blocks of generators need not close in the order in which they opened.
            block.open, block.frame = False, None
            pauses[0] -= 1
            innermost = self.blocks.get()
            while innermost is not None and not innermost.open:
                innermost = innermost.around
            self.blocks.set(innermost)


#: Tensors up to this level are not recorded: what `no_grad` sets.
PAUSED = Switch("PAUSED", -1)
#: Whether the first nan is an error: what `debug_nans` sets.
WATCHING = Switch("WATCHING", False)
#: Whether arrays that changed after they were used are an error: what `debug_buffers` sets.
BUFFERS = Switch("BUFFERS", False)


class ForwardMode:
    """The `with` block of the function that forward mode of a level differentiates."""

    __slots__ = ("level", "around")

    def __init__(self, level: int) -> None:
        self.level = level

    def __enter__(self) -> None:
        self.around = FORWARD_LEVELS.set((*FORWARD_LEVELS.get(), self.level))

    def __exit__(self, *error: Any) -> None:
        FORWARD_LEVELS.reset(self.around)


def floor_below(level: int) -> int:
    """Give the floor on which tensors of a level stand: the next forward mode below them, or 0.

    Tensors between two floors share one graph of plain arrays; those below the floor are left as
    they are.
    """
    return next((floor for floor in reversed(FORWARD_LEVELS.get()) if floor < level), 0)


@contextlib.contextmanager
def no_grad() -> Iterator[None]:
    """Compute without recording: what is computed inside the block has no derivative, in either
    mode.

    Derivatives that are *started* inside the block work as usual. Nodes of numbers
    (`AutogradValue`) do not look at it: take their values (`.value`).

    Examples
    --------
    >>> from adlearn import tensor
    >>> w = tensor([1.0, 2.0])
    >>> with no_grad():
    ...     step = w - 0.5 * w
    >>> step
    tensor([0.5, 1. ], constant)
    """
    with PAUSED.switched(next(LEVELS), sys._getframe(2)):
        yield


@contextlib.contextmanager
def debug_nans() -> Iterator[None]:
    """Make the first nan an error that names the operation and the line.

    Inside the block every operation on arrays is checked, so programs run several times slower.

    Raises
    ------
    NanFound
        In the block: when an operation, or a step of its derivative, makes a nan, or an operation
        meets one in a plain argument.

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
    with WATCHING.switched(True, sys._getframe(2)):
        yield


@contextlib.contextmanager
def debug_buffers() -> Iterator[None]:
    """Make it an error if an array was changed after an operation had used it.

    A graph keeps the arrays that it was computed with, not copies of them. Where a program fills
    one array again and again (`b[:] = ...`), the derivative is computed with what is in it at the
    end, and nothing says so. Inside the block every operation copies its plain arrays and compares
    them on the way back, so programs need more time and memory. The whole derivative belongs in the
    block: the operations and the way back.

    Raises
    ------
    BufferChanged
        In the block: when a derivative meets an array that is not what it was. The remedy is a new
        array in place of the changed one.

    Examples
    --------
    >>> import numpy as np
    >>> import adlearn as ad
    >>> def filled_again(x):
    ...     buffer, total = np.zeros(3), 0.0
    ...     for i in range(3):
    ...         buffer[:] = i + 1.0
    ...         total = total + np.sum(x * buffer)
    ...     return total
    >>> with ad.debug_buffers():  # doctest: +ELLIPSIS
    ...     ad.grad(filled_again)(np.ones(3))
    Traceback (most recent call last):
    ...
    adlearn.errors.BufferChanged: an array was changed in place after multiply had used it...
    """
    with BUFFERS.switched(True, sys._getframe(2)):
        yield
