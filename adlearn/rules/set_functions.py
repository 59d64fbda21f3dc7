"""Sets of numbers: which elements they hold are facts, which do not change a little when the
numbers do. The elements are taken from the arrays; of equal ones, the first gets the derivative.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from adlearn.rules.arrays_asked import as_array
from adlearn.rules.indexing import getitem, sort
from adlearn.rules.joining import concatenate, concatenate_
from adlearn.rules.order_statistics import unique
from adlearn.rules.shapes import astype, reshape_
from adlearn.tensors.dispatch import constant, implements
from adlearn.tensors.primitive import value_of


def flat(x):
    """Give all elements in a row."""
    return reshape_(as_array(x), (-1,))


def first_of_each(x, values):
    """Take from `x` the elements that have these values: each once, in this order."""
    plain = np.asarray(value_of(x))
    order = np.argsort(plain, kind="stable")
    return getitem(x, order[np.searchsorted(plain[order], values)])


implements(np.union1d)(lambda ar1, ar2: unique(concatenate((ar1, ar2), axis=None)))


@implements(np.intersect1d)
def intersect1d(ar1, ar2, assume_unique: bool = False, return_indices: bool = False):
    """Give the elements that both arrays have, as those of the first one."""
    found, mine, theirs = np.intersect1d(value_of(ar1), value_of(ar2), assume_unique, True)
    # NumPy believes that they are unique, and where they are not finds them in both together.
    elements = concatenate_(0, flat(ar1), flat(ar2)) if assume_unique else flat(ar1)
    answer = astype(getitem(elements, mine), found.dtype)
    return (answer, mine, theirs) if return_indices else answer


@implements(np.setdiff1d)
def setdiff1d(ar1, ar2, assume_unique: bool = False):
    elements = flat(ar1) if assume_unique else unique(ar1)
    return getitem(elements, ~np.isin(value_of(elements), value_of(ar2)))


@implements(np.setxor1d)
def setxor1d(ar1, ar2, assume_unique: bool = False):
    values = np.setxor1d(value_of(ar1), value_of(ar2), assume_unique)
    return first_of_each(concatenate_(0, flat(ar1), flat(ar2)), values)


def with_values(numpy_s) -> Callable[..., Any]:
    """Make one of the newer functions, whose answers have names."""

    def function(x, /):
        found = numpy_s(value_of(x))
        if isinstance(found, np.ndarray):
            return first_of_each(flat(x), found)
        return type(found)(first_of_each(flat(x), found.values), *found[1:])

    return implements(numpy_s)(function)


for _function in (np.unique_values, np.unique_counts, np.unique_inverse, np.unique_all):
    with_values(_function)


implements(np.sort_complex)(lambda a: astype(sort(a), np.sort_complex(value_of(a)).dtype))


constant(np.isin)
