"""Reads a node of a class nobody knows, by the names such classes use: its value, what it was
computed from, and how.

A student's class is read as it is, half-finished or wrong: an attribute that is missing, or that
raises when it is read, is missing in the reading too.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

MISSING = object()

#: A broken `parents` may never end.
MAX_PARENTS = 100_000

VALUE_NAMES = ("value", "data", "val", "_value", "cached_data")
PARENT_NAMES = ("parents", "_parents", "_children", "_prev", "prev", "children", "inputs")
GRADIENT_NAMES = ("grad", "_grad", "gradient", "derivative")
OPERATION_NAMES = ("_op", "op", "operation")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What an adapter found in one object.

    Attributes
    ----------
    value : object
        A number or an array; the text `"?"` where it is not known.
    parents : tuple
        The objects it was computed from, in order: nodes, or plain numbers.
    operation : str
        The name of the operation; empty for something that was not computed.
    gradient : object or None
        None if it was never computed.
    partials : tuple
        The local derivative by each parent, None where it is unknown or the parent is a constant.
        Leave it empty if none is known.
    tangent : object or None
        The derivative that forward mode carries along with the value.
    name : str or None
        What its maker called it.
    source : str or None
        The line of the program that made it.
    group : str or None
        The loop, module or call it belongs to.
    level : int
        The nesting level of the derivative it belongs to.
    pull : callable or None
        For arrays, where no number says it all: takes the cotangent of this node and returns the
        message to each parent, None for a constant.
    gradient_starts_at_zero : bool
        Whether the class sets gradients to 0 before any is computed. Such a 0 is shown as not
        computed until the output has a gradient.
    """

    value: Any = "?"
    parents: tuple[Any, ...] = ()
    operation: str = ""
    gradient: Any = None
    partials: tuple[Any, ...] = ()
    tangent: Any = None
    name: str | None = None
    source: str | None = None
    group: str | None = None
    level: int = 0
    pull: Callable[[Any], tuple[Any, ...]] | None = None
    gradient_starts_at_zero: bool = False


def read(thing: Any, *names: str) -> Any:
    """Read the first of several attributes that can be read; `MISSING` if none can."""
    for name in names:
        try:
            return getattr(thing, name)
        except Exception:
            continue
    return MISSING


def has(thing: Any, *names: str) -> bool:
    """Say whether an object or its class names one of these attributes, readable or not."""
    kind = type(thing)
    for name in names:
        if hasattr(kind, name):
            return True
    kept = read(thing, "__dict__")
    return isinstance(kept, dict) and any(name in kept for name in names)


def looks_like_a_node(thing: Any) -> bool:
    """Say whether something has parents and a value or a gradient, even if reading them raises."""
    return (
        not isinstance(thing, type)
        and has(thing, *PARENT_NAMES)
        and has(thing, *VALUE_NAMES, *GRADIENT_NAMES)
    )


def read_by_structure(thing: Any) -> Reading:
    """Read a node of a class nobody knows, by the names such classes use."""
    value = read(thing, *VALUE_NAMES)
    parents = as_parents(read(thing, *PARENT_NAMES))
    gradient = read(thing, *GRADIENT_NAMES)
    return Reading(
        value="?" if value is MISSING else value,
        parents=parents,
        operation=name_of_operation(thing),
        gradient=None if gradient is MISSING else gradient,
        partials=partials_of(thing, parents),
        name=given_name(thing),
        gradient_starts_at_zero=True,
    )


def as_parents(kept: Any) -> tuple[Any, ...]:
    """Take the parents out of a list, a tuple, a set, a generator, or a single parent."""
    if kept is MISSING or kept is None or isinstance(kept, str | bytes):
        return ()
    if looks_like_a_node(kept):
        return (kept,)
    if not isinstance(kept, Iterable):
        return ()
    found: list[Any] = []
    try:
        found.extend(itertools.islice(kept, MAX_PARENTS))
    except Exception:
        return tuple(found)
    return tuple(found)


def name_of_operation(thing: Any) -> str:
    """The operation a node names, as text, a function or an object, or else its own class."""
    named = read(thing, *OPERATION_NAMES)
    if isinstance(named, str) and named:
        return named
    if named is not MISSING and named is not None and not isinstance(named, str):
        named = read(named, "__name__") if callable(read(named, "__call__")) else MISSING
        if isinstance(named, str):
            return named.strip("_")
    return type(thing).__name__.strip("_") or "operation"


def given_name(thing: Any) -> str | None:
    """The name that the maker of a node gave it, as `label` or `name`."""
    name = read(thing, "label", "name")
    return name if isinstance(name, str) and name else None


def partials_of(thing: Any, parents: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a node's own `grads` answers, as far as it answers something usable."""
    rule = read(thing, "grads")
    varies = [looks_like_a_node(parent) for parent in parents]
    if not any(varies) or not callable(rule):
        return ()
    values = read(thing, "parent_values")
    try:
        values = list(values) if values is not MISSING else [value_in(p) for p in parents]
        answer = rule(*values)
        partials = tuple(answer) if isinstance(answer, tuple | list) else (answer,)
    except Exception:
        return ()
    if len(partials) != len(parents):
        return ()
    return tuple(p if v else None for p, v in zip(partials, varies, strict=True))


def value_in(parent: Any) -> Any:
    """The value of a parent, which may be a plain number."""
    return read(parent, *VALUE_NAMES) if looks_like_a_node(parent) else parent
