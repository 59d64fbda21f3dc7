"""The derivative of a determinant by each element is its cofactor.

Away from singular matrices the cofactors are `det * inv.T`; near them they come from the singular
values, as products without division. There a determinant has two derivatives, and a third one is
refused.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from adlearn.errors import MissingRule
from adlearn.rules.arrays_asked import as_array, conj, is_complex, real, swapped
from adlearn.rules.decompositions import hermitian
from adlearn.rules.reductions import products_without_one
from adlearn.rules.undetermined import diagonal, unit, without
from adlearn.tensors.constructors import of_matrices
from adlearn.tensors.dispatch import implements
from adlearn.tensors.primitive import applied, carries_derivative, value_of

SlogdetResult = type(np.linalg.slogdet(np.eye(1)))


def nearly_singular(x) -> bool:
    """Say whether dividing by the smallest singular value of some matrix would cost its digits."""
    condition = applied(condition_numbers, value_of(x))
    return bool(np.any(condition > np.finfo(condition.dtype).eps ** -0.25))


def condition_numbers(x):
    """Give the condition of each plain matrix; infinite if one of them has no inverse."""
    try:
        inverse = np.linalg.inv(x)
    except np.linalg.LinAlgError:
        return np.full(np.shape(x)[:-2], np.inf, x.dtype.type(0).real.dtype)[()]
    return np.linalg.norm(x, axis=(-2, -1)) * np.linalg.norm(inverse, axis=(-2, -1))


def products_without_two(s: np.ndarray) -> np.ndarray:
    """Give the product of all but the numbers i and j in row i and column j."""
    return products_without_one(np.where(unit(s), 1.0, s[..., None, :]))


def with_signs(x) -> tuple[Any, Any, Any, Any]:
    """Decompose plain matrices, and give the factor by which this multiplied the determinant."""
    u, s, vh = np.linalg.svd(x)
    sign = np.linalg.det(u) * np.linalg.det(vh)
    return u, s, vh, sign[..., None, None]


def plain_cofactors(x):
    u, s, vh, sign = with_signs(x)
    return sign * ((conj(u) * products_without_one(s)[..., None, :]) @ conj(vh))


def change_of_cofactors(v, ans, x):
    """The change of the cofactors with a change `v` of the matrix: a symmetric map, so that push
    and pull are the same.

    In the coordinates of the singular vectors the matrix is diagonal, and there the cofactors are
    products of all singular values but one, whose changes are products of all but two. What stands
    on the diagonal of these cancels.
    """
    if carries_derivative(x):
        raise MissingRule(
            "det has two derivatives here at a matrix that is nearly singular, and no third one. "
            "Write the determinant out as a sum of products if you need it."
        )
    u, s, vh, sign = with_signs(x)
    pairs = products_without_two(s)
    inner = hermitian(u) @ v @ hermitian(vh)
    diagonals = (pairs @ diagonal(inner)[..., None]) * unit(inner)
    return sign * (conj(u) @ (diagonals - pairs * swapped(inner)) @ conj(vh))


cofactors_ = of_matrices(plain_cofactors, (change_of_cofactors,), (change_of_cofactors,))


def cofactors(det, x):
    """The derivative of the determinant by each element."""
    if nearly_singular(x):
        return cofactors_(x)
    return det[..., None, None] * swapped(np.linalg.inv(x))


det_ = of_matrices(
    np.linalg.det,
    (lambda g, ans, x: g[..., None, None] * cofactors(ans, x),),
    (lambda v, ans, x: np.sum(cofactors(ans, x) * v, axis=(-2, -1)),),
    name="det",
)


def inverse_or_nan(sign, x):
    """Invert the matrices that are not singular."""
    return np.linalg.inv(without(x, (value_of(sign) == 0)[..., None, None]))


def slogdet_pull(g, ans, x):
    slope = real(g[1])
    if is_complex(x):
        slope = slope + 1j * np.imag(g[0] * ans[0])
    return slope[..., None, None] * swapped(inverse_or_nan(ans[0], x))


def slogdet_push(v, ans, x):
    change = np.sum(swapped(inverse_or_nan(ans[0], x)) * v, axis=(-2, -1))
    if is_complex(change):
        return 1j * np.imag(change) * ans[0], np.real(change)
    return change * 0, change


slogdet_ = of_matrices(
    lambda x: tuple(np.linalg.slogdet(x)),
    (slogdet_pull,),
    (slogdet_push,),
    name="slogdet",
    outputs=2,
)


implements(np.linalg.det)(lambda a: det_(as_array(a)))
implements(np.linalg.slogdet)(lambda a: SlogdetResult(*slogdet_(as_array(a))))
