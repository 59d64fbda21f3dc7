"""Which functions give arrays of the same shape and dtype, whatever the numbers are.

A program asks for the shape of everything else while it runs: of `np.unique(x)`, `x[x > 0]`,
`x[:n]`, and of what is not known here. `np.emath.sqrt` and `np.linalg.eig` have another dtype for
other numbers.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np

from adlearn.programs.lines import Equation, Var, vars_in
from adlearn.programs.placing import put_together
from adlearn.rules.indexing import getitem, scatter

#: Functions of NumPy, besides the ufuncs, for which the numbers in arrays do not matter. What else
#: they are told, such as an axis or a size, may.
KNOWN = """
    all allclose alltrue amax amin any append argmax argmin argpartition argsort around array_equal
    array_equiv array_split asarray atleast_1d atleast_2d atleast_3d average block
    broadcast_arrays broadcast_to choose clip column_stack concatenate concat convolve copy corrcoef
    correlate count_nonzero cov cross cumprod cumsum cumulative_prod cumulative_sum diag diagflat
    diagonal diff digitize dot dsplit dstack ediff1d einsum empty_like expand_dims fix flip fliplr
    flipud full_like gradient hsplit hstack i0 imag inner insert interp isclose iscomplex
    isneginf isposinf isreal kron lexsort linspace matrix_transpose max mean median
    meshgrid min moveaxis nan_to_num nanargmax nanargmin nancumprod nancumsum nanmax nanmean
    nanmedian nanmin nanpercentile nanprod nanquantile nanstd nansum nanvar ndim ones_like outer pad
    partition percentile permute_dims polyval prod ptp quantile ravel real reshape roll rollaxis
    rot90 round searchsorted shape sinc size sort sort_complex split squeeze stack std sum swapaxes
    take take_along_axis tensordot tile trace transpose trapezoid tril triu unstack unwrap vander
    var vdot vsplit vstack where zeros_like
    linalg.cholesky linalg.cond linalg.cross linalg.det linalg.diagonal linalg.eigh linalg.eigvalsh
    linalg.inv linalg.matmul linalg.matrix_norm linalg.matrix_power linalg.matrix_rank
    linalg.matrix_transpose linalg.multi_dot linalg.norm linalg.outer linalg.pinv linalg.qr
    linalg.slogdet linalg.solve linalg.svd linalg.svdvals linalg.tensordot linalg.tensorinv
    linalg.tensorsolve linalg.trace linalg.vecdot linalg.vector_norm
    fft.fft fft.fft2 fft.fftn fft.fftshift fft.hfft fft.ifft fft.ifft2 fft.ifftn fft.ifftshift
    fft.ihfft fft.irfft fft.irfft2 fft.irfftn fft.rfft fft.rfft2 fft.rfftn
    lib.stride_tricks.sliding_window_view
"""


def found(path: str) -> Any:
    """Look up a function of NumPy, which some releases do not have."""
    thing: Any = np
    for name in path.split("."):
        thing = getattr(thing, name, None)
    return thing


FIXED = {function for path in KNOWN.split() if (function := found(path)) is not None}
#: Functions that choose by whole numbers or truths, and give as many as these are.
CHOOSING = {
    *(np.where, np.take, np.take_along_axis, np.choose, np.searchsorted, np.digitize, np.dot),
    *(np.concatenate, np.stack, np.vstack, np.hstack, np.block, scatter.fun, put_together),
}


def may_differ(line: Equation) -> bool:
    """Say whether other numbers may give a result of another shape or dtype.

    Examples
    --------
    >>> x, i = Var(0, (3,), np.dtype(float), np.ndarray), Var(1, (), np.dtype(int), np.int64)
    >>> def of(function, *args):
    ...     return may_differ(Equation(x, function, args, {}))
    >>> of(np.sin, x), of(np.sort, x), of(np.unique, x), of(np.tile, x, 2), of(np.tile, x, i)
    (False, False, True, False, True)
    """
    function = line.function
    if function in (getitem.fun, operator.getitem):
        return any(map(is_counting, parts_of(line.args[1])))
    told = [*vars_in(line.args[1:]), *vars_in(line.kwargs)]
    if isinstance(function, np.ufunc) or getattr(function, "__module__", "") == "_operator":
        told = [*vars_in(line.kwargs)]
    elif isinstance(getattr(function, "__self__", None), np.ufunc):
        if function.__name__ not in ("reduce", "accumulate", "outer"):
            return True
        told = told if function.__name__ != "outer" else []
    elif (function is np.where and len(line.args) == 1) or not is_known(function):
        return True
    elif function in CHOOSING:
        told = [*vars_in(line.kwargs.get("axis"))]
    return any(x.dtype is not None and x.dtype.kind in "iub" for x in told)


#: Functions of whole numbers that must be in a range, or of matrices that must have an inverse or a
#: root, by their last name.
RAISING = {
    *("take", "take_along_axis", "choose", "insert", "cholesky", "cho_factor", "cho_solve", "eig"),
    *("eigh", "eigvals", "eigvalsh", "expm", "inv", "ldl", "logm", "lstsq", "lu", "lu_factor"),
    *("lu_solve", "matrix_power", "multi_dot", "pinv", "polyfit", "qr", "solve", "solve_banded"),
    *("solve_triangular", "solve_sylvester", "sqrtm", "svd", "svdvals", "tensorinv", "tensorsolve"),
    *("cond", "matrix_rank", "matrix_norm", "norm", "quantile", "percentile", "nanquantile"),
    *("nanpercentile", "nanargmax", "nanargmin", "floor", "ceil", "trunc", "int", "round"),
}


def may_raise(line: Equation) -> bool:
    """Say whether a line may raise an error with other numbers: then it is needed, though nothing
    needs its result."""
    function = line.function
    if function in (getitem.fun, operator.getitem):
        chosen = vars_in(line.args[1])
        return any(x.dtype is not None and x.dtype.kind in "iu" for x in chosen)
    if isinstance(function, np.ufunc):
        whole = line.result.dtype is not None and line.result.dtype.kind in "iu"
        return function is np.power and whole
    if not is_known(function) and not isinstance(getattr(function, "__self__", None), np.ufunc):
        return True
    return line.rule in RAISING or getattr(function, "__name__", "") in RAISING


def is_known(function: Any) -> bool:
    """Say whether a function is ours, Python's or one of those above."""
    home = (getattr(function, "__module__", None) or "").partition(".")[0]
    return (
        home in ("adlearn", "math", "builtins") or isinstance(function, type) or (function in FIXED)
    )


def parts_of(index: Any) -> Iterator[Any]:
    """Take an index apart."""
    yield from index if isinstance(index, (tuple, list)) else (index,)


def is_counting(part: Any) -> bool:
    """Say whether a part of an index chooses as many elements as the numbers say: a mask, or a
    slice between whole numbers that are not known."""
    if part.__class__ is Var:
        return part.dtype == bool
    return isinstance(part, slice) and any(True for _ in vars_in(part))
