"""Learning rates that change: functions of the number of the step, counted from 0, for an
optimizer's `lr`."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from adlearn.optim.parameters import TrainingError

Schedule = Callable[[int], float]


def exponential_decay(lr: float, factor: float) -> Schedule:
    """Multiply the rate by the same factor at each step.

    Parameters
    ----------
    lr : float
        The rate of step 0.
    factor : float
        Between 0 and 1.

    Examples
    --------
    >>> rate = exponential_decay(0.5, factor=0.5)
    >>> [rate(step) for step in range(4)]
    [0.5, 0.25, 0.125, 0.0625]
    """
    return partial(decayed, lr, factor, 1)


def step_decay(lr: float, factor: float, every: int) -> Schedule:
    """Multiply the rate by a factor now and then.

    Parameters
    ----------
    lr : float
        The rate of the first steps.
    factor : float
    every : int
        After how many steps.

    Examples
    --------
    >>> rate = step_decay(1.0, factor=0.1, every=2)
    >>> [round(rate(step), 2) for step in range(5)]
    [1.0, 1.0, 0.1, 0.1, 0.01]
    """
    positive(every, "every")
    return partial(decayed, lr, factor, every)


def cosine_decay(lr: float, steps: int, last: float = 0.0) -> Schedule:
    """Go from one rate to another along half a wave of the cosine (Loshchilov and Hutter, 2017).

    Parameters
    ----------
    lr : float
        The rate of step 0.
    steps : int
        After how many steps the last rate is reached; it stays from then on.
    last : float, optional

    Examples
    --------
    >>> rate = cosine_decay(1.0, steps=4)
    >>> [round(rate(step), 3) for step in range(6)]
    [1.0, 0.854, 0.5, 0.146, 0.0, 0.0]
    """
    positive(steps, "steps")
    return partial(along_cosine, lr, steps, last)


def warmup(schedule: float | Schedule, steps: int) -> Schedule:
    """Begin with small steps: the rate rises evenly until another schedule takes over.

    Parameters
    ----------
    schedule : float or callable
        What follows. It counts its steps from 0 when the rise is over.
    steps : int
        How many steps the rise takes.

    Examples
    --------
    >>> rate = warmup(exponential_decay(1.0, factor=0.5), steps=4)
    >>> [rate(step) for step in range(7)]
    [0.25, 0.5, 0.75, 1.0, 1.0, 0.5, 0.25]
    """
    positive(steps, "steps")
    return partial(risen, schedule, steps)


# What a schedule is made of stands here, so that an optimizer with one can be pickled.


def decayed(lr: float, factor: float, every: int, step: int) -> float:
    return lr * factor ** (step // every)


def along_cosine(lr: float, steps: int, last: float, step: int) -> float:
    done = min(step / steps, 1.0)
    return last + (lr - last) * (1.0 + math.cos(math.pi * done)) / 2.0


def risen(schedule: float | Schedule, rise: int, step: int) -> float:
    begun = max(step - rise, 0)
    then = schedule(begun) if callable(schedule) else schedule
    return then * (step + 1) / rise if step < rise else then


def positive(steps: int, name: str) -> None:
    """Refuse what counts no steps."""
    if steps < 1:
        raise TrainingError(f"{name} counts steps: it should be 1 or more, and is {steps}.")
