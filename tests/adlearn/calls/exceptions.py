"""What is drawn for a parameter of one function, where its name says too little.

`entry_for` finds the entry of a parameter, here or in the table by names.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from calls.drawings import ARRAYS, BOOL, BY_NAME, Entry, drawing, lists, partners
from calls.settings import Draw, Setting, laid_out


def pad_modes(d: Draw) -> list[Any]:
    return [
        "constant",
        "edge",
        "linear_ramp",
        "maximum",
        "mean",
        "median",
        "minimum",
        "reflect",
        "symmetric",
        "wrap",
        "empty",
    ]


def spd(d: Draw) -> list[Any]:
    """Hermitian matrices that are far from singular, and not quite symmetric ones."""
    if d.ndim < 2 or d.shape[-1] != d.shape[-2] or d.setting.content != "ordinary":
        return [d.array()]
    a = d.array()
    n = a.shape[-1]
    b = 0.25 * (a + np.conjugate(np.swapaxes(a, -1, -2))) + np.diag(np.arange(2.0, n + 2.0))
    b = np.round(b, 2)
    other = np.round(b + 0.1 * np.triu(a, 1), 2)
    dtype = d.setting.dtype
    return [laid_out(b.astype(dtype), d.setting.layout), other.astype(dtype)]


def triangular(d: Draw) -> list[Any]:
    if d.ndim < 2 or d.shape[-1] != d.shape[-2]:
        return [d.array()]
    a = d.array() + np.diag(np.arange(2.0, d.shape[-1] + 2.0))
    return [laid_out(np.round(a, 2).astype(d.setting.dtype), d.setting.layout)]


def right_sides(d: Draw) -> list[Any]:
    n = d.shape[-1] if d.ndim else 1
    return [
        d.array((n,)),
        d.array((n, 2)),
        d.array((*d.shape[:-1], 2)),
        d.array((2, n, 1)),
        d.array(d.shape),
    ]


def rising(d: Draw) -> list[Any]:
    return [np.array([-2.1, -0.63, 0.17, 0.94, 2.2]), [0.21, 0.47, 1.13]]


def of_three_or_five(d: Draw) -> list[Any]:
    return [d.array((5,)), d.array((3,)), [0.3, 0.9, -0.4]]


def positive(d: Draw) -> list[Any]:
    return [d.array(low=0.3, high=2.9), d.number()]


def unit(d: Draw) -> list[Any]:
    return [d.array(low=0.12, high=0.93), d.number()]


INDICES: list[Any] = [
    0,
    -1,
    slice(None),
    slice(1, None),
    slice(None, None, -1),
    slice(5, 9),
    Ellipsis,
    None,
    (),
    (0, 1),
    (Ellipsis, 0),
    (slice(None), 1),
    (None, Ellipsis),
    (slice(None), None),
    [0, 1],
    [1, 1, 0],
    np.array([[0, 1], [1, 1]]),
    (np.array([0, 1]), np.array([1, 0])),
    [],
    ([0, 1], slice(None)),
    (slice(None), [0, 0]),
    (0, [1, 0]),
    (slice(None), np.array([1, 0]), 0),
    True,
    False,
    np.int64(1),
    (np.array([True, False]), 1),
    ([0], slice(None), [1]),
]


def subscripts(d: Draw) -> list[Any]:
    """Whole argument lists of einsum."""
    a = d.array()
    found = {
        0: [(",->", a, d.array((), salt="2")), (",i->i", a, d.array((3,)))],
        1: [
            ("i->", a),
            ("i,i->i", a, a),
            ("i,j->ij", a, d.array((2,))),
            ("i->i", a),
            ("i,i", a, a),
            (a, [0], [0]),
            ("...,...", a, a),
            ("i,i,i->", a, a, a),
        ],
        2: [
            ("ij->ji", a),
            ("ij->", a),
            ("ij,jk->ik", a, d.array(d.shape[::-1])),
            ("ij,ij->i", a, a),
            ("ii->i", a),
            ("ii", a),
            ("ji", a),
            ("...j->...", a),
            ("ij,j->i", a, d.array(d.shape[-1:])),
            (a, [0, 1], [1, 0]),
            (a, [0, 1], [1]),
            ("ij,kl->il", a, a),
            ("ij,jk,kl->il", a, d.array(d.shape[::-1]), a),
        ],
        3: [
            ("ijk->kji", a),
            ("i...->...", a),
            ("ijk,ijk->j", a, a),
            ("iji->j", a),
            ("...ij->...ji", a),
            ("ijk->ik", a),
        ],
    }
    return found.get(d.ndim, [])


def several(d: Draw) -> list[Any]:
    """Argument lists of one, two and three arrays."""
    one, two = d.array(salt="1"), d.array(salt="2")
    return [(one,), (one, two), (one, d.array(d.shape[-1:]), d.number())]


def spacings(d: Draw) -> list[Any]:
    """The distances of gradient: none, one, one per axis, coordinates."""
    found: list[Any] = [(), (d.number(),), (0.5,)]
    if d.ndim:
        rising_ = [np.cumsum(d.real(n)) for n in d.shape]
        even = [np.arange(n) * 1.0 for n in d.shape]
        found += [(d.number(),) * d.ndim, tuple(rising_), tuple(rising_[:1]), tuple(even)]
    return found


def methods_of(names: str) -> str:
    """Give the names of the distributions' functions of a value."""
    methods = ("pmf", "logpmf", "pdf", "logpdf", "cdf", "sf", "logcdf", "logsf")
    found = (*methods, "mean", "var", "std", "entropy")
    return " ".join(f"scipy.stats.{name}.{m}" for name in names.split() for m in found)


COUNTED = {"k": lambda d: [d.ints(below=4), 2, 0, 1.0], "p": unit}

#: Where a function takes another thing under a name: functions, parameters, what to draw.
EXCEPTIONS: dict[str, dict[str, Any]] = {
    "np.apply_along_axis": {
        "func1d": [np.sort, np.sum, np.cumsum],
        "args": [()],
        "kwargs": [{}],
        "axis": lambda d: d.axes,
    },
    "np.apply_over_axes": {"func": [np.sum, np.mean], "axes": lambda d: [0, [0, -1]]},
    "np.pad": {
        "mode": pad_modes,
        "kwargs": lambda d: [
            {},
            {"constant_values": d.number()},
            {"constant_values": (1, d.number())},
            {"end_values": d.number(), "mode": "linear_ramp"},
            {"stat_length": 2, "mode": "mean"},
            {"reflect_type": "odd", "mode": "reflect"},
            {"reflect_type": "odd", "mode": "symmetric"},
        ],
    },
    "np.take ndarray.take": {
        "mode": ["raise", "wrap", "clip"],
        "indices": lambda d: [
            0,
            [0, 1],
            [],
            np.array([[1, 0], [0, 0]]),
            -1,
            np.array([0, 0, 1]),
            7,
            [4, -4],
        ],
    },
    "np.choose": {"a": lambda d: [d.ints()], "mode": ["raise", "wrap", "clip"]},
    "ndarray.choose": {"a": lambda d: [d.ints()], "mode": ["raise", "wrap", "clip"]},
    "np.put ndarray.put": {
        "mode": ["raise", "wrap", "clip"],
        "ind indices": lambda d: [0, [0, 1]],
        "v values": partners,
    },
    "np.convolve np.correlate": {"mode": ["full", "same", "valid"]},
    "scipy.signal.convolve scipy.signal.fftconvolve scipy.signal.correlate "
    "scipy.signal.convolve2d scipy.signal.correlate2d scipy.signal.oaconvolve": {
        "mode": ["full", "same", "valid"],
        "method": ["auto", "direct", "fft"],
        "boundary": ["fill", "wrap", "symm"],
        "fillvalue": [0, 0.5],
    },
    "np.linalg.qr": {"mode": ["reduced", "complete", "r", "raw"]},
    "np.clip ndarray.clip": {"kwargs": [{}]},
    "np.einsum np.einsum_path": {
        "operands": subscripts,
        "kwargs": [
            {},
            {"optimize": True},
            {"dtype": np.complex128},
            {"order": "F"},
            {"casting": "unsafe"},
        ],
    },
    "np.block": {
        "arrays": lambda d: [
            [d.array(salt="1"), d.array(salt="2")],
            [[d.array(salt="1")], [d.array(salt="2")]],
            [[d.array(salt="1"), d.array(salt="2")], [d.array(salt="3"), d.array(salt="4")]],
            d.array(),
            [d.array(), d.number()],
        ]
    },
    "np.interp": {"x": partners, "xp": rising, "fp": of_three_or_five},
    "np.piecewise": {
        "condlist": lambda d: [[d.mask()], [d.mask(), ~d.mask()]],
        "funclist": [[np.sin, np.cos], [np.sin, 0.5], [lambda x: x * x, lambda x: 2 * x, 0]],
        "args": [()],
        "kw": [{}],
    },
    "np.select": {
        "condlist": lambda d: [[d.mask(), ~d.mask()], [d.mask()]],
        "choicelist": lambda d: [
            [d.array(salt="1"), d.array(salt="2")],
            [d.array(), d.number()],
            [d.array()],
        ],
        "default": lambda d: [0, d.number(), d.array()],
    },
    "np.broadcast_arrays np.ix_ np.meshgrid np.common_type np.result_type np.atleast_1d "
    "np.atleast_2d "
    "np.atleast_3d scipy.linalg.block_diag": {
        "args xi arrays arrays_and_dtypes arys arrs": several
    },
    "np.gradient": {"varargs": spacings},
    "np.linalg.multi_dot": {
        "arrays": lambda d: [
            [d.array(), d.array(d.shape[::-1])],
            [d.array(), d.array(d.shape[::-1]), d.array(salt="3")],
            [d.array(d.shape[:1]), d.array(), d.array(d.shape[-1:])],
        ]
    },
    "np.linalg.cholesky np.linalg.eigh np.linalg.eigvalsh scipy.linalg.cholesky "
    "scipy.linalg.cho_factor": {"a": spd},
    "scipy.linalg.cho_solve": {
        "c_and_lower": lambda d: [(a, low) for a in spd(d) for low in BOOL],
        "b": right_sides,
    },
    "np.linalg.inv np.linalg.solve scipy.linalg.solve_triangular scipy.linalg.solve "
    "scipy.linalg.inv np.linalg.lstsq": {
        "a": lambda d: [*triangular(d), d.array()],
        "b": right_sides,
        "trans": [0, 1, 2, "T", "C"],
        "assume_a": ["gen", "sym", "her", "pos", "diagonal", "upper triangular", None],
    },
    "scipy.linalg.solve_banded": {
        "l_and_u": [(1, 1), (0, 1), (1, 0)],
        "ab": lambda d: [d.array(low=1.1, high=2.9)],
        "b": right_sides,
    },
    "scipy.linalg.solve_sylvester": {
        "b": partners,
        "q": lambda d: [d.array(), d.array((3, 2)), d.array((3, 3))],
    },
    "scipy.linalg.sqrtm scipy.linalg.logm": {"A": spd},
    "np.linalg.pinv np.linalg.svd np.linalg.matrix_rank": {
        "a A": lambda d: [d.array(), *spd(d)[:1]]
    },
    "np.linalg.cond": {"p": [None, 1, 2, -2, np.inf, "fro", "nuc", -1]},
    "np.linalg.matrix_norm": {"ord": ["fro", "nuc", 1, 2, -1, -2, np.inf]},
    "np.linalg.matrix_power": {"n": [0, 1, 2, 3, 5, -1, -2]},
    "np.linalg.tensorinv": {
        "a": lambda d: [d.array(), d.array((2, 3, 6)), d.array((6, 2, 3))],
        "ind": [1, 2],
    },
    "np.linalg.tensorsolve": {
        "a": lambda d: [d.array(), d.array((2, 3, 6))],
        "b": lambda d: [d.array(), d.array((2, 3)), d.array((3,))],
        "axes": [None, (0,), (0, 2), (1,)],
    },
    "np.matmul": {"axes": [[(0, 1), (1, 0), (0, 1)], [(-2, -1)] * 3]},
    "np.vecdot": {"axes": [[0, 0], [(0,), (-1,), ()]]},
    "np.matvec np.vecmat": {"axes": [[(1, 0), (0,), (0,)], [(0,), (1, 0), (0,)]]},
    "np.fft.fft np.fft.ifft np.fft.rfft np.fft.irfft np.fft.hfft np.fft.ihfft": {
        "n": [None, 1, 2, 5, 6]
    },
    "np.polyval": {"x": partners},
    "np.polyfit": {
        "x": lambda d: [d.array((5,))],
        "y": lambda d: [d.array((5,)), d.array((5, 2))],
        "deg": [1, 2, 0],
        "w": lambda d: [d.real(5), None],
        "cov": [False, True, "unscaled"],
    },
    "np.polyint": {"k": lambda d: [None, d.number(), [0.5], [0.2, 0.4]], "m": [1, 2, 0]},
    "np.polyder": {"m": [1, 2, 0]},
    "np.unstack np.rollaxis np.delete": {"axis": lambda d: [*d.axes, None]},
    "np.rollaxis": {"start": [0, 1, 2]},
    "np.quantile np.nanquantile": {
        "q": lambda d: [0.37, [0.21, 0.83], np.array(0.62), 0.0, 1.0, 0.5, np.array([[0.11, 0.68]])]
    },
    "np.percentile np.nanpercentile": {
        "q": lambda d: [37.5, [21.25, 83.1], np.array(62.3), 0, 100, 50]
    },
    "np.searchsorted ndarray.searchsorted": {
        "a": lambda d: [np.sort(d.array((3,)))],
        "v": partners,
    },
    "np.digitize": {"bins": [np.array([-1.1, 0.3, 1.2]), [0.0, 1.0]]},
    "np.linspace np.geomspace np.logspace": {
        "start": lambda d: [d.array(low=0.2, high=0.9), 0.31],
        "stop": lambda d: [d.array(low=1.1, high=2.4), 2.7],
        "axis": lambda d: [0, -1],
        "dtype": [None, np.float32, float],
        "base": lambda d: [2.0, d.number(1.2, 1.9), d.array((), low=1.2, high=2.9)],
    },
    "np.rot90": {"k": [0, 1, 2, 3, -1], "axes": [(0, 1), (1, 0), (-1, 0), (0, 2)]},
    "np.transpose np.permute_dims": {"axes": [None, (0,), (1, 0), (0, 1), (2, 0, 1), (-1, 0)]},
    "np.fill_diagonal": {"val": partners},
    "np.put_along_axis np.take_along_axis": {
        "indices": lambda d: [d.ints(), d.ints((*d.shape[:-1], 1)), d.ints((1, *d.shape[1:]))],
        "axis": lambda d: [*d.axes, None],
    },
    "np.cov np.corrcoef": {
        "fweights": lambda d: [np.arange(1, 1 + (d.shape[-1] if d.ndim else 1)), None],
        "aweights": lambda d: [d.real(d.shape[-1] if d.ndim else 1), None],
        "ddof": [None, 0, 1, 2],
        "dtype": [None, np.float32, np.complex128],
    },
    "np.histogram2d": {"bins": [3, [2, 3]]},
    "np.histogramdd": {"bins": [3]},
    "np.bincount": {"x": lambda d: [d.ints()]},
    "np.sort np.argsort np.partition np.argpartition ndarray.sort ndarray.argsort "
    "ndarray.partition "
    "ndarray.argpartition": {"order": [None], "kind": [None, "stable", "heapsort", "introselect"]},
    "np.copy np.astype ndarray.astype ndarray.copy ndarray.flatten": {"copy": BOOL},
    "np.astype ndarray.astype": {
        "dtype": [np.float32, np.float64, np.complex128, int, bool, "f4", "D"]
    },
    "np.isin": {"kind": [None, "sort"]},
    "rounded": {"x1": lambda d: [d.number(), d.array()[()]]},
    "np.heaviside": {"x2": unit},
    "ndarray.item": {"args": [(), (0,), (-1,), (0, 1)]},
    "ndarray.view": {"args": [(), (np.int64,), (np.float64,)], "kwargs": [{}]},
    "ndarray.reshape": {"shape": lambda d: [(-1,), (2, 3), (3, 2), ((3, 2),), (3, 1), (1, -1), ()]},
    "ndarray.resize": {"new_shape": lambda d: [(3,), (2, 3), ((3, 1),)]},
    "ndarray.transpose": {"axes": [(), (1, 0), ((1, 0),), (None,), (2, 0, 1)]},
    "operator.getitem": {
        "index": lambda d: [*INDICES, d.mask(), d.mask(d.shape[:1]), (d.mask(d.shape[:1]), 0)]
    },
    "operator.pow np.pow np.float_power": {"x2": lambda d: [*partners(d), 2, 3, 0.5, -1, 0, 1]},
    "np.ldexp": {"x2": lambda d: [d.ints(), 2, -1]},
    "anp.arange": {"args": [(4,), (0.3, 2.0), (0.3, 2.0, 0.5)], "dtype": [None, float, np.float32]},
    "anp.asarray anp.asanyarray anp.asarray_chkfinite anp.ascontiguousarray "
    "anp.asfortranarray anp.require": {
        "a": lambda d: [*lists(d), d.array(), d.number()],
        "args": [()],
        "dtype": [None, float, np.float32, complex],
    },
    "anp.fromiter": {
        "iter": lambda d: [d.array(), [0.3, d.number(), 2]],
        "dtype": [float, np.float32],
        "count": [-1, 2],
    },
    "anp.kaiser": {"M": [5, 0, 1], "beta": lambda d: [d.number(), 2.3]},
    "anp.array anp.asarray": {
        "object": lambda d: [
            *lists(d),
            d.array(),
            d.number(),
            [[d.number(), 1.0], [2, d.array(())]],
        ],
        "dtype": [None, float, np.float32, complex],
    },
    "anp.full": {
        "shape": [3, (2, 3), (), (0,), [2]],
        "fill_value": lambda d: [d.number(), d.array(), d.array(())],
        "dtype": [None, np.float32, complex],
    },
    "scipy.special.eval_hermite scipy.special.eval_hermitenorm": {
        "x1": lambda d: [2, 3, d.ints(below=5)]
    },
    "scipy.special.eval_jacobi scipy.special.eval_sh_jacobi": {
        "x1": lambda d: [2, 3, d.ints(below=5)],
        "x2": positive,
        "x3": positive,
    },
    "scipy.linalg.convolution_matrix": {"n": [2, 4], "mode": ["full", "same", "valid"]},
    "scipy.linalg.eigh scipy.linalg.eigvalsh": {
        "a": spd,
        "b": lambda d: [None, *spd(d)],
        "type": [1, 2, 3],
        "subset_by_index": [None, [0, 1]],
        "subset_by_value": [None, (1.5, 4.5)],
        "driver": [None, "ev", "evr", "gvd"],
    },
    "scipy.linalg.eigvals": {"b": lambda d: [None, d.array()]},
    "scipy.linalg.expm_frechet": {"method": [None, "SPS", "blockEnlarge"]},
    "scipy.linalg.lu_solve": {
        "lu_and_piv": lambda d: [
            (a, np.arange(a.shape[-1], dtype=np.int32)) for a in triangular(d) if a.ndim == 2
        ],
        "b": right_sides,
        "trans": [0, 1, 2],
    },
    "scipy.linalg.matmul_toeplitz scipy.linalg.solve_toeplitz": {
        "c_or_cr": lambda d: [d.array(low=1.1, high=2.9), (d.array(salt="1"), d.array(salt="2"))],
        "x": right_sides,
        "b": right_sides,
        "workers": [None],
    },
    "scipy.linalg.qr": {"lwork": [None], "mode": ["full", "r", "economic", "raw"]},
    "scipy.linalg.solve_discrete_lyapunov": {"method": [None, "direct", "bilinear"]},
    "scipy.linalg.svd": {"lapack_driver": ["gesdd", "gesvd"]},
    "scipy.signal.detrend": {"type": ["linear", "constant"], "bp": [0, 1, [1, 2]]},
    "scipy.signal.lfilter": {
        "b": lambda d: [d.array((3,)), [0.4, 0.7]],
        "a": lambda d: [d.array((2,), low=1.1, high=1.9), [1.2, 0.3]],
        "x": lambda d: [d.array()],
        "zi": lambda d: [None, d.array((1,)), d.array((2,)), d.array((*d.shape[:-1], 2))],
    },
    "scipy.special.logsumexp": {
        "b": lambda d: [d.array(low=0.2, high=0.9), d.number(), None, np.array([0.0, 0.5, 1.0])]
    },
    "scipy.special.polygamma": {"n": [0, 1, 2, [0, 1, 3]], "x": positive},
    "scipy.special.multigammaln": {"a": lambda d: [d.array(low=2.1, high=3.4)], "d": [1, 2, 3]},
    "scipy.special.zeta": {
        "x": lambda d: [d.array(low=1.2, high=3.9)],
        "q": lambda d: [None, *positive(d)],
    },
    "scipy.special.jv scipy.special.yv scipy.special.iv scipy.special.kv scipy.special.ive "
    "scipy.special.kve "
    "scipy.special.yn scipy.special.kn scipy.special.jn": {
        "x1": lambda d: [0, 2, d.ints(below=4), 0.5],
        "x2": positive,
    },
    "scipy.special.gammainc scipy.special.gammaincc scipy.special.stdtr scipy.special.pdtr "
    "scipy.special.pdtrc": {
        "x1": positive,
        "x2": positive,
    },
    "scipy.special.gammaincinv scipy.special.gammainccinv": {"x1": positive, "x2": unit},
    "scipy.special.betainc scipy.special.betaincc scipy.special.betaincinv "
    "scipy.special.betainccinv": {
        "x1": positive,
        "x2": positive,
        "x3": unit,
    },
    "scipy.stats.beta.pdf scipy.stats.beta.logpdf scipy.stats.beta.cdf scipy.stats.beta.sf "
    "scipy.stats.beta.logcdf scipy.stats.beta.logsf": {"x": unit, "a": positive, "b": positive},
    methods_of("bernoulli geom"): COUNTED,
    methods_of("poisson"): {"k": COUNTED["k"]},
    methods_of("binom"): COUNTED | {"n": [3, 5]},
    methods_of("nbinom"): COUNTED | {"n": lambda d: [2.5, d.array(low=1.2, high=3.0)]},
    methods_of("f"): {"x": positive, "dfn": positive, "dfd": positive},
    methods_of("pareto"): {"x": lambda d: [d.array(low=2.3, high=4.0)], "b": positive},
    methods_of("weibull_min"): {"x": positive, "c": positive},
    methods_of("invgamma"): {"x": positive, "a": positive},
    methods_of("vonmises"): {"kappa": positive},
    " ".join(
        f"scipy.fft.{i}{name}{n}" for i in ("i", "") for name in ("dct", "dst") for n in "n "
    ): {"type": [2, 1, 3, 4], "orthogonalize": [None, True, False]},
    "scipy.stats.multivariate_normal.logpdf scipy.stats.multivariate_normal.pdf "
    "scipy.stats.multivariate_normal.entropy": {
        "mean": lambda d: [None, d.array(d.shape[-1:]), d.number()],
        "cov": lambda d: [1, d.number(), *spd(Draw(d.function, Setting((3, 3)), d.region))],
    },
    "scipy.stats.dirichlet.logpdf scipy.stats.dirichlet.pdf": {
        "x": lambda d: [[0.21, 0.32, 0.47], np.array([0.25, 0.35, 0.4]), np.array([0.2, 0.3])],
        "alpha": lambda d: [d.array((3,), low=0.6, high=2.9)],
    },
}

BY_FUNCTION: dict[str, dict[str, Entry]] = {}
for _functions, _table in EXCEPTIONS.items():
    for _function in _functions.split():
        BY_FUNCTION.setdefault(_function, {}).update(drawing(_table))


def entry_for(function: str, parameter: str, first: bool) -> Entry | None:
    """Find the entry for a parameter of a function; None if there is none yet."""
    own = BY_FUNCTION.get(function, {}).get(parameter)
    if own is not None:
        return own
    if parameter in ARRAYS.split():
        return (lambda d: [d.array()]) if first else partners
    return BY_NAME.get(parameter)
