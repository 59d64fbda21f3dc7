"""How far a loop is, shown while it runs: a bar where tqdm is installed, else a line now and
then."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

#: How many lines stand in for a bar.
LINES_WITHOUT_TQDM = 10

_silent: ContextVar[bool] = ContextVar("adlearn_silent", default=False)


@contextmanager
def silent() -> Iterator[None]:
    """Show no progress within it, whatever loops are told: for runs inside of other programs.

    Examples
    --------
    >>> from adlearn.optim import adam
    >>> with silent():
    ...     round(float(adam(lambda x, i: x, 1.0, num_iters=2, step_size=0.5, progress=True)), 2)
    0.03
    """
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def shown(steps: int, losses: Sequence[float]) -> Iterator[int]:
    """Count the steps, showing the last loss on the way."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        every = max(1, steps // LINES_WITHOUT_TQDM)
        for step in range(steps):
            yield step
            if (step + 1) % every == 0:
                loss = f": loss {losses[-1]:.4f}" if losses else ""
                print(f"step {step + 1} of {steps}{loss}")
        return
    with warnings.catch_warnings():
        # A thread of its looks after bars that hang. A browser's Python has no threads.
        warnings.filterwarnings("ignore", "tqdm:disabling monitor support")
        bar = tqdm(range(steps), desc="training")
    for step in bar:
        yield step
        if losses:
            bar.set_postfix(loss=f"{losses[-1]:.4f}", refresh=False)


def counted(steps: int, losses: Sequence[float], progress: bool) -> Iterator[int]:
    """Count the steps, and show them if that is asked for."""
    return shown(steps, losses) if progress and not _silent.get() else iter(range(steps))
