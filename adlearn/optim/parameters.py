"""What an optimizer changes: things that hold a value and a gradient.

A parameter keeps its value in `data` or in `value`, and its gradient in `grad`: a tensor of this
engine, a node of numbers, micrograd's, or a variable that you wrote. An array of such nodes (as
`adlearn.wrap_array` makes it) is one parameter, too. The rest of this package meets parameters
through the functions in this file alone, as plain arrays.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from adlearn.errors import AdlearnError

#: Where a parameter may keep its value, in the order in which they are looked for.
PLACES = ("data", "value")


class TrainingError(AdlearnError, ValueError):
    """Training cannot go on: a loss is not a number, or a gradient is missing or does not fit."""


def gathered(parameters: Any) -> list[Any]:
    """Give the parameters of an optimizer as a list, each once.

    Parameters
    ----------
    parameters : iterable, or object with `parameters` or `collect_parameters`
        A list or a generator of parameters; a dict of them; a module, which is asked for its own.

    Raises
    ------
    TrainingError
        If there are none, or one of them holds no value and gradient.
    """
    if isinstance(parameters, type):
        raise TrainingError(
            f"{parameters.__name__} is a class, and an optimizer takes what was made of it. Call "
            f"it first: model = {parameters.__name__}(...)."
        )
    owner = type(parameters).__name__
    for method in ("parameters", "collect_parameters"):
        if callable(getattr(parameters, method, None)):
            parameters = getattr(parameters, method)()
            break
    else:
        owner = ""
    if isinstance(parameters, dict):
        parameters = parameters.values()
    if place_of(parameters) or is_array_of_nodes(parameters):
        parameters = [parameters]
    if not isinstance(parameters, Iterable):
        raise TrainingError(
            f"an optimizer takes a list of parameters, and this is of type "
            f"{type(parameters).__name__}. Pass the list that parameters() gives, or [w, b]."
        )
    found = list({id(one): one for one in parameters}.values())
    if not found:
        whose = f" {owner} found no parameters among its attributes." if owner else ""
        raise TrainingError(
            f"there is nothing to train: the list of parameters is empty.{whose} Parameters are "
            "what training may change: make them by adlearn.tensor(...), not by numpy alone, and "
            "set them as attributes (self.w = ...). What was computed, such as w - rate * w.grad, "
            "is none: write w.data -= rate * w.grad."
        )
    for place, one in enumerate(found):
        refuse_what_is_none(one, place)
    return found


def refuse_what_is_none(one: Any, place: int) -> None:
    """Raise the error about something in a list of parameters that is no parameter."""
    if is_array_of_nodes(one) or place_of(one):
        gradient(one)  # of what was computed, that raises an error which says so
        if getattr(one, "requires_grad", True):
            return
        raise TrainingError(
            f"number {place} in the list is a constant, which keeps no gradient. Make it by "
            "adlearn.tensor(...), without requires_grad=False and outside of no_grad()."
        )
    kind = type(one).__name__
    if isinstance(one, str):
        remedy = "This looks like a name: pass the parameters themselves, dict(...).values()."
    elif isinstance(one, tuple) and len(one) == 2 and isinstance(one[0], str):
        remedy = "These look like pairs of name and parameter: pass parameters() instead."
    elif isinstance(one, (list, tuple, dict)):
        remedy = "Pass one flat list: the optimizer does not look into lists in lists."
    elif any(callable(getattr(one, name, None)) for name in ("parameters", "collect_parameters")):
        remedy = "Pass the module itself, or model.parameters(); of several, join the lists by +."
    elif isinstance(one, (np.ndarray, np.generic, int, float)):
        remedy = "Plain numbers keep no gradient: make it by adlearn.tensor(...)."
    else:
        remedy = "A parameter keeps its value in `data` or `value`, and its gradient in `grad`."
    raise TrainingError(f"number {place} in the list is no parameter, but of type {kind}. {remedy}")


def place_of(parameter: Any) -> str:
    """Say where a parameter keeps its value; an empty string if it is none."""
    if isinstance(parameter, (np.ndarray, np.generic, type)):  # whose `data` is something else
        return ""
    keeps = hasattr(type(parameter), "grad") or "grad" in getattr(parameter, "__dict__", {})
    return next((name for name in PLACES if keeps and hasattr(parameter, name)), "")


def is_array_of_nodes(parameter: Any) -> bool:
    """Say whether something is an array whose every element is a parameter."""
    return (
        isinstance(parameter, np.ndarray)
        and parameter.dtype == object
        and parameter.size > 0
        and all(map(place_of, parameter.flat))
    )


def value(parameter: Any) -> Any:
    """Give the value of a parameter as a plain array."""
    if isinstance(parameter, np.ndarray):
        return of_each(parameter, [value(node) for node in parameter.flat])
    return plain(getattr(parameter, place_of(parameter)))


def assign(parameter: Any, new: Any) -> None:
    """Put another value into a parameter, of the kind that was there."""
    if isinstance(parameter, np.ndarray):
        for node, number in zip(parameter.flat, np.ravel(new), strict=True):
            assign(node, number)
        return
    place = place_of(parameter)
    kept = getattr(parameter, place)
    if isinstance(kept, (int, float)):
        new = float(new)
    elif isinstance(kept, np.ndarray):  # also of shape (), of which arithmetic makes a number
        new = np.asarray(new)
    setattr(parameter, place, new)


def gradient(parameter: Any) -> Any:
    """Give the gradient of a parameter as a plain array; None where nothing has arrived yet."""
    if isinstance(parameter, np.ndarray):
        several = [gradient(node) for node in parameter.flat]
        return of_each(parameter, several) if any(one is not None for one in several) else None
    found = parameter.grad
    # A node of numbers says 0 where no walk has arrived, and here that it has not.
    found = getattr(parameter, "gradient_if_computed", found)
    return None if found is None else plain(found)


def set_gradient(parameter: Any, new: Any) -> None:
    """Put another gradient into a parameter."""
    if isinstance(parameter, np.ndarray):
        for node, number in zip(parameter.flat, np.ravel(new), strict=True):
            node.grad = float(number)
        return
    parameter.grad = float(new) if isinstance(parameter.grad, (int, float)) else new


def forget_gradient(parameter: Any) -> None:
    """Set the gradient of a parameter back: to what its own `zero_grad` says, or to 0."""
    if isinstance(parameter, np.ndarray):
        for node in parameter.flat:
            forget_gradient(node)
    elif callable(getattr(parameter, "zero_grad", None)):
        parameter.zero_grad()
    elif hasattr(parameter, "gradient_if_computed"):
        parameter.grad = None
    elif parameter.grad is not None:
        kept = plain(parameter.grad)  # not times 0, which of nan is nan
        kind = kept.dtype if kept.dtype.kind in "fc" else float
        parameter.grad = np.zeros(kept.shape, kind) if kept.ndim else 0.0


def of_each(nodes: np.ndarray, found: list[Any]) -> np.ndarray:
    """Make an array of what was found at each node of an array."""
    return np.array([0.0 if one is None else float(one) for one in found]).reshape(nodes.shape)


def plain(number: Any) -> Any:
    """Give an array, or a number, of what holds its numbers in one way or another."""
    if hasattr(number, "numpy"):
        number = number.numpy()
    while hasattr(number, "value"):  # of a derivative that can be differentiated again
        number = number.value
    return np.asarray(number)


def copied(owners: list[Any], parameters: list[Any], memo: dict[int, Any]) -> Any:
    """Make deep copies of objects whose parameters become parameters of their own; give the first.
    The copy of a tensor or a node alone is computed from it, so that derivatives are not lost.

    All are there before one of them is filled, so those in each other are not gone into."""
    for parameter in parameters:
        for node in parameter.flat if isinstance(parameter, np.ndarray) else [parameter]:
            node = getattr(node, "__parameter__", node)
            if hasattr(node, "__deepcopy__") and id(node) not in memo:
                make, arguments = node.__reduce__()
                memo[id(node)] = make(*copy.deepcopy(arguments, memo))
    missing = [owner for owner in owners if id(owner) not in memo]
    memo.update({id(owner): object.__new__(type(owner)) for owner in missing})
    for owner in missing:
        vars(memo[id(owner)]).update(copy.deepcopy(vars(owner), memo))
    return memo[id(owners[0])]


def numeral(number: Any, name: str, accepted: Callable[[Any], bool], remedy: str) -> float:
    """Give a setting as a Python number, which leaves the precision of arrays as it is; refuse what
    is not accepted."""
    if not isinstance(number, (int, float, np.number)) or not accepted(number):
        raise TrainingError(f"{name} should be {remedy}, and is {number!r}.")
    return float(number)
