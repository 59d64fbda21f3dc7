"""Whether two traces of a function are one program: or else it does something besides computing,
such as drawing random numbers, reading a clock or counting its calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from adlearn.derivatives.containers import leaves_of
from adlearn.programs.lines import Equation, Guard, Var
from adlearn.programs.tracing import Recording


def difference(one: Recording, other: Recording) -> str | None:
    """Say in what two recordings differ; None if they are one program.

    Examples
    --------
    >>> from adlearn.programs.tracing import trace
    >>> calls = []
    >>> def f(x):
    ...     calls.append(x)
    ...     return x * len(calls)
    >>> difference(trace(f, (1.5,), {}), trace(f, (2.5,), {}))
    'a constant was 1, and is 2'
    """
    if len(one.lines) != len(other.lines):
        return f"there were {len(one.lines)} lines, and are {len(other.lines)}"
    for a, b in zip(one.lines, other.lines, strict=True):
        if isinstance(a, Guard) or isinstance(b, Guard):
            if not (isinstance(a, Guard) and isinstance(b, Guard) and a.outcome == b.outcome):
                return "a branch went another way"
            continue
        assert isinstance(a, Equation) and isinstance(b, Equation)
        if not same_function(a.function, b.function):
            return "another operation was done"
        found = different((a.args, a.kwargs), (b.args, b.kwargs))
        if found:
            return found
    return different(one.outputs, other.outputs)


#: How far the numbers of a program may be from the engine's, by the bytes of a number: many times
#: what the order of operations changes.
ROUNDING = {2: 3e-2, 4: 1e-3, 8: 1e-6, 16: 1e-6}


def other_numbers(found: Any, right: Any, on_the_way: Iterable[Any], *, kinds: bool = True) -> str:
    """Say in what the answer of a program differs from that of the function; empty if in nothing.

    Parameters
    ----------
    found, right : object
        Numbers and arrays, in containers of the same form.
    on_the_way : iterable
        Values of the computation: how large they are says what rounding may come to.
    kinds : bool, optional
        Whether the classes and dtypes have to be the same, too.

    Examples
    --------
    >>> other_numbers([1.0], [1.0 + 1e-12], []), other_numbers([1.0], [np.float64(1.0)], [])
    ('', 'an answer was a float, and is a float64')
    """
    scale = 0.0
    for thing in (right, *on_the_way):
        for leaf in leaves_of(thing)[0]:
            if isinstance(leaf, (np.ndarray, np.generic, float, complex)):
                size = np.abs(np.asarray(leaf)) if np.asarray(leaf).dtype.kind in "fc" else 0.0
                scale = max(scale, np.max(size, initial=0.0, where=np.isfinite(size)))
    if len(leaves_of(found)[0]) != len(leaves_of(right)[0]):
        return "an answer had another form"
    for a, b in zip(leaves_of(found)[0], leaves_of(right)[0], strict=True):
        if kinds and type(a) is not type(b):
            return f"an answer was a {type(a).__name__}, and is a {type(b).__name__}"
        if not isinstance(a, (np.ndarray, np.generic, float, complex)):
            if isinstance(a, (int, str, bytes)) and a != b:
                return f"an answer was {short(a)}, and is {short(b)}"
            continue
        x, y = np.asarray(a), np.asarray(b)
        if (kinds and x.dtype != y.dtype) or x.shape != y.shape:
            return f"an answer was {x.dtype} {x.shape}, and is {y.dtype} {y.shape}"
        room = ROUNDING.get(x.dtype.itemsize // (1 + (x.dtype.kind == "c")), 1e-6)
        exact = x.dtype.kind not in "fc"
        with np.errstate(all="ignore"):
            same = (
                np.array_equal(x, y)
                if exact
                else np.allclose(x, y, room, room * float(scale), equal_nan=True)
            )
        if not same:
            return f"an answer was {short(a)}, and is {short(b)}"
    return ""


def same_function(a: Any, b: Any) -> bool:
    """Say whether two functions are the same, or were made of the same code."""
    return a == b or getattr(a, "__code__", a) is getattr(b, "__code__", b)


def different(a: Any, b: Any) -> str | None:
    """Say in what two arguments differ."""
    if isinstance(a, (tuple, list)) and a.__class__ is b.__class__ and len(a) == len(b):
        pairs = [different(x, y) for x, y in zip(a, b, strict=True)]
        return next((found for found in pairs if found), None)
    if isinstance(a, dict) and isinstance(b, dict) and list(a) == list(b):
        return different(list(a.values()), list(b.values()))
    if isinstance(a, slice) and isinstance(b, slice):
        return different([a.start, a.stop, a.step], [b.start, b.stop, b.step])
    if isinstance(a, Var) and isinstance(b, Var):
        same = (a.number, a.shape, a.dtype, a.kind) == (b.number, b.shape, b.dtype, b.kind)
        return None if same else "a value had another form"
    if isinstance(a, (np.ndarray, np.generic)) and isinstance(b, (np.ndarray, np.generic)):
        same = a.dtype == b.dtype and a.shape == b.shape and same_numbers(a, b)
    elif callable(a) and callable(b):
        same = same_function(a, b)
    else:
        same = a is b or (a.__class__ is b.__class__ and (a == b or (a != a and b != b)))
    return None if same else f"a constant was {short(a)}, and is {short(b)}"


def same_numbers(a: Any, b: Any) -> bool:
    numbers = a.dtype.kind in "fc"
    return bool(np.array_equal(a, b, equal_nan=True) if numbers else np.array_equal(a, b))


def short(thing: Any) -> str:
    text = " ".join(repr(thing).split())
    return text if len(text) < 40 else text[:39] + "…"
