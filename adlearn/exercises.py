"""What the tutorials' exercises are checked with: one number, or several, beside what is right.

    compare(2.0 * 3, 6, "the derivative of x² at 3")

It says "Right" or what is different, and raises nothing: a notebook goes on.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["compare", "compare_functions"]


def compare(mine: Any, right: Any, of: str = "it", room: float = 1e-6) -> None:
    """Say whether numbers are what they should be.

    Parameters
    ----------
    mine, right : number, or sequence of them, nested as you like
        What you have, and what it should be.
    of : str
        What they are of, as the sentence should call it.
    room : float
        By how much each may be off, relative to its size, or absolutely below 1.

    Examples
    --------
    >>> compare(6.0, 6, "the slope at 3")
    Right: the slope at 3 is 6.
    >>> compare([1.0, 2.5], [1, 2], "your gradient")
    Not yet: your gradient [1] is 2.5, and it should be 2.
    >>> compare(2.7182819, 2.7182818, "e", 1e-9)
    Not yet: e is 2.7182819, and it should be 2.7182818.
    >>> compare(None, 2.0, "f(1)")
    Not yet: f(1) is None. Nothing was put there, or there is no `return`.
    """
    of = of.rstrip(" ,.:")
    problem = _difference(mine, right, of, room)
    print(f"Not yet: {problem}" if problem else f"Right: {of} is {_shown(right)}.")


def compare_functions(
    mine: Callable[..., Any],
    right: Callable[..., Any],
    inputs: Iterable[Any],
    of: str = "your function",
    room: float = 1e-6,
) -> None:
    """Say whether a function gives what another one gives, and where first it does not.

    Parameters
    ----------
    mine, right : callable
        What you have, and what gives the right numbers.
    inputs : iterable
        Each is an argument, or a tuple of them.
    of, room
        As for `compare`.

    Examples
    --------
    >>> compare_functions(lambda x: 2 * x, lambda x: x + x, [1, 2.5], "double")
    Right: double, at all of 2 places.
    >>> compare_functions(lambda x: x * x, lambda x: 2 * x, [2, 3], "double")
    Not yet: double at 3 is 9, and it should be 6.
    """
    of = of.rstrip(" ,.:")
    places = [one if isinstance(one, tuple) else (one,) for one in inputs]
    for place in places:
        at = f"{of} at {', '.join(map(_shown, place))}"
        try:
            found = mine(*place)
        except NotImplementedError:
            print(f"Not written yet: {of}.")
            return
        except Exception as error:
            print(f"Not yet: {at} stops with {type(error).__name__}: {error}")
            return
        if problem := _difference(found, right(*place), at, room):
            print(f"Not yet: {problem}")
            return
    many = f"at all of {len(places)} places" if len(places) > 1 else f"at {_shown(places[0][0])}"
    print(f"Right: {of}, {many}.")


def _difference(mine: Any, right: Any, of: str, room: float) -> str:
    """Give a sentence about the first difference, or nothing."""
    if mine is None:
        return f"{of} is None. Nothing was put there, or there is no `return`."
    mine, right = _plain(mine), _plain(right)
    if isinstance(right, list):
        if not isinstance(mine, list):
            return f"{of} is {_shown(mine)}, and it should be a list of {len(right)}."
        if len(mine) != len(right):
            return f"{of} has the length {len(mine)}, and it should have {len(right)}."
        found = (
            _difference(one, other, f"{of} [{k}]", room)
            for k, (one, other) in enumerate(zip(mine, right, strict=True))
        )
        return next(filter(None, found), "")
    if isinstance(mine, list):
        return f"{of} is a list of {len(mine)}, and it should be one number."
    try:
        number = float(mine)
    except (TypeError, ValueError):
        return f"{of} is of type {type(mine).__name__}, and it should be a number."
    close = math.isclose(number, float(right), rel_tol=room, abs_tol=room)
    both_nan = math.isnan(number) and math.isnan(float(right))
    if close or both_nan:
        return ""
    digits = next(n for n in (7, 10, 13, 17) if f"{number:.{n}g}" != f"{right:.{n}g}" or n == 17)
    return f"{of} is {number:.{digits}g}, and it should be {right:.{digits}g}."


def _plain(value: Any) -> Any:
    """Give lists for tuples and arrays, and the number inside of a traced value."""
    while hasattr(value, "numpy") or type(value).__name__ in ("AutogradValue", "ForwardValue"):
        value = value.numpy() if hasattr(value, "numpy") else value.value
    if hasattr(value, "tolist"):
        value = value.tolist()
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _shown(value: Any) -> str:
    value = _plain(value)
    if isinstance(value, list):
        some = [_shown(one) for one in value[:6]]
        return f"[{', '.join(some + ['...'] * (len(value) > 6))}]"
    return f"{value:.7g}" if isinstance(value, (int, float)) else repr(value)
