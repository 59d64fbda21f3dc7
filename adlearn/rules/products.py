"""A product is linear in each factor, so its derivative by a factor is a product of the others with
the cotangent; a rule only says which.

`dot` and `matmul` of vectors and matrices are what programs spend their time in: these cases come
first and are written out. All the rest is `tensordot`, `einsum`, or made of products of elements.
"""

from __future__ import annotations

import string
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, conj, dtype_of, real_dtype, refuse_out, swapped
from adlearn.rules.shapes import astype, copy_
from adlearn.tensors.broadcasting import unbroadcast
from adlearn.tensors.constructors import bilinear, linear, multilinear
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import value_of

# dot and matmul


def adjoint_of_left(g, x, y):
    """The cotangent of `x` in `x @ y`, both vectors or matrices."""
    if y.ndim == 2:
        return g @ y.T if x.ndim == 2 else y @ g
    return g[:, None] * y if x.ndim == 2 else g * y


def adjoint_of_right(g, x, y):
    """The cotangent of `y` in `x @ y`, both vectors or matrices."""
    if x.ndim == 2:
        return x.T @ g
    return x[:, None] * g if y.ndim == 2 else g * x


def dot_adjoint_x(g, x, y):
    if x.__class__ is y.__class__ is np.ndarray and x.ndim == y.ndim == 1:
        return g * y
    nx, ny = x.ndim, y.ndim
    if 0 < nx <= 2 and 0 < ny <= 2:
        return adjoint_of_left(g, x, y)
    if nx == 0 or ny == 0:
        return unbroadcast(g * y, np.shape(x))
    summed = max(ny - 2, 0)
    free = [axis for axis in range(ny) if axis != summed]
    return np.tensordot(g, y, (list(range(nx - 1, nx + ny - 2)), free))


def dot_adjoint_y(g, x, y):
    if x.__class__ is y.__class__ is np.ndarray and x.ndim == y.ndim == 1:
        return g * x
    nx, ny = x.ndim, y.ndim
    if 0 < nx <= 2 and 0 < ny <= 2:
        return adjoint_of_right(g, x, y)
    if nx == 0 or ny == 0:
        return unbroadcast(g * x, np.shape(y))
    lead = list(range(nx - 1))
    return np.moveaxis(np.tensordot(x, g, (lead, lead)), 0, max(ny - 2, 0))


def matmul_adjoint_x(g, x, y):
    nx, ny = x.ndim, y.ndim
    if nx <= 2 and ny <= 2:
        return adjoint_of_left(g, x, y)
    if ny == 1:
        return g[..., None] * y
    if nx == 1:
        return unbroadcast(np.matmul(y, g[..., None])[..., 0], np.shape(x))
    return unbroadcast(np.matmul(g, swapped(y)), np.shape(x))


def matmul_adjoint_y(g, x, y):
    nx, ny = x.ndim, y.ndim
    if nx <= 2 and ny <= 2:
        return adjoint_of_right(g, x, y)
    if ny == 1:
        return unbroadcast(np.matmul(g[..., None, :], x)[..., 0, :], np.shape(y))
    if nx == 1:
        return unbroadcast(x[:, None] * g[..., None, :], np.shape(y))
    if ny == 2:  # one matrix for a whole batch: all rows at once
        lead = list(range(nx - 1))
        return np.tensordot(x, g, (lead, lead))
    return unbroadcast(np.matmul(swapped(x), g), np.shape(y))


dot_ = bilinear(np.dot, dot_adjoint_x, dot_adjoint_y, name="dot")
matmul_ = bilinear(np.matmul, matmul_adjoint_x, matmul_adjoint_y, name="matmul")
dot_.fresh = matmul_.fresh = True


@implements(np.dot)
def dot(a, b, out=None):
    """Multiply like `np.dot`."""
    refuse_out(out)
    return dot_(as_array(a), as_array(b))


implements(np.matmul)(matmul_)  # itself, not a wrapper: tensors write `@` out


implements(np.linalg.matmul)(lambda x1, x2, /: matmul_(as_array(x1), as_array(x2)))


@implements(np.vdot)
def vdot(a, b, /):
    """Multiply two vectors, the first of them conjugated."""
    return dot_(conj(np.reshape(as_array(a), -1)), np.reshape(as_array(b), -1))


@implements(np.vecdot, np.linalg.vecdot)
def vecdot(x1, x2, /, out=None, *, axis=-1):
    """Multiply the vectors along an axis, the first conjugated."""
    refuse_out(out)
    x1, x2 = (np.moveaxis(as_array(x), axis, -1) for x in (x1, x2))
    return einsum("...i,...i->...", conj(x1), x2)


# Sums over chosen axes


def free_axes(x, taken: Sequence[int]) -> list[int]:
    """The axes that are not summed over, in order."""
    return [axis for axis in range(np.ndim(x)) if axis not in taken]


def in_order_of(x, axes: list[int]):
    """Transpose back what has the axes of the wanted array in this order."""
    return np.transpose(x, sorted(range(len(axes)), key=axes.__getitem__))


def tensordot_adjoint_x(g, x, y, of_x, of_y):
    free_x, free_y = free_axes(x, of_x), free_axes(y, of_y)
    product = tensordot_(g, y, tuple(range(len(free_x), np.ndim(g))), tuple(free_y))
    return in_order_of(product, free_x + [of_x[of_y.index(axis)] for axis in sorted(of_y)])


def tensordot_adjoint_y(g, x, y, of_x, of_y):
    free_x, free_y = free_axes(x, of_x), free_axes(y, of_y)
    product = tensordot_(x, g, tuple(free_x), tuple(range(len(free_x))))
    return in_order_of(product, [of_y[of_x.index(axis)] for axis in sorted(of_x)] + free_y)


tensordot_ = bilinear(
    lambda x, y, of_x, of_y: np.tensordot(x, y, (of_x, of_y)),
    tensordot_adjoint_x,
    tensordot_adjoint_y,
    name="tensordot",
)
outer_ = bilinear(np.outer, lambda g, x, y: g @ y, lambda g, x, y: x @ g, name="outer")


@implements(np.tensordot, np.linalg.tensordot)
def tensordot(a, b, axes=2):
    """Sum the product over pairs of axes."""
    a, b = as_array(a), as_array(b)
    try:
        of_a, of_b = axes
    except TypeError:
        of_a, of_b = range(-axes, 0), range(axes)
    of_a, of_b = ([axes] if np.ndim(axes) == 0 else axes for axes in (of_a, of_b))
    of_a, of_b = normalize_axis_tuple(of_a, np.ndim(a)), normalize_axis_tuple(of_b, np.ndim(b))
    return tensordot_(a, b, of_a, of_b)


@implements(np.inner)
def inner(a, b, /):
    """Sum the product over the last axis of both."""
    a, b = as_array(a), as_array(b)
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return a * b
    return dot_(a, b) if np.ndim(b) == 1 else tensordot(a, b, (-1, -1))


@implements(np.outer, np.linalg.outer)
def outer(a, b, out=None):
    """Multiply each element of one vector by each of the other."""
    refuse_out(out)
    return outer_(np.reshape(as_array(a), -1), np.reshape(as_array(b), -1))


@implements(np.kron)
def kron(a, b):
    """Put a whole `b`, multiplied, in place of each element of `a`."""
    a, b = as_array(a), as_array(b)
    n = max(np.ndim(a), np.ndim(b))
    shape_a, shape_b = ((1,) * (n - np.ndim(x)) + np.shape(x) for x in (a, b))
    spread_a = np.reshape(a, [size for p in shape_a for size in (p, 1)])
    spread_b = np.reshape(b, [size for q in shape_b for size in (1, q)])
    return np.reshape(spread_a * spread_b, [p * q for p, q in zip(shape_a, shape_b, strict=True)])


# einsum: a product by any letters


def einsum_adjoint(place: int, g, subscripts: str, *operands, optimize=False):
    """Contract the cotangent with the other operands, to the letters of this one.

    Three things can be in the way. A letter that stands twice in this operand means a diagonal: the
    second gets a new name, and a unit matrix ties both. A letter that nothing else has in full
    length was summed, or stretched something else: ones bring it in. And an axis of length 1 that
    was stretched itself is summed.
    """
    inputs, answer = subscripts.split("->")
    terms = inputs.split(",")
    mine, shape = terms[place - 1], np.shape(operands[place - 1])
    others = [(answer, g)] + [
        pair for i, pair in enumerate(zip(terms, operands, strict=True)) if i != place - 1
    ]
    if 0 in shape:
        return np.zeros(shape, real_dtype(g))
    lengths: dict[str, int] = {}
    for letters, array in others:
        for letter, n in zip(letters, np.shape(array), strict=True):
            lengths[letter] = n if lengths.get(letter, 1) == 1 else lengths[letter]
    unused = iter(sorted(set(string.ascii_letters) - set(subscripts)))
    dtype, wanted = real_dtype(g), ""
    for i, (letter, n) in enumerate(zip(mine, shape, strict=True)):
        if letter in mine[:i]:
            new = next(unused)
            others.append((letter + new, np.eye(n, dtype=dtype)))
            wanted += new
        elif n == 1 and lengths.get(letter) != 1:
            continue
        else:
            wanted += letter
            if lengths.get(letter) != n:
                others.append((letter, np.ones(n, dtype)))
    text = ",".join(letters for letters, _ in others) + "->" + wanted
    arrays = [array for _, array in others]
    product = einsum_(text, *arrays, optimize=optimize or len(arrays) > 2)
    return np.reshape(product, shape) if np.shape(product) != shape else product


einsum_ = multilinear(np.einsum, einsum_adjoint, first=1, name="einsum")


@implements(np.einsum)
def einsum(*operands, out=None, optimize=False, dtype=None, order="K", casting="safe"):
    """Sum the product by letters, in any of NumPy's notations."""
    refuse_out(out)
    if isinstance(operands[0], str):
        subscripts, arrays = operands[0], [as_array(x) for x in operands[1:]]
    else:
        subscripts, arrays = from_sublists(operands)
    text = explicit(subscripts, [np.ndim(x) for x in arrays])
    inputs, _, letters = text.partition("->")
    if dtype is not None and not set(inputs) <= set(letters):  # a mere view keeps its dtype
        if not all(np.can_cast(dtype_of(x), dtype, casting) for x in arrays):
            raise TypeError(f"einsum: cannot cast the operands to {dtype} by rule {casting!r}")
        arrays = [astype(x, dtype) for x in arrays]
    options = {} if optimize is False else {"optimize": optimize}
    answer = einsum_(text, *arrays, **options)
    return answer if order == "K" else copy_(answer, order)


@implements(np.einsum_path)
def einsum_path(*operands, einsum_call: bool = False, **options):
    """Give the order of the products: a fact about shapes."""
    if einsum_call:
        raise MissingRule(
            "np.einsum_path gives the operands back with einsum_call=True: leave it out."
        )
    return np.einsum_path(*map(value_of, operands), **options)


def from_sublists(operands: Sequence[Any]) -> tuple[str, list[Any]]:
    """Turn `x, [0, 1], y, [1, 2], [0, 2]` into letters.

    Examples
    --------
    >>> from_sublists(([5.0], [0], [6.0], [Ellipsis], [0]))[0]
    'A,...->A'
    """

    def letters(sublist) -> str:
        return "".join("..." if i is Ellipsis else LETTERS[i] for i in sublist)

    pairs = len(operands) // 2
    text = ",".join(letters(operands[2 * i + 1]) for i in range(pairs))
    if len(operands) % 2:
        text += "->" + letters(operands[-1])
    return text, [as_array(operands[2 * i]) for i in range(pairs)]


LETTERS = string.ascii_uppercase + string.ascii_lowercase  # in the order of their code, as NumPy's


def explicit(subscripts: str, ndims: Sequence[int]) -> str:
    """Write out what `einsum` leaves implicit: the answer's letters, and the axes behind `...`.

    Examples
    --------
    >>> explicit("ij,jk", [2, 2])
    'ij,jk->ik'
    >>> explicit("...i,i", [3, 1])
    'ABi,i->AB'
    """
    inputs, arrow, answer = subscripts.replace(" ", "").partition("->")
    terms = inputs.split(",")
    if "." not in inputs and arrow:
        return f"{inputs}->{answer}"
    if not arrow:
        named = inputs.replace(",", "").replace(".", "")
        answer = "".join(letter for letter in sorted(set(named)) if named.count(letter) == 1)
        answer = "..." * ("." in inputs) + answer
    unused = [letter for letter in LETTERS if letter not in subscripts]
    hidden = [
        n - len(term) + 3 if "..." in term else 0 for term, n in zip(terms, ndims, strict=True)
    ]
    names = "".join(unused[: max(hidden)]) if max(hidden) > 0 else ""
    terms = [
        term.replace("...", names[len(names) - n :]) for term, n in zip(terms, hidden, strict=True)
    ]
    return ",".join(terms) + "->" + answer.replace("...", names)


# cross and trace

cross_ = bilinear(
    np.cross,
    lambda g, x, y: unbroadcast(np.cross(y, g), np.shape(x)),
    lambda g, x, y: unbroadcast(np.cross(g, x), np.shape(y)),
    name="cross",
)


@implements(np.cross)
def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """Multiply vectors in space; a vector in the plane has third component 0."""
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = np.moveaxis(as_array(a), axisa, -1), np.moveaxis(as_array(b), axisb, -1)
    sizes = np.shape(a)[-1], np.shape(b)[-1]
    if sizes == (3, 3):
        return np.moveaxis(cross_(a, b), -1, axisc)
    with warnings.catch_warnings(action="ignore"):
        np.cross(*map(np.ones, sizes))  # it refuses what it refuses, in newer versions the plane
    a, b = ([x[..., i] for i in range(size)] for x, size in zip((a, b), sizes, strict=True))
    third = a[0] * b[1] - a[1] * b[0]
    if sizes == (2, 2):
        return third
    others = (a[1] * b[2], -a[0] * b[2]) if sizes == (2, 3) else (-a[2] * b[1], a[2] * b[0])
    return np.stack([*others, third], axis=axisc)


@implements(np.linalg.cross)
def linalg_cross(x1, x2, /, *, axis=-1):
    """Multiply vectors in space."""
    x1, x2 = as_array(x1), as_array(x2)
    np.linalg.cross(*(np.ones(np.shape(x)[axis]) for x in (x1, x2)))  # it refuses the plane
    return cross(x1, x2, axis=axis)


def trace_adjoint(g, x, offset: int = 0, axis1: int = 0, axis2: int = 1):
    unit = np.eye(np.shape(x)[axis1], np.shape(x)[axis2], offset, dtype=bool)
    return np.moveaxis(g[..., None, None] * unit, (-2, -1), (axis1, axis2))


trace_ = linear(np.trace, trace_adjoint, name="trace")


@implements(np.trace)
def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    """Sum a diagonal."""
    refuse_out(out)
    a = as_array(a)
    return trace_(a if dtype is None else astype(a, dtype), offset, axis1, axis2)


implements(np.linalg.trace)(lambda x, /, *, offset=0, dtype=None: trace(x, offset, -2, -1, dtype))
