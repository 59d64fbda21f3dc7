"""Every rule for NumPy's functions keeps the promises of `rule_promises`; a row says which, and
where."""

from __future__ import annotations

import numpy as np
import pytest
import rule_rows
from rule_promises import (
    apart,
    between,
    both_modes_agree_with_differences,
    both_modes_are_linear_and_transposed_by_the_engine,
    imaginary,
    keeps_value_shape_and_dtype,
    many_tangents_agree_with_one,
    positive,
    real,
    regular,
    rising,
    row,
    second_derivatives_agree,
    taylor_agrees_with_derivatives_of_derivatives,
    unit,
)

from adlearn import tensor
from adlearn.derivatives.containers import leaves_of
from adlearn.rules import numpy_rules  # noqa: F401  the whole table
from adlearn.tensors.dispatch import CONSTANT, DISPATCH
from adlearn.tensors.node import variable

SHAPES = [(), (2, 3), (1, 2), (0, 2)]
PAIRS = [((2, 3), (3,)), ((), (2,)), ((2, 1), (1, 3)), ((0,), ()), ((2, 2), (2, 2))]

ELEMENTWISE = {
    real: "exp exp2 expm1 sin cos sinh cosh tanh degrees radians deg2rad rad2deg arctan arcsinh "
    "negative positive square sinc nan_to_num conjugate real imag real_if_close copy angle",
    positive: "log log2 log10 log1p sqrt cbrt reciprocal",
    unit: "tan arcsin arccos arctanh",
    apart: "absolute fabs modf sign",
}
ELEMENTWISE_OF_TWO = {
    (real, real): "add subtract multiply logaddexp logaddexp2",
    (real, positive): "divide arctan2 hypot",
    (positive, real): "power float_power",
    (apart, positive): "floor_divide fmod remainder copysign divmod",
}
COMPLEX = "exp sin cos tanh log sqrt square reciprocal absolute conjugate real imag negative angle "
COMPLEX += "sign arcsin arccos arctan arcsinh arccosh arctanh log1p expm1 sinc"

NEWER = hasattr(np, "matvec")  # NumPy 2.2 and later
SHAPE = "shape" if hasattr(np, "unstack") else "newshape"  # as NumPy 2.1 calls it, and 2.0

TABLE = [
    row(getattr(np, name), {}, domain(*shape))
    for domain, names in ELEMENTWISE.items()
    for name in names.split()
    for shape in SHAPES
]
TABLE += [row(np.arccosh, {}, between(1.2, 3, *shape)) for shape in SHAPES]
TABLE += [row(getattr(np, name), {}, imaginary(2, 2)) for name in COMPLEX.split()]
TABLE += [
    row(getattr(np, name), {}, one(*x), other(*y))
    for (one, other), names in ELEMENTWISE_OF_TWO.items()
    for name in names.split()
    for x, y in PAIRS
]
TABLE += [
    row(getattr(np, name), {}, imaginary(2, 2), imaginary(2))
    for name in ["add", "subtract", "multiply", "divide", "power"]
]
TABLE += [
    row(function, lambda x, f=function: f(x[0], x[1]), apart(2, 3))
    for function in (np.maximum, np.minimum, np.fmax, np.fmin)
]
TABLE += [
    row(function, lambda x, f=function: f(x, 0.1), apart(*shape))
    for function in (np.maximum, np.minimum, np.fmax, np.fmin)
    for shape in SHAPES
]

# Reductions
for function in (np.sum, np.mean, np.var, np.std, np.prod):
    TABLE += [
        row(function, {}, real(2, 3)),
        row(function, {}, real(4)),
        row(function, {"axis": 0}, real(3, 2)),
        row(function, {"axis": -1, "keepdims": True}, real(2, 3)),
        row(function, {"axis": (0, -1)}, real(2, 2, 3)),
        row(function, {"axis": (), "keepdims": True}, real(2)),
        row(function, {"axis": 1}, imaginary(2, 3)),
        row(
            function,
            lambda x, f=function: f(x, axis=0, where=np.array([[True], [False], [True]])),
            real(3, 2),
        ),
    ]
TABLE += [row(f, {}, real()) for f in (np.sum, np.mean, np.prod, np.max, np.min, np.median)]
TABLE += [row(f, {"axis": 0}, real(0, 2)) for f in (np.sum, np.prod, np.cumsum, np.cumprod)]
TABLE += [row(f, {"axis": 1}, real(2, 1)) for f in (np.mean, np.prod, np.max, np.median, np.ptp)]
TABLE += [row(f, {"ddof": 1, "axis": 0}, real(3, 2)) for f in (np.var, np.std)]
TABLE += [row(np.sum, {"initial": 3.0}, real(2)), row(np.prod, {"initial": 3.0}, real(2))]
TABLE += [row(f, how, real(2, 3)) for f in (np.cumsum, np.cumprod) for how in ({}, {"axis": -1})]
for function in (np.max, np.min, np.amax, np.amin, np.nanmax, np.nanmin, np.ptp, np.median):
    TABLE += [
        row(function, {}, apart(2, 3)),
        row(function, {"axis": -1}, apart(2, 3)),
        row(function, {"axis": (0, 2), "keepdims": True}, apart(2, 2, 2)),
    ]
TABLE += [
    row(np.quantile, {"q": 0.3}, apart(5)),
    row(np.quantile, {"q": [0.2, 0.75], "axis": 0}, apart(4, 2)),
    row(np.percentile, {"q": 40, "axis": -1, "keepdims": True}, apart(2, 4)),
    row(np.average, {}, real(2, 3)),
    row(np.average, lambda x, w: np.average(x, axis=1, weights=w), real(2, 3), positive(3)),
    row(np.average, lambda x, w: np.average(x, weights=w), real(3), positive(3)),
]
HOLE = np.array([[0.0, np.nan, 0.0], [0.0, 0.0, 0.0]], np.float32)
TABLE += [
    row(f, lambda x, f=f, how=how: f(x + HOLE, **how), apart(2, 3))
    for f in (np.nansum, np.nanprod, np.nanmean, np.nanvar, np.nanstd, np.nanmax, np.nanmin)
    for how in ({}, {"axis": 1}, {"axis": 0, "keepdims": True})
]
TABLE += [
    row(np.diff, {}, real(2, 4)),
    row(np.diff, {"n": 2, "axis": 0}, real(4, 2)),
    row(np.diff, lambda x, y: np.diff(x, prepend=y, append=1.0), real(2, 3), real(2, 1)),
    row(np.ediff1d, {}, real(4)),
    row(np.ediff1d, lambda x, y: np.ediff1d(x, to_begin=y), real(4), real(2)),
    row(np.trapezoid, {}, real(2, 4)),
    row(np.trapezoid, {"dx": 0.5, "axis": 0}, real(3, 2)),
    row(np.trapezoid, lambda y, x: np.trapezoid(y, x), real(4), rising(4)),
    row(np.gradient, {}, real(5)),
    row(np.gradient, {"axis": 1, "edge_order": 2}, real(2, 4)),
    row(np.gradient, {}, real(3, 3)),
    row(np.gradient, lambda y: np.gradient(y, np.array([0.0, 1.0, 3.0, 4.5])), real(4)),
    row(np.unique, {}, apart(5)),
    row(np.unique_values, {}, apart(5)),
    row(np.unique, {"axis": 0}, apart(3, 2)),
    *[
        row(function, lambda x, f=function: f(x).values, apart(2, 3))
        for function in (np.unique_counts, np.unique_inverse, np.unique_all)
    ],
    row(np.unique, lambda x: np.unique(np.concatenate([x, x])), apart(3)),
]

GAPS = np.zeros((3, 4), np.float32)
GAPS[0, 1] = GAPS[2, 0] = GAPS[2, 3] = np.nan
TABLE += [
    row(f, lambda x, f=f, how=how: f(x + GAPS, **how), apart(3, 4))
    for f, more in (
        (np.nanmedian, {}),
        (np.nanquantile, {"q": 0.3}),
        (np.nanquantile, {"q": [0.2, 0.7], "method": "hazen"}),
        (np.nanpercentile, {"q": 40}),
    )
    for how in (more, {"axis": 0, **more}, {"axis": (0, -1), "keepdims": True, **more})
]
POINTS = between(0.3, 0.7, 2)
METHODS = "linear hazen weibull median_unbiased lower higher nearest midpoint inverted_cdf"
TABLE += [row(np.quantile, {"q": 0.3, "method": name}, apart(2, 3)) for name in METHODS.split()]
TABLE += [
    row(np.quantile, lambda x, q: np.quantile(x, q, axis=0), apart(4, 2), between(0.4, 0.6)),
    row(np.quantile, lambda x, q: np.quantile(x, q, method="weibull"), apart(5), POINTS),
    row(np.percentile, lambda x, q: np.percentile(x, 40 + q), apart(5), between(1, 4, 2, 1)),
    row(np.nanquantile, lambda x, q: np.nanquantile(x, q), apart(5), between(0.3, 0.4)),
    row(np.nancumsum, lambda x: np.nancumsum(x + HOLE, axis=1), real(2, 3)),
    row(np.nancumprod, lambda x: np.nancumprod(x + HOLE), real(2, 3)),
    row(np.max, lambda x, i: np.max(x, axis=1, initial=np.sum(i)), apart(2, 3), between(2, 3)),
    row(np.min, lambda x, i: np.min(x, initial=np.sum(i)), apart(2, 3), between(-4, -3)),
    row(
        np.nanmax,
        lambda x, i: np.nanmax(x, axis=0, initial=np.sum(i), where=np.eye(2, 3) > 0),
        apart(2, 3),
        between(0.1, 0.2),
    ),
]
if hasattr(np, "cumulative_sum"):  # NumPy 2.1 and later
    TABLE += [
        row(np.cumulative_sum, {}, real(3)),
        row(np.cumulative_sum, {"axis": -1, "include_initial": True}, real(2, 3)),
        row(np.cumulative_prod, {}, real(3)),
        row(np.cumulative_prod, {"axis": 0, "include_initial": True}, real(3, 2)),
        row(np.unstack, {}, real(2, 3)),
        row(np.unstack, {"axis": -1}, real(2, 3)),
    ]

TABLE += [
    row(np.linspace, lambda a, b: np.linspace(a, b, 4), real(), real()),
    row(np.linspace, lambda a, b: np.linspace(a, b, 3, endpoint=False, axis=-1), real(2), real()),
    row(np.linspace, lambda a, b: np.linspace(a, b, 3, retstep=True), real(2), real(2)),
    row(np.logspace, lambda a, b: np.logspace(a, b, 3, base=2.0), real(), real()),
    row(np.geomspace, lambda a, b: np.geomspace(a, b, 3), positive(), positive()),
    row(np.geomspace, lambda a, b: np.geomspace(-a, -b, 3, axis=1), positive(2), positive(2)),
    row(np.meshgrid, {}, real(2), real(3)),
    row(np.meshgrid, {"indexing": "ij"}, real(2), real(3), real(1)),
    row(np.meshgrid, {"sparse": True}, real(2), real(3)),
    row(np.cov, {}, real(2, 4)),
    row(np.cov, {"bias": True}, real(4)),
    row(np.cov, {"rowvar": False, "ddof": 2}, real(4, 2)),
    row(np.cov, {}, real(4), real(2, 4)),
    row(np.cov, {}, imaginary(2, 4)),
    row(np.corrcoef, {}, real(3, 4)),
    row(np.corrcoef, {}, real(4), real(4)),
    row(np.ldexp, lambda x: np.ldexp(x, np.array([[1], [-2]])), real(3)),
]

# Choosing elements
LONG = [0, 2, 2, -1]
TABLE += [
    row(np.take, {"indices": LONG}, real(3, 2)),
    row(np.take, {"indices": LONG, "axis": 0}, real(3, 2)),
    row(np.take, {"indices": 1, "axis": -1}, real(3, 2)),
    row(np.take_along_axis, {"indices": np.array([[1, 0], [2, 2]]), "axis": 1}, real(2, 3)),
    row(np.sort, {}, apart(2, 3)),
    row(np.sort, {"axis": 0}, apart(3, 2)),
    row(np.sort, {"axis": None}, apart(3, 2)),
    row(np.partition, {"kth": 1}, apart(2, 3)),
    row(np.where, lambda x, y: np.where(np.eye(2, 3) > 0, x, y), real(2, 3), real(3)),
    row(np.where, lambda x, y: np.where(np.eye(2) > 0, x, y), real(), real(2, 1)),
    row(np.compress, lambda x: np.compress([True, False, True], x, axis=1), real(2, 3)),
    row(np.extract, lambda x: np.extract(np.eye(2) > 0, x), real(2, 2)),
    row(np.choose, lambda x, y: np.choose(np.array([0, 1, 0]), [x, y]), real(3), real(3)),
    row(
        np.select,
        lambda x, y: np.select([np.arange(3) < 1, np.arange(3) < 2], [x, y], 5.0),
        real(3),
        real(3),
    ),
    row(np.piecewise, lambda x: np.piecewise(x, [x < 0, x > 0], [np.sin, np.exp]), apart(5)),
    row(np.clip, lambda x: np.clip(x, -0.6, 0.6), apart(2, 3)),
    row(np.clip, lambda x, low, high: np.clip(x, low, high), apart(4), between(-1, -0.9), unit(1)),
    row(
        np.clip,
        lambda x, low, high: np.clip(x, low, high),
        apart(6),
        between(-0.2, -0.1, 6),
        between(0.1, 0.2),
    ),
    row(np.clip, lambda x: np.clip(x, None, 0.1), apart(3)),
    row(np.interp, lambda x, y: np.interp(x, np.arange(4.0), y), between(0.1, 0.9, 3), real(4)),
    row(np.interp, lambda x, xp, y: np.interp(x, xp, y), between(1.4, 1.6, 2), rising(4), real(4)),
    row(np.polyval, {}, real(4), real(2)),
    row(np.vander, {}, real(3)),
    row(np.vander, {"N": 2, "increasing": True}, real(3)),
]
TABLE += [
    row(f, {"mode": mode}, real(*n), real(*m))
    for f in (np.convolve, np.correlate)
    for mode in ("full", "same", "valid")
    for n, m in (((5,), (3,)), ((2,), (4,)))
]

# Shapes
TABLE += [
    row(np.reshape, {SHAPE: (3, -1)}, real(2, 3)),
    row(np.reshape, {SHAPE: (6,), "order": "F"}, real(2, 3)),
    row(np.reshape, {SHAPE: ()}, real(1, 1)),
    row(np.ravel, {}, real(2, 3)),
    row(np.ravel, {"order": "F"}, real(2, 3)),
    row(np.ravel, {}, real()),
    row(np.squeeze, {}, real(1, 2, 1)),
    row(np.squeeze, {"axis": -1}, real(1, 2, 1)),
    row(np.expand_dims, {"axis": (0, -1)}, real(2)),
    row(np.transpose, {}, real(2, 3)),
    row(np.transpose, {"axes": (1, -1, 0)}, real(2, 1, 3)),
    row(np.matrix_transpose, {}, real(2, 2, 3)),
    row(np.swapaxes, {"axis1": 0, "axis2": -1}, real(2, 1, 3)),
    row(np.moveaxis, {"source": (0, 1), "destination": (-1, 0)}, real(2, 1, 3)),
    row(np.rollaxis, {"axis": 2}, real(2, 1, 3)),
    row(np.flip, {}, real(2, 3)),
    row(np.flip, {"axis": -1}, real(2, 3)),
    row(np.fliplr, {}, real(2, 3)),
    row(np.flipud, {}, real(2, 3)),
    row(np.rot90, {"k": 3}, real(2, 3)),
    row(np.roll, {"shift": 2}, real(2, 3)),
    row(np.roll, {"shift": (1, -1), "axis": (0, 1)}, real(2, 3)),
    row(np.broadcast_to, {"shape": (2, 2, 3)}, real(2, 1)),
    row(np.broadcast_to, {"shape": (0, 3)}, real(3)),
    row(np.broadcast_arrays, {}, real(2, 1), real(3)),
    row(np.tile, {"reps": (2, 2)}, real(3)),
    row(np.repeat, {"repeats": 2}, real(2, 2)),
    row(np.repeat, {"repeats": [1, 0, 2], "axis": -1}, real(2, 3)),
    row(np.append, {}, real(2, 2), real(3)),
    row(np.append, {"axis": 0}, real(2, 2), real(1, 2)),
    row(np.array_split, {"indices_or_sections": 2}, real(5)),
    row(np.split, {"indices_or_sections": [1, 3], "axis": -1}, real(2, 4)),
    row(np.hsplit, {"indices_or_sections": 2}, real(2, 4)),
    row(np.vsplit, {"indices_or_sections": 2}, real(2, 3)),
    row(np.dsplit, {"indices_or_sections": 2}, real(1, 2, 2)),
    row(np.pad, {"pad_width": 1}, real(2, 2)),
    row(np.pad, {"pad_width": ((0, 1), (2, 0)), "constant_values": 3.0}, real(2, 2)),
    row(np.pad, {"pad_width": 2, "mode": "edge"}, real(3)),
    row(np.pad, {"pad_width": 2, "mode": "reflect"}, real(3)),
    row(np.pad, {"pad_width": 2, "mode": "wrap"}, real(3)),
    row(np.delete, {"obj": 1}, real(2, 3)),
    row(np.delete, {"obj": [0, -1], "axis": 1}, real(2, 3)),
    row(np.delete, {"obj": slice(0, 2), "axis": 0}, real(3, 2)),
    row(np.delete, {"obj": np.array([True, False, True]), "axis": -1}, real(2, 3)),
    row(np.resize, {"new_shape": (2, 4)}, real(3, 2)),
    row(np.resize, {"new_shape": 2}, real(3, 2)),
    row(np.block, lambda x, y: np.block([[x, y], [y, x]]), real(2, 2), real(2, 2)),
    row(np.block, lambda x, y: np.block([x, 2.0, y]), real(2), real(1)),
    row(np.block, lambda x: np.block([[x], [np.ones((1, 3))]]), real(2, 3)),
    row(np.block, lambda x: np.block(x), real(2)),
    row(np.tril, {}, real(3, 3)),
    row(np.triu, {"k": 1}, real(2, 3, 3)),
    row(np.diagonal, {"offset": 1}, real(2, 3)),
    row(np.diagonal, {"axis1": -1, "axis2": 0}, real(2, 3, 2)),
    row(np.diag, {"k": -1}, real(2)),
    row(np.diag, {"k": 1}, real(2, 3)),
    row(np.diagflat, {"k": 1}, real(2, 2)),
    row(np.astype, lambda x: np.astype(x, complex), real(2)),
    row(np.full_like, lambda x: np.full_like(x, x[0]), real(3)),
]
TABLE += [
    row(np.insert, lambda x, y, obj=obj, axis=axis: np.insert(x, obj, y, axis), real(2, 3), y)
    for obj, axis, y in [
        (1, None, real()),
        (1, None, real(2)),
        (-1, 1, real(2)),
        (1, 0, real(3)),
        ([1], 1, real(2, 1)),
        ([0, 2], 1, real(2, 2)),
        ([2, 0], -1, real()),
        (slice(0, 2), 0, real(3)),
        *([(np.array([True, False, True]), 1, real(2, 2))] if NEWER else []),
    ]
]
TABLE += [
    row(f, {}, real(*shape))
    for f in (np.atleast_1d, np.atleast_2d, np.atleast_3d)
    for shape in ((), (2,), (2, 3))
]
for function in (np.concatenate, np.stack, np.vstack, np.hstack, np.dstack, np.column_stack):
    TABLE += [
        row(function, lambda x, y, f=function: f([x, y]), real(2, 2), real(2, 2)),
        row(function, lambda x, y, f=function: f([x, np.ones((2, 1)), y]), real(2, 1), real(2, 1)),
        row(function, lambda x, f=function: f((x, x)), imaginary(2, 1)),
    ]
TABLE += [
    row(np.concatenate, lambda x, y: np.concatenate([x, y], axis=-1), real(2, 0), real(2, 3)),
    row(np.concatenate, lambda x, y: np.concatenate([x, y], axis=None), real(2), real(1, 3)),
    row(np.stack, lambda x, y: np.stack([x, y], axis=-1), real(), real()),
    row(np.hstack, lambda x, y: np.hstack([x, y]), real(2), real(1)),
    row(np.column_stack, lambda x, y: np.column_stack([x, y]), real(2), real(2, 3)),
]

# Products
INNER = [((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 1))]
TABLE += [row(f, {}, real(*x), real(*y)) for f in (np.dot, np.matmul) for x, y in INNER]
TABLE += [row(f, {}, imaginary(2, 3), imaginary(3)) for f in (np.dot, np.matmul)]
TABLE += [
    row(np.dot, {}, real(), real(2)),
    row(np.dot, {}, real(2, 3), real(2, 3, 2)),
    row(np.matmul, {}, real(2, 1, 3), real(2, 3, 2)),
    row(np.matmul, {}, real(3), real(2, 3, 2)),
    row(np.matmul, {}, real(0, 3), real(3, 2)),
    row(np.linalg.matmul, {}, real(2, 3), real(3, 2)),
    *(row(np.matvec, {}, kind(2, 2, 3), kind(3)) for kind in (real, imaginary) if NEWER),
    *(row(np.vecmat, {}, kind(2), kind(2, 2, 3)) for kind in (real, imaginary) if NEWER),
    row(np.vdot, {}, real(2, 2), real(4)),
    row(np.vdot, {}, imaginary(3), imaginary(3)),
    row(np.vecdot, {}, real(2, 3), real(3)),
    row(np.vecdot, {}, imaginary(3), imaginary(3)),
    row(np.linalg.vecdot, {"axis": 0}, real(3, 2), real(3, 2)),
    row(np.tensordot, {"axes": 1}, real(2, 3), real(3, 2)),
    row(np.tensordot, {"axes": ([0, 2], [1, 0])}, real(2, 2, 3), real(3, 2, 2)),
    row(np.tensordot, {"axes": 0}, real(2), real(3)),
    row(np.linalg.tensordot, {"axes": 2}, real(2, 3), real(2, 3)),
    row(np.inner, {}, real(2, 3), real(2, 3)),
    row(np.inner, {}, real(), real(2)),
    row(np.outer, {}, real(2), real(2, 2)),
    row(np.linalg.outer, {}, real(2), real(3)),
    row(np.kron, {}, real(2, 1), real(2)),
    row(np.cross, {}, real(2, 3), real(3)),
    row(np.linalg.cross, {"axis": 0}, real(3, 2), real(3, 2)),
    row(np.trace, {}, real(3, 2)),
    row(np.trace, {"offset": 1, "axis1": -1, "axis2": 0}, real(3, 2, 3)),
    row(np.linalg.trace, {"offset": -1}, real(2, 3, 3)),
]
TABLE += [
    row(np.einsum, lambda *xs, text=text: np.einsum(text, *xs), *map(lambda s: real(*s), shapes))
    for text, shapes in (
        ("ij,jk->ik", [(2, 3), (3, 2)]),
        ("ij,jk,k", [(2, 3), (3, 2), (2,)]),
        ("ii->i", [(3, 3)]),
        ("ii", [(3, 3)]),
        ("...i,i->...", [(2, 1, 3), (3,)]),
        ("ij->j", [(2, 3)]),
        ("i,j->ji", [(2,), (3,)]),
        ("bij,bjk->ik", [(2, 2, 1), (2, 1, 3)]),
    )
]

# Fourier transforms
for name in ["fft", "ifft", "rfft", "irfft", "hfft", "ihfft"]:
    function = getattr(np.fft, name)
    kinds = (real,) if name in ("rfft", "ihfft") else (real, imaginary)
    TABLE += [
        row(function, how, kind(2, 4))
        for kind in kinds
        for how in ({}, {"n": 3}, {"n": 6, "axis": 0, "norm": "ortho"}, {"norm": "forward"})
    ]
for name in ["fftn", "ifftn", "rfftn", "irfftn", "fft2", "ifft2", "rfft2", "irfft2"]:
    function = getattr(np.fft, name)
    kind = real if name.startswith("rfft") else imaginary
    TABLE += [
        row(function, {}, kind(2, 4)),
        row(function, {"s": (3, 5), "axes": (0, -1), "norm": "ortho"}, kind(2, 1, 4)),
    ]
    if not name.startswith("rfft"):  # before 2.3 NumPy walks through their axes the other way
        TABLE += [row(function, {"s": (3, 5, 4), "axes": (0, 0, 1)}, kind(2, 3))]
TABLE += [row(f, {}, real(2, 3)) for f in (np.fft.fftshift, np.fft.ifftshift)]
TABLE += [row(f, {"axes": -1}, real(2, 3)) for f in (np.fft.fftshift, np.fft.ifftshift)]

# Linear algebra
L = np.linalg


def symmetric(x):
    return (x + np.swapaxes(x, -1, -2)) / 2


TABLE += [row(f, {}, regular(*s)) for f in (L.det, L.inv, L.slogdet) for s in ((3, 3), (2, 2, 2))]
TABLE += [row(f, {}, imaginary(2, 2)) for f in (L.det, L.inv)]


def of_rank(n, rank, kind=real):
    """Square matrices of low rank: their smallest singular values are 0, several times."""
    left, right = kind(n, max(rank, 1)), kind(max(rank, 1), n)
    return lambda rng: left(rng) @ right(rng) * (rank > 0)


TABLE += [row(L.det, {}, of_rank(n, rank)) for n, rank in ((1, 0), (2, 0), (3, 1), (4, 2), (4, 3))]
TABLE += [
    row(L.det, {}, of_rank(3, 1, imaginary)),
    row(L.det, {}, lambda rng: np.stack([np.eye(3), of_rank(3, 1)(rng)])),
]
TABLE += [
    row(L.det, {}, regular(1, 1)),
    row(L.solve, {}, regular(3, 3), real(3)),
    row(L.solve, {}, regular(2, 2, 2), real(2, 2, 3)),
    row(L.solve, {}, imaginary(2, 2), imaginary(2)),
    row(L.pinv, {}, real(3, 2)),
    row(L.pinv, {}, real(2, 3)),
    row(L.lstsq, lambda a, b: L.lstsq(a, b, rcond=None)[0], real(4, 2), real(4)),
    row(L.cholesky, lambda x: L.cholesky(symmetric(x)), regular(3, 3)),
    row(L.eigh, lambda x: L.eigh(symmetric(x)), regular(3, 3)),
    row(L.eigvalsh, lambda x: L.eigvalsh(symmetric(x)), regular(3, 3)),
    row(L.eig, lambda x: L.eig(x), regular(3, 3)),
    row(L.eigvals, {}, regular(3, 3)),
    row(L.qr, {}, regular(3, 3)),
    row(L.qr, {}, real(4, 2)),
    row(L.svd, {"full_matrices": False}, regular(3, 3)),
    row(L.svd, {"full_matrices": False}, real(4, 2)),
    row(L.svd, {"compute_uv": False}, real(2, 3)),
    row(L.svdvals, {}, real(3, 2)),
    row(L.cond, {}, regular(2, 2)),
    row(L.cond, {"p": 1}, regular(2, 2)),
    row(L.matrix_power, {"n": 3}, regular(2, 2)),
    row(L.matrix_power, {"n": -2}, regular(2, 2)),
    row(L.matrix_power, {"n": 0}, regular(2, 2)),
    row(L.multi_dot, lambda *xs: L.multi_dot(xs), real(2), real(2, 3), real(3, 2)),
    row(L.tensorinv, lambda x: L.tensorinv(x.reshape(2, 2, 4), ind=2), regular(4, 4)),
    row(L.tensorsolve, lambda a, b: L.tensorsolve(a.reshape(4, 2, 2), b), regular(4, 4), real(4)),
]
TABLE += [
    row(L.norm, how, apart(2, 3))
    for how in (
        [{}, {"ord": 1}, {"ord": np.inf}, {"ord": 2}, {"ord": "nuc"}, {"axis": 1}]
        + [{"ord": 3, "axis": -1, "keepdims": True}, {"ord": "fro", "axis": (1, 0)}]
    )
]
TABLE += [row(L.norm, {"ord": p}, apart(4)) for p in (None, 1, 2.5, np.inf, -np.inf)]
TABLE += [
    row(L.norm, {}, imaginary(2, 2)),
    row(L.vector_norm, {"axis": 0}, apart(3, 2)),
    row(L.vector_norm, {"ord": 3}, apart(2, 2)),
    row(L.matrix_norm, {}, apart(2, 2, 3)),
    row(L.matrix_norm, {"ord": 1, "keepdims": True}, apart(2, 3)),
]
TABLE += rule_rows.TABLE
for name in ["permute_dims", "concat"]:  # NumPy 2 has second names for the same functions
    assert getattr(np, name) in DISPATCH

every_row = pytest.mark.parametrize(("function", "f", "domains"), TABLE)


@every_row
def test_value_shape_and_dtype_are_those_of_numpy(function, f, domains):
    keeps_value_shape_and_dtype(function, f, domains)


@every_row
def test_both_modes_agree_with_differences_and_each_other(function, f, domains):
    both_modes_agree_with_differences(function, f, domains)


@every_row
def test_second_derivatives_in_every_mixture_of_modes(function, f, domains):
    second_derivatives_agree(function, f, domains)


@every_row
def test_many_tangents_at_once_are_the_same_as_one_by_one(function, f, domains):
    many_tangents_agree_with_one(function, f, domains)


@every_row
def test_the_derivative_of_each_mode_is_the_other(function, f, domains):
    both_modes_are_linear_and_transposed_by_the_engine(function, f, domains)


# Completeness

A = np.array([0.3, -1.4, 2.5])
WHOLE = "floor ceil rint trunc fix round around signbit isnan isinf isfinite isreal iscomplex"
FACTS = "iscomplexobj isrealobj isposinf isneginf logical_not spacing shape ndim size"
PLACES = "argmax argmin nanargmax nanargmin argsort argwhere nonzero flatnonzero count_nonzero"
RELATIONS = (
    "equal not_equal less less_equal greater greater_equal logical_and "
    "logical_or logical_xor result_type allclose isclose array_equal array_equiv"
)
CONSTANTS = {
    getattr(np, name): (A,)
    for name in f"{WHOLE} {FACTS} {PLACES} zeros_like ones_like all any".split()
}
CONSTANTS |= {getattr(np, name): (A, A[::-1].copy()) for name in RELATIONS.split()}
CONSTANTS |= {
    np.argpartition: (A, 1),
    np.lexsort: ((A,),),
    np.searchsorted: (np.sort(A), A),
    np.digitize: (A, np.sort(A)),
    np.linalg.matrix_rank: (np.diag(A),),
} | rule_rows.CONSTANTS


@pytest.mark.filterwarnings("ignore:numpy.fix is deprecated:DeprecationWarning")
@pytest.mark.parametrize("function", CONSTANTS, ids=lambda f: f.__name__)
def test_constants_give_plain_values(function):
    args = CONSTANTS[function]

    def inside(a):  # as while a function is differentiated
        return variable(a, 1)

    traced = [tuple(map(inside, a)) if isinstance(a, tuple) else a for a in args]
    traced = [inside(a) if isinstance(a, np.ndarray) else a for a in traced]
    found, expected = function(*traced), function(*args)
    if isinstance(expected, np.dtype):
        assert found == expected
        return
    for a, b in zip(leaves_of(found)[0], leaves_of(expected)[0], strict=True):
        assert type(a) is type(b)
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("function", [np.floor, np.rint, np.sign, np.trunc, lambda x: x // 2.0])
def test_backward_can_start_from_a_step_of_a_tensor_and_sends_zero(function):
    x = tensor([0.3, 4.6])
    np.sum(np.sqrt(abs(function(x)))).backward()  # 0 also where what follows is infinitely steep
    np.testing.assert_array_equal(x.grad, [0.0, 0.0])
    assert type(function(variable(A, 1))) is np.ndarray  # plain while a function is differentiated


def test_every_function_of_the_table_is_tested_or_declared_constant():
    tested = {parameter.values[0] for parameter in TABLE} | set(CONSTANTS) | {np.empty_like}
    tested |= set(rule_rows.ELSEWHERE)
    numpy_s = {id(f) for m in (np, np.fft, np.linalg) for f in vars(m).values()}
    missing = [f.__name__ for f in DISPATCH if id(f) in numpy_s and f not in tested]
    assert not missing
    declared = {f for f, ours in DISPATCH.items() if ours in CONSTANT}
    assert set(CONSTANTS) <= declared


@every_row
def test_taylor(function, f, domains):
    taylor_agrees_with_derivatives_of_derivatives(function, f, domains)
