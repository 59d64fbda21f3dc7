"""What is drawn for a parameter: a table by its name, and by function where a name says too little.

An entry is a function of a `Draw` and gives the values to try. NumPy decides which of them it
accepts, so an entry may offer more than fits. Every float in what is drawn becomes a variable in
its turn, except for the parameters in `NO_VARIABLES`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: Where ordinary values lie; the functions of small domain take the regions they can.
REGIONS = ((-1.95, 1.95), (0.12, 0.93), (1.12, 2.9))


@dataclass(frozen=True, slots=True)
class Setting:
    """How the arrays of a call are made.

    Attributes
    ----------
    shape : tuple of int
    dtype : type
    layout : str
        "C", "F", "strided" (every second element of a larger array) or "reversed".
    content : str
        "ordinary", or special values: see `CONTENTS`.
    """

    shape: tuple[int, ...]
    dtype: type = np.float64
    layout: str = "C"
    content: str = "ordinary"

    def __str__(self) -> str:
        return f"{self.shape} {self.dtype.__name__} {self.layout} {self.content}"


SETTINGS = (
    *(Setting(shape) for shape in ((3,), (2, 3), (), (3, 3), (0,), (1,), (0, 3), (1, 3, 1))),
    Setting((2, 3, 2)),
    Setting((2, 3), layout="F"),
    Setting((3, 3), layout="strided"),
    Setting((3,), layout="reversed"),
    Setting((2, 3), np.float32),
    Setting((), np.float32),
    Setting((3, 3), np.float32, "F"),
    Setting((3,), np.complex128),
    Setting((2, 3), np.complex128),
    Setting((), np.complex128),
    Setting((3, 3), np.complex128, "F"),
    Setting((3,), np.complex64),
    Setting((3,), content="ties"),
    Setting((2, 3), content="ties"),
    Setting((5,), content="edges"),
    Setting((3,), content="nan"),
    Setting((2, 3), content="nan"),
    Setting((3,), content="inf"),
)
#: Stacks of matrices and none, for functions of matrices.
MATRICES = (
    Setting((2, 3, 3)), Setting((0, 3, 3)), Setting((0, 0)), Setting((1, 1)), Setting((4, 2)),
    Setting((2, 2), np.complex128),
    Setting((2, 2), np.complex64),
    Setting((2, 2, 3), np.complex128),
    Setting((3, 3), content="identity"),
    Setting((3, 3), content="diagonal"),
    Setting((3, 3), content="zero"),
    Setting((3, 3), content="ties"),
)  # fmt: skip

CONTENTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "ties": lambda a: np.resize([1.25, 0.75, 1.25, 0.75], a.shape),
    "edges": lambda a: np.resize([0.0, 1.0, -1.0, 2.0, 0.5], a.shape),
    "nan": lambda a: np.where(np.arange(a.size).reshape(a.shape) == 1, np.nan, a),
    "inf": lambda a: np.where(np.arange(a.size).reshape(a.shape) == 1, np.inf, a),
    "identity": lambda a: np.eye(*a.shape),
    "diagonal": lambda a: np.diag([2.0, 1.0, 2.0]),
    "zero": lambda a: np.zeros(a.shape),
}


@dataclass
class Draw:
    """What a table entry has to draw from.

    Attributes
    ----------
    function : str
    setting : Setting
    region : tuple of float
    chosen : dict
        What has been chosen for the parameters before.
    answer : object
        What the call gives without the parameter that is being drawn.
    """

    function: str
    setting: Setting
    region: tuple[float, float]
    chosen: dict[str, Any] = field(default_factory=dict)
    answer: Any = None
    name: str = ""

    @property
    def ndim(self) -> int:
        return len(self.setting.shape)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.setting.shape

    def rng(self, salt: str) -> np.random.Generator:
        return np.random.default_rng(
            zlib.crc32(f"{self.function} {self.setting} {self.region} {salt}".encode())
        )

    def array(
        self, shape: tuple[int, ...] | None = None, low: float | None = None,
        high: float | None = None, salt: str = "", content: str | None = None,
    ) -> np.ndarray:  # fmt: skip
        """Give an array in the setting's dtype and layout, of numbers with two decimals.

        No two are equal, and none is near a multiple of a half, where steps have their jumps.
        """
        shape = self.shape if shape is None else shape
        low = self.region[0] if low is None else low
        high = self.region[1] if high is None else high
        rng = self.rng(f"{self.name} {shape} {salt}")
        dtype = np.dtype(self.setting.dtype)
        values = drawn(rng, shape, low, high)
        if dtype.kind == "c":
            values = values + 1j * drawn(rng, shape, low, high)
        content = self.setting.content if content is None else content
        if content in CONTENTS:
            try:
                values = CONTENTS[content](values)
            except (TypeError, ValueError):
                pass  # an identity of one dimension: there the values are ordinary
        return laid_out(np.asarray(values, dtype), self.setting.layout)

    def real(self, *shape: int, low: float = 0.12, high: float = 0.93) -> np.ndarray:
        """Give ordinary real numbers, such as weights."""
        values = drawn(self.rng(f"{self.name} {shape}"), shape, low, high)
        return np.asarray(values, np.dtype(self.setting.dtype).type(0).real.dtype)

    def number(self, low: float = 0.12, high: float = 0.93) -> float:
        return float(drawn(self.rng(f"{self.name} number"), (), low, high))

    def mask(self, shape: tuple[int, ...] | None = None) -> np.ndarray:
        shape = self.shape if shape is None else shape
        return np.asarray(np.arange(int(np.prod(shape))).reshape(shape) % 3 != 1)

    def ints(self, shape: tuple[int, ...] | None = None, below: int = 2) -> np.ndarray:
        shape = self.shape if shape is None else shape
        return np.asarray(self.rng(f"{self.name} ints {shape}").integers(0, below, shape))

    @property
    def axes(self) -> list[int]:
        return list(range(-self.ndim, self.ndim))

    @property
    def main(self) -> np.ndarray:
        return next(iter(self.chosen.values()))


def drawn(rng: np.random.Generator, shape: Any, low: float, high: float) -> np.ndarray:
    grid = np.arange(round(low * 100), round(high * 100) + 1)
    grid = grid[(grid + 3) % 50 > 6]
    size = int(np.prod(shape))
    if size > len(grid):
        return np.asarray(rng.uniform(low, high, shape))
    return np.asarray(rng.permutation(grid)[:size].reshape(shape) / 100.0)


def laid_out(a: np.ndarray, layout: str) -> np.ndarray:
    if layout == "F":
        return np.asfortranarray(a)
    if layout == "strided" and a.ndim:
        return np.repeat(a, 2, -1)[..., ::2]
    if layout == "reversed" and a.ndim:
        return np.ascontiguousarray(a[::-1])[::-1]
    return a


# The table


Entry = Callable[[Draw], list[Any]]


def partners(d: Draw) -> list[Any]:
    """Second arguments: of the same shape, a number, shapes that broadcast or contract."""
    shape = d.shape
    shapes = [shape, (), shape[-1:], shape[::-1], (*shape, 1)[-2:], (3,), (3, 2), (2, 3), (1,)]
    different = list(dict.fromkeys(shapes))
    return [d.array(s, content=d.setting.content if s == shape else "ordinary")
            for s in different] + [d.number()]  # fmt: skip


def lists(d: Draw) -> list[Any]:
    """Several arrays in a list or a tuple, some of them of another size or kind."""
    one, two = d.array(salt="1"), d.array(salt="2")
    found: list[Any] = [(one, two), [one, two, one], [one]]
    if d.ndim:
        longer = (d.shape[0] + 1, *d.shape[1:])
        found += [(one, d.array(longer)), [one, d.array(longer).real.astype(np.float32)]]
        wider = (*d.shape[:-1], d.shape[-1] + 1)
        found += [[one, d.array(wider)], (d.array(wider), one.astype(np.complex128))]
    else:
        found += [[one, d.number()], (d.number(), 2, one)]
    return found + [one] * (d.ndim > 1)


def axes_or_none(d: Draw) -> list[Any]:
    more = [(0, -1), (1, 0)] if d.ndim > 1 else [(0,)] if d.ndim else [()]
    return [None, *d.axes, *more, *([(0, 1, 2)] if d.ndim > 2 else [])]


def like_answer(d: Draw) -> list[Any]:
    """Arrays to write into: of the answer's shape and type."""
    answer = d.answer
    if isinstance(answer, tuple):
        return [tuple(np.empty_like(part) for part in answer)]
    return [np.empty_like(answer)] if isinstance(answer, np.ndarray | np.generic) else []


def reduced_mean(d: Draw) -> list[Any]:
    a = np.asarray(d.main)
    found = [np.mean(a, keepdims=True)] if a.size else []
    return [np.asarray(m) for m in [*found, *(np.mean(a, 0, keepdims=True) for _ in a.shape[:1])]]


def splits(d: Draw) -> list[Any]:
    return [1, 2, 3, [1], (1, 2), [2, 1], np.array([0, 1])]


def dtypes(d: Draw) -> list[Any]:
    return [np.float32, np.float64, np.complex128, "f8", float, None, np.int64]


def shapes(d: Draw) -> list[Any]:
    n = int(np.prod(d.shape))
    found = [
        (n,),
        -1,
        (1, n),
        (-1, 1),
        [n, 1],
        d.shape[::-1],
        (2, *d.shape),
        (*d.shape, 1),
        4,
        (2, 3),
    ]
    return found + [(2, n // 2)] * (n % 2 == 0) + [()] * (n == 1)


def drawing(table: dict[str, Any]) -> dict[str, Entry]:
    """Make a table with one entry per name; an entry may be written as a list."""
    entries = {}
    for names, entry in table.items():
        for name in names.split():
            entries[name] = entry if callable(entry) else (lambda d, values=entry: list(values))
    return entries


BOOL = [True, False]

ARRAYS = """
    a x m ary arr array v p y f z val A filt ar ar1 ar2 a1 a2 element prototype sample b u in1 in2
    seq_of_zeros x1 x2 x3 values other value start stop fill_value vals xp fp src dst object
    test_elements q w base ab x4 c r data E z
"""

BY_NAME: dict[str, Entry] = drawing(
    {
        "axis": axes_or_none,
        "axis1 axis2 axisa axisb axisc source destination": lambda d: d.axes,
        "keepdims rowvar bias right equal_nan overwrite_input overwrite_a overwrite_b overwrite_ab "
        "include_initial deg returned density assume_unique return_indices invert endpoint retstep "
        "sparse increasing upper hermitian full_matrices compute_uv sorted return_index wrap cov "
        "return_inverse return_counts stable subok lower check_finite unit_diagonal transposed "
        "return_sign allow_singular full einsum_call suppress_small copy derivative eigvals_only permute_l "
        "p_indices pivoting homogeneous_eigvals compute_expm overwrite_data": BOOL,
        "out": like_answer,
        "where": lambda d: [True, d.mask(), d.mask(d.shape[-1:]), np.bool_(True)],
        "initial": lambda d: [d.number(), -3.5, d.array(())],
        "dtype": dtypes,
        "ddof": [0, 1, 2, 0.5, 3],
        "correction": [0, 1, 2.0],
        "mean": reduced_mean,
        "order": ["C", "F", "A", "K"],
        "casting": ["same_kind", "unsafe", "safe", "no"],
        "device": ["cpu", None],
        "kind": ["stable", "quicksort", None],
        "axes": lambda d: [
            None,
            0,
            1,
            2,
            (0,),
            (-1,),
            (0, 1),
            (1, 0),
            [0],
            ((0,), (0,)),
            ([-1], [0]),
            (0, 1, 2),
            (1, 2, 0),
            (-1, 0),
        ],
        "n": [0, 1, 2, 3, 5, -1, None],
        "k": [0, 1, -1, 2, -3],
        "N": [None, 0, 2, 4],
        "offset": [0, 1, -1, 5],
        "decimals": [0, 1, 2, -1],
        "rtol atol": [0.5, 0.0],
        "tol rcond": [0.01, None],
        "kth": lambda d: [0, 1, -1, [0, 1]],
        "indices_or_sections": splits,
        "arrays tup": lists,
        "weights fweights aweights": lambda d: [
            d.real(*d.shape),
            *[d.real(n) for n in d.shape[:1]],
            *[d.real(n) for n in d.shape[-1:]],
            None,
            [1, 2, 3],
            [0.2, 0.0, 0.7],
        ],
        "shape new_shape": shapes,
        "mode": [],
        "choices": lambda d: [
            [d.array(salt="1"), d.array(salt="2")],
            (d.array(salt="1"), d.number()),
        ],
        "a_min min": lambda d: [
            -0.41,
            d.array(low=-0.9, high=0.1),
            None,
            d.array(d.shape[-1:], low=-0.9, high=0.1),
        ],
        "a_max max": lambda d: [0.83, d.array(low=0.2, high=1.1), None, 0],
        "condition": lambda d: [
            d.mask(),
            d.mask(d.shape[:1]),
            d.mask(d.shape[-1:]),
            [True, False],
            True,
        ],
        "obj": lambda d: [
            0,
            1,
            -1,
            [0, 1],
            slice(0, 2),
            slice(None, None, 2),
            d.mask(d.shape[:1]),
            np.array([1, 1]),
            [],
        ],
        "prepend append to_end to_begin": lambda d: [
            d.number(),
            d.array(()),
            d.array((2,)),
            d.array((*d.shape[:-1], 1)),
            None,
        ],
        "bins": lambda d: [4, np.array([-2.1, -0.6, 0.4, 2.2]), [0.0, 1.0]],
        "range": [(-2.5, 2.5), None, ((-2.5, 2.5), (-2.5, 2.5))],
        "optimize": [False, True, "greedy"],
        "num": [1, 5, 0],
        "edge_order": [1, 2],
        "left": lambda d: [d.number(), None],
        "period": lambda d: [2.3, 1.17],
        "keys": lambda d: [d.array(), (d.array(salt="1"), d.array(salt="2"))],
        "indexing": ["xy", "ij"],
        "nan posinf neginf": lambda d: [d.number(), 0.0, None],
        "method": [
            "linear",
            "lower",
            "higher",
            "midpoint",
            "nearest",
            "inverted_cdf",
            "weibull",
            "median_unbiased",
            "averaged_inverted_cdf",
        ],
        "pad_width": [1, (1, 2), ((1, 0), (2, 1)), 0],
        "repeats": lambda d: [2, 0, [1, 2, 0], [2], np.array([1, 2]), [3, 1, 2]],
        "shift": [1, -2, (1, 1), 0, (1, -1)],
        "side": ["left", "right"],
        "sorter": lambda d: [np.argsort(d.main)] if np.ndim(d.main) == 1 else [],
        "reps": [2, (2, 1), (1, 2, 1), 1, 0, ()],
        "dx": lambda d: [0.37, 2, d.number()],
        "trim": ["f", "b", "fb", ""],
        "UPLO": ["L", "U"],
        "ord": [None, 1, 2, np.inf, -np.inf, 0, 3, -1, -2, 0.5, "fro", "nuc", -3],
        "norm": [None, "ortho", "forward", "backward"],
        "s": [None, (2, 2), (4, 3), (3, 5), (3,), (-1, 4)],
        "index indices ind": lambda d: [
            d.ints(),
            [0, 1],
            0,
            -1,
            np.array([[1, 0], [0, 0]]),
            [],
            d.ints((2,)),
        ],
        "refcheck": BOOL,
        "ndmin": [0, 1, 3],
        "return_inverse ": BOOL,
        "minlength": [0, 5],
        "mask": lambda d: [d.mask(), d.mask(d.shape[-1:])],
        "rtol": [0.5, 0.01],
        "max_line_width precision": [5, None],
        "separator prefix suffix": [", "],
        "formatter": [{"float": str}, None],
        "threshold edgeitems": [2],
        "sign": ["+", "-"],
        "floatmode": ["fixed"],
        "legacy": ["1.13", False],
        "discont": [None, 2.1],
        "loc": lambda d: [d.number(), d.array(low=0.12, high=0.93)],
        "scale": lambda d: [d.number(1.1, 1.9), d.array(low=1.1, high=1.9)],
        "df": lambda d: [2.6, d.array(low=1.3, high=4.0)],
        "mu": lambda d: [1.7, d.array(low=1.2, high=3.0)],
        "signature": [
            "d->d",
            "dd->d",
            "d->dd",
            "dd->dd",
            "d->?",
            "dd->?",
            "d->di",
            "di->d",
            "ddd->d",
            "D->D",
        ],
    }
)

#: Parameters that are floats and no place for a variable.
NO_VARIABLES = set(
    [
        "rtol",
        "atol",
        "tol",
        "rcond",
        "obj",
        "ddof",
        "correction",
        "edge_order",
        "num",
        "offset",
        "decimals",
        "condition",
        "where",
        "casting",
        "discont",
        "pad_width",
        "max_line_width",
        "n",
        "k",
        "kth",
        "repeats",
        "minlength",
        "bins",
        "ndmin",
        "deg",
        "ord",
        "threshold",
        "range",
        "indices",
        "ind",
        "shift",
        "index",
    ]
)


def pad_modes(d: Draw) -> list[Any]:
    return ["constant", "edge", "linear_ramp", "maximum", "mean", "median", "minimum", "reflect",
            "symmetric", "wrap", "empty"]  # fmt: skip


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
    0, -1, slice(None), slice(1, None), slice(None, None, -1), slice(5, 9), Ellipsis, None,
    (), (0, 1), (Ellipsis, 0), (slice(None), 1), (None, Ellipsis), (slice(None), None), [0, 1],
    [1, 1, 0], np.array([[0, 1], [1, 1]]), (np.array([0, 1]), np.array([1, 0])), [],
    ([0, 1], slice(None)), (slice(None), [0, 0]), (0, [1, 0]), (slice(None), np.array([1, 0]), 0),
    True, False, np.int64(1), (np.array([True, False]), 1), ([0], slice(None), [1]),
]  # fmt: skip


def subscripts(d: Draw) -> list[Any]:
    """Whole argument lists of einsum."""
    a = d.array()
    found = {
        0: [(",->", a, d.array((), salt="2")), (",i->i", a, d.array((3,)))],
        1: [("i->", a), ("i,i->i", a, a), ("i,j->ij", a, d.array((2,))), ("i->i", a), ("i,i", a, a),
            (a, [0], [0]), ("...,...", a, a), ("i,i,i->", a, a, a)],
        2: [("ij->ji", a), ("ij->", a), ("ij,jk->ik", a, d.array(d.shape[::-1])), ("ij,ij->i", a, a),
            ("ii->i", a), ("ii", a), ("ji", a), ("...j->...", a), ("ij,j->i", a, d.array(d.shape[-1:])),
            (a, [0, 1], [1, 0]), (a, [0, 1], [1]), ("ij,kl->il", a, a), ("ij,jk,kl->il", a, d.array(d.shape[::-1]), a)],
        3: [("ijk->kji", a), ("i...->...", a), ("ijk,ijk->j", a, a), ("iji->j", a), ("...ij->...ji", a),
            ("ijk->ik", a)],
    }  # fmt: skip
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
        found += [(d.number(),) * d.ndim, tuple(rising_), tuple(rising_[:1])]
    return found


#: Where a function takes another thing under a name: functions, parameters, what to draw.
EXCEPTIONS: dict[str, dict[str, Any]] = {
        "np.apply_along_axis": {"func1d": [np.sort, np.sum, np.cumsum], "args": [()],
                                "kwargs": [{}], "axis": lambda d: d.axes},
        "np.apply_over_axes": {"func": [np.sum, np.mean], "axes": lambda d: [0, [0, -1]]},
        "np.pad": {"mode": pad_modes, "kwargs": lambda d: [
            {}, {"constant_values": d.number()}, {"constant_values": (1, d.number())},
            {"end_values": d.number(), "mode": "linear_ramp"}, {"stat_length": 2, "mode": "mean"},
            {"reflect_type": "odd", "mode": "reflect"}, {"reflect_type": "odd", "mode": "symmetric"}]},
        "np.take ndarray.take": {"mode": ["raise", "wrap", "clip"], "indices": lambda d: [
            0, [0, 1], [], np.array([[1, 0], [0, 0]]), -1, np.array([0, 0, 1]), 7, [4, -4]]},
        "np.choose": {"a": lambda d: [d.ints()], "mode": ["raise", "wrap", "clip"]},
        "ndarray.choose": {"a": lambda d: [d.ints()], "mode": ["raise", "wrap", "clip"]},
        "np.put ndarray.put": {"mode": ["raise", "wrap", "clip"], "ind indices": lambda d: [0, [0, 1]],
                   "v values": partners},
        "np.convolve np.correlate": {"mode": ["full", "same", "valid"]},
        "scipy.signal.convolve scipy.signal.fftconvolve scipy.signal.correlate scipy.signal.convolve2d scipy.signal.correlate2d scipy.signal.oaconvolve": {
            "mode": ["full", "same", "valid"], "method": ["auto", "direct", "fft"],
            "boundary": ["fill", "wrap", "symm"], "fillvalue": [0, 0.5]},
        "np.linalg.qr": {"mode": ["reduced", "complete", "r", "raw"]},
        "np.clip ndarray.clip": {"kwargs": [{}]},
        "np.einsum np.einsum_path": {"operands": subscripts, "kwargs": [
            {}, {"optimize": True}, {"dtype": np.complex128}, {"order": "F"}, {"casting": "unsafe"}]},
        "np.block": {"arrays": lambda d: [
            [d.array(salt="1"), d.array(salt="2")], [[d.array(salt="1")], [d.array(salt="2")]],
            [[d.array(salt="1"), d.array(salt="2")], [d.array(salt="3"), d.array(salt="4")]],
            d.array(), [d.array(), d.number()]]},
        "np.interp": {"x": partners, "xp": rising, "fp": of_three_or_five},
        "np.piecewise": {
            "condlist": lambda d: [[d.mask()], [d.mask(), ~d.mask()]],
            "funclist": [[np.sin, np.cos], [np.sin, 0.5], [lambda x: x * x, lambda x: 2 * x, 0]],
            "args": [()], "kw": [{}]},
        "np.select": {
            "condlist": lambda d: [[d.mask(), ~d.mask()], [d.mask()]],
            "choicelist": lambda d: [[d.array(salt="1"), d.array(salt="2")], [d.array(), d.number()], [d.array()]],
            "default": lambda d: [0, d.number(), d.array()]},
        "np.broadcast_arrays np.ix_ np.meshgrid np.common_type np.result_type np.atleast_1d np.atleast_2d "
        "np.atleast_3d scipy.linalg.block_diag": {
            "args xi arrays arrays_and_dtypes arys arrs": several},
        "np.gradient": {"varargs": spacings},
        "np.linalg.multi_dot": {"arrays": lambda d: [
            [d.array(), d.array(d.shape[::-1])], [d.array(), d.array(d.shape[::-1]), d.array(salt="3")],
            [d.array(d.shape[:1]), d.array(), d.array(d.shape[-1:])]]},
        "np.linalg.cholesky np.linalg.eigh np.linalg.eigvalsh scipy.linalg.cholesky "
        "scipy.linalg.cho_factor": {"a": spd},
        "scipy.linalg.cho_solve": {
            "c_and_lower": lambda d: [(a, low) for a in spd(d) for low in BOOL], "b": right_sides},
        "np.linalg.inv np.linalg.solve scipy.linalg.solve_triangular scipy.linalg.solve "
        "scipy.linalg.inv np.linalg.lstsq": {
            "a": lambda d: [*triangular(d), d.array()], "b": right_sides, "trans": [0, 1, 2, "T", "C"],
            "assume_a": ["gen", "sym", "her", "pos", "diagonal", "upper triangular", None]},
        "scipy.linalg.solve_banded": {
            "l_and_u": [(1, 1), (0, 1), (1, 0)], "ab": lambda d: [d.array(low=1.1, high=2.9)], "b": right_sides},
        "scipy.linalg.solve_sylvester": {"b": partners, "q": lambda d: [d.array(), d.array((3, 2)), d.array((3, 3))]},
        "scipy.linalg.sqrtm scipy.linalg.logm": {"A": spd},
        "np.linalg.pinv np.linalg.svd np.linalg.matrix_rank": {"a A": lambda d: [d.array(), *spd(d)[:1]]},
        "np.linalg.cond": {"p": [None, 1, 2, -2, np.inf, "fro", "nuc", -1]},
        "np.linalg.matrix_norm": {"ord": ["fro", "nuc", 1, 2, -1, -2, np.inf]},
        "np.linalg.matrix_power": {"n": [0, 1, 2, 3, 5, -1, -2]},
        "np.linalg.tensorinv": {"a": lambda d: [d.array(), d.array((2, 3, 6)), d.array((6, 2, 3))], "ind": [1, 2]},
        "np.linalg.tensorsolve": {"a": lambda d: [d.array(), d.array((2, 3, 6))], "b": lambda d: [
            d.array(), d.array((2, 3)), d.array((3,))], "axes": [None, (0,), (0, 2), (1,)]},
        "np.matmul": {"axes": [[(0, 1), (1, 0), (0, 1)], [(-2, -1)] * 3]},
        "np.vecdot": {"axes": [[0, 0], [(0,), (-1,), ()]]},
        "np.matvec np.vecmat": {"axes": [[(1, 0), (0,), (0,)], [(0,), (1, 0), (0,)]]},
        "np.fft.fft np.fft.ifft np.fft.rfft np.fft.irfft np.fft.hfft np.fft.ihfft": {"n": [None, 1, 2, 5, 6]},
        "np.polyval": {"x": partners},
        "np.polyfit": {"x": lambda d: [d.array((5,))], "y": lambda d: [d.array((5,)), d.array((5, 2))],
                       "deg": [1, 2, 0], "w": lambda d: [d.real(5), None], "cov": [False, True, "unscaled"]},
        "np.polyint": {"k": lambda d: [None, d.number(), [0.5], [0.2, 0.4]], "m": [1, 2, 0]},
        "np.polyder": {"m": [1, 2, 0]},
        "np.unstack np.rollaxis np.delete": {"axis": lambda d: [*d.axes, None]},
        "np.rollaxis": {"start": [0, 1, 2]},
        "np.quantile np.nanquantile": {"q": lambda d: [0.37, [0.21, 0.83], np.array(0.62), 0.0, 1.0, 0.5,
                                                       np.array([[0.11, 0.68]])]},
        "np.percentile np.nanpercentile": {"q": lambda d: [37.5, [21.25, 83.1], np.array(62.3), 0, 100, 50]},
        "np.searchsorted ndarray.searchsorted": {"a": lambda d: [np.sort(d.array((3,)))], "v": partners},
        "np.digitize": {"bins": [np.array([-1.1, 0.3, 1.2]), [0.0, 1.0]]},
        "np.linspace np.geomspace np.logspace": {
            "start": lambda d: [d.array(low=0.2, high=0.9), 0.31], "stop": lambda d: [d.array(low=1.1, high=2.4), 2.7],
            "axis": lambda d: [0, -1], "dtype": [None, np.float32, float],
            "base": lambda d: [2.0, d.number(1.2, 1.9), d.array((), low=1.2, high=2.9)]},
        "np.rot90": {"k": [0, 1, 2, 3, -1], "axes": [(0, 1), (1, 0), (-1, 0), (0, 2)]},
        "np.transpose np.permute_dims": {"axes": [None, (0,), (1, 0), (0, 1), (2, 0, 1), (-1, 0)]},
        "np.fill_diagonal": {"val": partners},
        "np.put_along_axis np.take_along_axis": {
            "indices": lambda d: [d.ints(), d.ints((*d.shape[:-1], 1)), d.ints((1, *d.shape[1:]))],
            "axis": lambda d: [*d.axes, None]},
        "np.cov np.corrcoef": {
            "fweights": lambda d: [np.arange(1, 1 + (d.shape[-1] if d.ndim else 1)), None],
            "aweights": lambda d: [d.real(d.shape[-1] if d.ndim else 1), None], "ddof": [None, 0, 1, 2],
            "dtype": [None, np.float32, np.complex128]},
        "np.histogram2d": {"bins": [3, [2, 3]]},
        "np.histogramdd": {"bins": [3]},
        "np.bincount": {"x": lambda d: [d.ints()]},
        "np.sort np.argsort np.partition np.argpartition ndarray.sort ndarray.argsort ndarray.partition "
        "ndarray.argpartition": {"order": [None], "kind": [None, "stable", "heapsort", "introselect"]},
        "np.copy np.astype ndarray.astype ndarray.copy ndarray.flatten": {"copy": BOOL},
        "np.astype ndarray.astype": {"dtype": [np.float32, np.float64, np.complex128, int, bool, "f4", "D"]},
        "np.isin": {"kind": [None, "sort"]},
        "rounded": {"x1": lambda d: [d.number(), d.array()[()]]},
        "np.heaviside": {"x2": unit},
        "ndarray.item": {"args": [(), (0,), (-1,), (0, 1)]},
        "ndarray.view": {"args": [(), (np.int64,), (np.float64,)], "kwargs": [{}]},
        "ndarray.reshape": {"shape": lambda d: [(-1,), (2, 3), (3, 2), ((3, 2),), (3, 1), (1, -1), ()]},
        "ndarray.resize": {"new_shape": lambda d: [(3,), (2, 3), ((3, 1),)]},
        "ndarray.transpose": {"axes": [(), (1, 0), ((1, 0),), (None,), (2, 0, 1)]},
                "operator.getitem": {"index": lambda d: [*INDICES, d.mask(), d.mask(d.shape[:1]), (d.mask(d.shape[:1]), 0)]},
        "operator.pow np.pow np.float_power": {"x2": lambda d: [*partners(d), 2, 3, 0.5, -1, 0, 1]},
        "np.ldexp": {"x2": lambda d: [d.ints(), 2, -1]},
        "anp.arange": {"args": [(4,), (0.3, 2.0), (0.3, 2.0, 0.5)], "dtype": [None, float, np.float32]},
        "anp.asarray anp.asanyarray anp.asarray_chkfinite anp.ascontiguousarray anp.asfortranarray anp.require": {
            "a": lambda d: [*lists(d), d.array(), d.number()], "args": [()], "dtype": [None, float, np.float32, complex]},
        "anp.fromiter": {"iter": lambda d: [d.array(), [0.3, d.number(), 2]], "dtype": [float, np.float32], "count": [-1, 2]},
        "anp.kaiser": {"M": [5, 0, 1], "beta": lambda d: [d.number(), 2.3]},
        "anp.array anp.asarray": {"object": lambda d: [*lists(d), d.array(), d.number(), [[d.number(), 1.0], [2, d.array(())]]],
                      "dtype": [None, float, np.float32, complex]},
        "anp.full": {"shape": [3, (2, 3), (), (0,), [2]], "fill_value": lambda d: [d.number(), d.array(), d.array(())],
                     "dtype": [None, np.float32, complex]},
        "scipy.special.eval_hermite scipy.special.eval_hermitenorm": {"x1": lambda d: [2, 3, d.ints(below=5)]},
        "scipy.special.eval_jacobi scipy.special.eval_sh_jacobi": {
            "x1": lambda d: [2, 3, d.ints(below=5)], "x2": positive, "x3": positive},
        "scipy.linalg.convolution_matrix": {"n": [2, 4], "mode": ["full", "same", "valid"]},
        "scipy.linalg.eigh scipy.linalg.eigvalsh": {
            "a": spd, "b": lambda d: [None, *spd(d)], "type": [1, 2, 3], "subset_by_index": [None, [0, 1]],
            "subset_by_value": [None, (1.5, 4.5)], "driver": [None, "ev", "evr", "gvd"]},
        "scipy.linalg.eigvals": {"b": lambda d: [None, d.array()]},
        "scipy.linalg.expm_frechet": {"method": [None, "SPS", "blockEnlarge"]},
        "scipy.linalg.lu_solve": {
            "lu_and_piv": lambda d: [(a, np.arange(a.shape[-1], dtype=np.int32)) for a in triangular(d) if a.ndim == 2],
            "b": right_sides, "trans": [0, 1, 2]},
        "scipy.linalg.matmul_toeplitz scipy.linalg.solve_toeplitz": {
            "c_or_cr": lambda d: [d.array(low=1.1, high=2.9), (d.array(salt="1"), d.array(salt="2"))],
            "x": right_sides, "b": right_sides, "workers": [None]},
        "scipy.linalg.qr": {"lwork": [None], "mode": ["full", "r", "economic", "raw"]},
        "scipy.linalg.solve_discrete_lyapunov": {"method": [None, "direct", "bilinear"]},
        "scipy.linalg.svd": {"lapack_driver": ["gesdd", "gesvd"]},
        "scipy.signal.detrend": {"type": ["linear", "constant"], "bp": [0, 1, [1, 2]]},
        "scipy.signal.lfilter": {
            "b": lambda d: [d.array((3,)), [0.4, 0.7]], "a": lambda d: [d.array((2,), low=1.1, high=1.9), [1.2, 0.3]],
            "x": lambda d: [d.array()], "zi": lambda d: [None, d.array((1,)), d.array((2,)), d.array((*d.shape[:-1], 2))]},
        "scipy.special.logsumexp": {"b": lambda d: [d.array(low=0.2, high=0.9), d.number(), None, np.array([0.0, 0.5, 1.0])]},
        "scipy.special.polygamma": {"n": [0, 1, 2, [0, 1, 3]], "x": positive},
        "scipy.special.multigammaln": {"a": lambda d: [d.array(low=2.1, high=3.4)], "d": [1, 2, 3]},
        "scipy.special.zeta": {"x": lambda d: [d.array(low=1.2, high=3.9)], "q": lambda d: [None, *positive(d)]},
        "scipy.special.jv scipy.special.yv scipy.special.iv scipy.special.kv scipy.special.ive scipy.special.kve "
        "scipy.special.yn scipy.special.kn scipy.special.jn": {"x1": lambda d: [0, 2, d.ints(below=4), 0.5], "x2": positive},
        "scipy.special.gammainc scipy.special.gammaincc scipy.special.stdtr scipy.special.pdtr scipy.special.pdtrc": {
            "x1": positive, "x2": positive},
        "scipy.special.gammaincinv scipy.special.gammainccinv": {"x1": positive, "x2": unit},
        "scipy.special.betainc scipy.special.betaincc scipy.special.betaincinv scipy.special.betainccinv": {
            "x1": positive, "x2": positive, "x3": unit},
        "scipy.stats.beta.pdf scipy.stats.beta.logpdf scipy.stats.beta.cdf scipy.stats.beta.sf "
        "scipy.stats.beta.logcdf scipy.stats.beta.logsf": {"x": unit, "a": positive, "b": positive},
        "scipy.stats.poisson.pmf scipy.stats.poisson.logpmf scipy.stats.poisson.cdf scipy.stats.poisson.sf "
        "scipy.stats.poisson.logcdf scipy.stats.poisson.logsf": {"k": lambda d: [d.ints(below=4), 2, 0, 1.0]},
        "scipy.stats.multivariate_normal.logpdf scipy.stats.multivariate_normal.pdf "
        "scipy.stats.multivariate_normal.entropy": {
            "mean": lambda d: [None, d.array(d.shape[-1:]), d.number()],
            "cov": lambda d: [1, d.number(), *spd(Draw(d.function, Setting((3, 3)), d.region))]},
        "scipy.stats.dirichlet.logpdf scipy.stats.dirichlet.pdf": {
            "x": lambda d: [[0.21, 0.32, 0.47], np.array([0.25, 0.35, 0.4]), np.array([0.2, 0.3])],
            "alpha": lambda d: [d.array((3,), low=0.6, high=2.9)]},
}  # fmt: skip

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
