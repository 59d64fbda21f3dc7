"""An optimizer keeps parameters and moves each of them against its gradient.

How far and in which direction is all that one optimizer has and another has not: each class below
is one method, `direction`. `Optimizer.step` does the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.optim import parameters as held
from adlearn.optim.parameters import TrainingError

#: A learning rate, or a function that gives one for the number of a step, counted from 0.
Rate = float | Callable[[int], float]
Memory = dict[str, Any]


class Optimizer:
    """Parameters, and how they are moved. Define another one by its `direction`.

    Parameters
    ----------
    params : iterable of parameters, or module
        Tensors, nodes of numbers, arrays of nodes, or variables of your own with `value` (or
        `data`) and `grad`.
    lr : float or callable
        The learning rate: how far to go along the direction. A function is asked with the number
        of the step, from 0; `adlearn.optim` has some.

    Attributes
    ----------
    params : list
    lr : float or callable
        May be changed between steps.
    steps : int
        How many steps were taken.
    weight_decay : float
        This much of a parameter itself is added to its gradient; 0 unless an optimizer sets it.

    Raises
    ------
    TrainingError
        If there are no parameters, or the rate is not a positive number.

    Examples
    --------
    Half of the gradient's sign, whatever its size:

    >>> import adlearn as ad
    >>> class SignDescent(Optimizer):
    ...     def direction(self, gradient, memory):
    ...         return np.sign(gradient)
    >>> x = ad.tensor([3.0, -1.0])
    >>> optimizer = SignDescent([x], lr=0.5)
    >>> np.sum(x**2).backward()
    >>> optimizer.step()
    >>> x.data
    array([ 2.5, -0.5])
    """

    weight_decay: float = 0.0

    def __init__(self, params: Any, lr: Rate) -> None:
        self.params = held.gathered(params)
        self.lr = lr
        self.steps = 0
        self._memories: list[Memory] = [{} for _ in self.params]
        self.rate()

    def direction(self, gradient: np.ndarray, memory: Memory) -> Any:
        """Give what is subtracted from a parameter, before the rate multiplies it: the gradient
        itself in plain descent.

        Parameters
        ----------
        gradient : ndarray
        memory : dict
            What this method kept about the parameter at earlier steps; empty at first.

        Returns
        -------
        ndarray
            Of the gradient's shape.
        """
        raise NotImplementedError(
            f"{type(self).__name__} needs a method direction(self, gradient, memory) that returns "
            "an array of the gradient's shape."
        )

    def rate(self) -> float:
        """Give the learning rate of the next step.

        Raises
        ------
        TrainingError
            If it is not a finite number, or is negative.
        """
        rate = self.lr(self.steps) if callable(self.lr) else self.lr
        if not isinstance(rate, (int, float, np.number)) or not 0 <= rate < math.inf:
            raise TrainingError(
                f"the learning rate should be a positive number, and is {rate!r}. Steps are taken "
                "against the gradient, so a positive rate goes down."
            )
        return float(rate)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """Copy the parameters, too. Copied together with its module, it keeps the module's."""
        return held.copied([self], self.params, memo)

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters. Call it before each `backward()`: gradients are
        added to what is there."""
        for parameter in self.params:
            held.forget_gradient(parameter)

    def step(self) -> None:
        """Move every parameter once. One that has no gradient stays where it is.

        Raises
        ------
        TrainingError
            If no parameter has a gradient, or one of them does not fit or is not finite. No
            parameter is changed then.
        """
        gradients = [held.gradient(parameter) for parameter in self.params]
        if all(gradient is None for gradient in gradients):
            raise TrainingError(
                "no parameter has a gradient. Call loss.backward() before step(), and zero_grad() "
                "before backward(). If you did, the loss was not computed from these parameters."
            )
        rate = self.rate()
        values = [held.value(parameter) for parameter in self.params]
        arrived = [place for place, gradient in enumerate(gradients) if gradient is not None]
        for place in arrived:
            self._refuse(place, values[place], gradients[place])
        for place in arrived:
            at = values[place]
            gradient = gradients[place] + self.weight_decay * at
            moved = at - rate * self._direction(place, gradient)
            # Of a variable of your own the gradient may be more precise than the value.
            values[place] = moved.astype(at.dtype) if at.dtype.kind == moved.dtype.kind else moved
        for place in arrived:
            held.assign(self.params[place], values[place])
        self.steps += 1

    def _direction(self, place: int, gradient: np.ndarray) -> np.ndarray:
        found = np.asarray(self.direction(gradient, self._memories[place]))
        if found.shape != gradient.shape:
            raise TrainingError(
                f"direction() of {type(self).__name__} gave shape {found.shape} for a gradient of "
                f"shape {gradient.shape}. Return an array of the gradient's shape."
            )
        return found

    def _refuse(self, place: int, at: np.ndarray, gradient: np.ndarray) -> None:
        """Raise the error about a gradient that cannot be used."""
        if gradient.shape != at.shape:
            raise TrainingError(
                f"the gradient of parameter {place} has shape {gradient.shape}, and the parameter "
                f"has shape {at.shape}."
            )
        if not np.isfinite(gradient).all():
            what = "nan" if np.isnan(gradient).any() else "inf"
            raise TrainingError(
                f"the gradient of parameter {place} contains {what} at step {self.steps}; no "
                f"parameter was changed. Try a smaller learning rate than {self.rate():g}, or "
                "clip_grad_norm; adlearn.debug_nans says where the first nan comes from."
            )

    def state_dict(self) -> dict[str, Any]:
        """Give what the optimizer remembers, as plain data that can be kept in a file."""
        memories = [
            {name: np.copy(value) for name, value in memory.items()} for memory in self._memories
        ]
        return {"kind": type(self).__name__, "steps": self.steps, "memories": memories}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from what `state_dict` gave.

        Raises
        ------
        TrainingError
            If it is that of another kind of optimizer, or of other parameters.
        """
        kind = state.get("kind", type(self).__name__)  # of older states it is not known
        if kind != type(self).__name__:
            raise TrainingError(
                f"this state was kept by an optimizer of kind {kind}, and this one is of kind "
                f"{type(self).__name__}, which remembers other things. Load it into {kind}(...), "
                "or begin without a state."
            )
        memories = state["memories"]
        fits = len(memories) == len(self.params) and all(
            np.shape(kept) in ((), held.value(parameter).shape)
            for parameter, memory in zip(self.params, memories, strict=False)
            for kept in memory.values()
        )
        if not fits:
            raise TrainingError(
                "this state was kept by an optimizer of other parameters. Make the optimizer with "
                "the same parameters, in the same order."
            )
        self.steps = int(state["steps"])
        self._memories = [{k: np.copy(v) for k, v in memory.items()} for memory in memories]

    def __repr__(self) -> str:
        what = f"{len(self.params)} parameters" if len(self.params) > 1 else "1 parameter"
        return f"{type(self).__name__}({what}, lr={self.lr}, after {self.steps} steps)"


class SGD(Optimizer):
    """Go against the gradient: gradient descent, and with `momentum` like a ball that rolls.

    Parameters
    ----------
    params : iterable of parameters, or module
    lr : float or callable
    momentum : float, optional
        How much of the velocity is kept from step to step, from 0 to below 1. The velocity is
        `momentum * velocity + gradient`, so that it grows to `gradient / (1 - momentum)` on an even
        slope (Polyak, 1964; the same as in PyTorch).
    nesterov : bool, optional
        Look at the slope ahead, where the velocity leads (Nesterov, 1983).
    weight_decay : float, optional
        This much of the parameter itself is added to its gradient, which pulls it towards 0.

    Examples
    --------
    >>> import adlearn as ad
    >>> x = ad.tensor(3.0)
    >>> optimizer = SGD([x], lr=0.1)
    >>> for _ in range(100):
    ...     optimizer.zero_grad()
    ...     ((x - 2) ** 2).backward()
    ...     optimizer.step()
    >>> round(float(x.data), 6)
    2.0
    """

    def __init__(
        self,
        params: Any,
        lr: Rate = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(params, lr)
        self.momentum = share(momentum, "momentum")
        self.nesterov = nesterov
        self.weight_decay = from_zero(weight_decay, "weight_decay")
        if nesterov and not momentum:
            raise TrainingError("nesterov looks ahead by the momentum: give it one, as 0.9.")

    def direction(self, gradient: np.ndarray, memory: Memory) -> Any:
        if not self.momentum:
            return gradient
        velocity = memory["velocity"] = self.momentum * memory.get("velocity", 0.0) + gradient
        return gradient + self.momentum * velocity if self.nesterov else velocity


#: Gradient descent: what SGD is where the gradient is that of all data.
GD = SGD


class RMSProp(Optimizer):
    """Divide each entry of the gradient by the size that it has had lately (Hinton, 2012).

    Parameters
    ----------
    params : iterable of parameters, or module
    lr : float or callable
    decay : float, optional
        How much of the running mean of squares is kept from step to step.
    eps : float, optional
        Added to the size, which may be 0.

    Examples
    --------
    Both entries move alike, though one slope is 100 times as steep:

    >>> import adlearn as ad
    >>> x = ad.tensor([1.0, 1.0])
    >>> optimizer = RMSProp([x], lr=0.1)
    >>> np.sum(np.array([1.0, 100.0]) * x).backward()
    >>> optimizer.step()
    >>> x.data.round(6)
    array([0.683772, 0.683772])
    """

    def __init__(self, params: Any, lr: Rate = 0.01, decay: float = 0.9, eps: float = 1e-8) -> None:
        super().__init__(params, lr)
        self.decay, self.eps = share(decay, "decay"), from_zero(eps, "eps")

    def direction(self, gradient: np.ndarray, memory: Memory) -> Any:
        kept = memory.get("mean_square", 0.0)
        mean_square = self.decay * kept + (1.0 - self.decay) * np.abs(gradient) ** 2
        memory["mean_square"] = mean_square
        return gradient / (np.sqrt(mean_square) + self.eps)


class Adam(Optimizer):
    """Momentum divided by the size that the gradient has had lately, both corrected for their start
    at 0 (Kingma and Ba, 2015, algorithm 1).

    Parameters
    ----------
    params : iterable of parameters, or module
    lr : float or callable
        About how far each entry moves at a step, whatever the size of its gradient.
    betas : pair of float, optional
        How much is kept from step to step of the running mean of the gradient, and of that of its
        square.
    eps : float, optional

    Examples
    --------
    The first step has the length of the rate, along each axis:

    >>> import adlearn as ad
    >>> x = ad.tensor([1.0, 1.0])
    >>> optimizer = Adam([x], lr=0.1)
    >>> np.sum(np.array([1.0, 100.0]) * x).backward()
    >>> optimizer.step()
    >>> x.data.round(6)
    array([0.9, 0.9])
    """

    def __init__(
        self,
        params: Any,
        lr: Rate = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
    ) -> None:
        super().__init__(params, lr)
        if np.shape(betas) != (2,):
            raise TrainingError(f"betas should be two numbers, as (0.9, 0.999), and is {betas!r}.")
        self.betas = share(betas[0], "betas[0]"), share(betas[1], "betas[1]")
        self.eps = from_zero(eps, "eps")

    def direction(self, gradient: np.ndarray, memory: Memory) -> Any:
        first, second = self.betas
        count = memory["count"] = int(memory.get("count", 0)) + 1
        mean = memory["mean"] = first * memory.get("mean", 0.0) + (1.0 - first) * gradient
        size = second * memory.get("mean_square", 0.0) + (1.0 - second) * np.abs(gradient) ** 2
        memory["mean_square"] = size
        root = np.sqrt(size / (1.0 - second**count))
        return mean / (1.0 - first**count) / (root + self.eps)


def share(number: Any, name: str) -> float:
    """Refuse what is no share of what was there before."""
    remedy = "what is kept from step to step, from 0 to below 1"
    return held.numeral(number, name, lambda kept: 0.0 <= kept < 1.0, remedy)


def from_zero(number: Any, name: str) -> float:
    """Refuse what is no finite size."""
    return held.numeral(number, name, lambda size: 0.0 <= size < math.inf, "a number from 0 on")
