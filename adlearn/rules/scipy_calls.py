"""How SciPy's functions of matrices are called: by which names, with which options, and on stacks.

SciPy's functions take one matrix and are applied to those of a stack one after the other. So are
ours: `like` says of which arguments a stack is one, and how many dimensions one has.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array
from adlearn.tensors.constructors import elementwise_on_arrays
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import applied, array_of, value_of

#: Options that say how something is computed, and change no number.
CHECKS = (
    *("overwrite_a", "overwrite_b", "overwrite_ab", "overwrite_x", "check_finite"),
    *("lwork", "workers"),
)
#: Of the second argument of an equation: a vector, or a matrix of which each column is one.
COLUMNS = 0


def like(theirs: Callable[..., Any], **single: int) -> Callable[[Any], Any]:
    """Say that a function takes the place of SciPy's, called in every way in which that one is.

    Parameters
    ----------
    theirs : callable
    **single : int
        The arguments which may be stacks, and how many dimensions one array of them has.
    """
    signature = inspect.signature(theirs)

    def register(ours: Any) -> Any:
        known = inspect.signature(ours).parameters

        @functools.wraps(ours)
        def called(*args: Any, **kwargs: Any) -> Any:
            given = signature.bind(*args, **kwargs).arguments
            for name in [name for name in given if name not in known]:
                value, default = given.pop(name), signature.parameters[name].default
                same = value is default or (np.ndim(value) == 0 and value == default)
                if name not in CHECKS and not same:
                    raise MissingRule(
                        f"{theirs.__name__} with {name}={value!r} has no derivative. Leave {name} "
                        "out, or pass plain arrays (x.numpy()) if no derivative should go through."
                    )
            return one_by_one(theirs.__name__, ours, given, single)

        implements(theirs)(called)
        return ours

    return register


def one_by_one(name: str, ours: Any, given: dict[str, Any], single: dict[str, int]) -> Any:
    """Apply a function to what is stacked, and stack what it gives."""
    arrays = {key: as_array(given[key]) for key in single if given.get(key) is not None}
    kept = {key: np.ndim(x) - (single[key] or min(np.ndim(x), 2)) for key, x in arrays.items()}
    shape = np.broadcast_shapes(*(np.shape(x)[: kept[key]] for key, x in arrays.items()))
    if not shape:
        return ours(**given)
    if 0 in shape:
        raise MissingRule(f"{name} has no derivative of an empty stack. Leave it out.")
    for key, x in arrays.items():
        arrays[key] = np.broadcast_to(x, shape + np.shape(x)[max(kept[key], 0) :])
    answers = [
        ours(**given | {key: x[index] for key, x in arrays.items()}) for index in np.ndindex(shape)
    ]
    if not isinstance(answers[0], tuple):
        return together(answers, shape)
    found = [together(parts, shape) for parts in zip(*answers, strict=True)]
    return found if len(found) > 1 else found[0]  # a list, as SciPy gives


def together(parts: Any, shape: tuple[int, ...]) -> Any:
    stacked = np.stack(list(map(as_array, parts)))
    return np.reshape(stacked, shape + np.shape(stacked)[1:])


#: Where something is not finite the value is SciPy's, and where ours is another there is no slope.
theirs_ = elementwise_on_arrays(
    lambda ours, theirs: np.asarray(theirs, np.asarray(ours).dtype)[()],
    lambda ans, ours, theirs: np.where(
        np.isclose(value_of(ours), value_of(ans), equal_nan=True), 1.0, np.nan
    ),
    name="where_not_finite",
)


def as_theirs(answer: Any, theirs: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Give SciPy's value if something in the arguments is not finite.

    What a transform spreads, a padding leaves out or a limit is there depends on how one computes.
    """
    plain = [value_of(x) for x in (*args, *kwargs.values())]
    if all(np.all(np.isfinite(x)) for x in plain if array_of(x).dtype.kind in "fc"):
        return answer
    named = {key: value_of(x) for key, x in kwargs.items()}
    found = applied(theirs, *map(value_of, args), **named)
    return theirs_(answer, found)
