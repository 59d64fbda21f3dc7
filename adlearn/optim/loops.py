"""The loop that every training is: forget the gradients, compute the loss, go back, step."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.optim.optimizers import Optimizer
from adlearn.optim.parameters import TrainingError, plain
from adlearn.optim.progress import counted


def minimize(
    loss: Callable[[int], Any],
    optimizer: Optimizer,
    steps: int = 100,
    callback: Callable[[int, float], Any] | None = None,
    progress: bool = True,
) -> np.ndarray:
    """Take steps that make a loss smaller.

    Parameters
    ----------
    loss : callable
        Takes the number of the step, from 0, and returns the loss as one number that has
        `backward()`. The number is for minibatches; a loss of all data does not use it.
    optimizer : Optimizer
        Keeps the parameters that the loss is computed from.
    steps : int, optional
    callback : callable, optional
        Called after each step with its number and its loss. The graph of the step is gone by then.
    progress : bool, optional
        Show how the loss develops: a bar where tqdm is installed, else a line now and then.

    Returns
    -------
    ndarray, shape (steps,)
        The loss before each step.

    Raises
    ------
    TrainingError
        If the loss is not a function, or does not give one finite number with `backward()`; see
        `Optimizer.step` for gradients.
        The parameters are those of the last step that went well.

    Examples
    --------
    >>> import adlearn as ad
    >>> from adlearn.optim import SGD
    >>> x = ad.tensor(3.0)
    >>> losses = minimize(lambda step: (x - 2) ** 2, SGD([x], lr=0.25), steps=3, progress=False)
    >>> losses
    array([1.    , 0.25  , 0.0625])
    """
    refuse(loss, optimizer)
    losses: list[float] = []
    for step in counted(steps, losses, progress):
        losses.append(one_step(loss, optimizer, step))
        if callback is not None:
            callback(step, losses[-1])
    return np.array(losses)


def refuse(loss: Any, optimizer: Any) -> None:
    """Raise the error about what cannot be minimized, or cannot take steps."""
    if not isinstance(optimizer, Optimizer):
        raise TrainingError(
            f"minimize takes a loss and an optimizer, and the second is {described(optimizer)}. "
            "Make one of the parameters: minimize(loss, SGD(parameters, lr=0.1))."
        )
    if not callable(loss):
        raise TrainingError(
            f"minimize takes a function that computes the loss anew at each step, and this is "
            f"{described(loss)}. Write lambda step: ... before it."
        )
    try:
        inspect.signature(loss).bind(0)
    except TypeError as error:
        raise TrainingError(
            "the loss is called with the number of the step, and does not take it: write "
            "def loss(step): ..., or lambda step: ..."
        ) from error
    except ValueError:  # of a function that does not say what it takes
        pass


def described(thing: Any) -> str:
    """Say what a caller passed in place of something else."""
    return f"the class {thing.__name__}" if isinstance(thing, type) else type(thing).__name__


def one_step(loss: Callable[[int], Any], optimizer: Optimizer, step: int) -> float:
    """Take one step and give the loss before it; its graph ends with this call."""
    optimizer.zero_grad()
    found = loss(step)
    number = as_number(found, step, optimizer)
    found.backward()
    optimizer.step()
    return number


def as_number(found: Any, step: int, optimizer: Optimizer) -> float:
    """Give the value of a loss, which must be one finite number with a derivative."""
    if found is None:
        raise TrainingError("the loss returned None: does the function end with return?")
    if not hasattr(found, "backward"):
        raise TrainingError(
            f"the loss gave a plain {type(found).__name__}, which has no backward(). Compute it "
            "from the parameters themselves, not from their .data or .value."
        )
    value = plain(found.data if hasattr(found, "data") else found)
    if value.size != 1:
        raise TrainingError(
            f"the loss has shape {value.shape}, and one number is needed. Take its mean or its sum."
        )
    number = float(value.reshape(()))
    if not math.isfinite(number):
        raise TrainingError(
            f"the loss is {number} at step {step}. Try a smaller learning rate than "
            f"{optimizer.rate():g}, and check that every log gets a positive number."
        )
    return number
