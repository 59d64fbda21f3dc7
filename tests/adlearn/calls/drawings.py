"""What is drawn for a parameter by its name.

An entry is a function of a `Draw` and gives the values to try. NumPy decides which of them it
accepts, so an entry may offer more than fits. Every float in what is drawn becomes a variable in
its turn, except for the parameters in `NO_VARIABLES`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from calls.settings import Draw

Entry = Callable[[Draw], list[Any]]


def partners(d: Draw) -> list[Any]:
    """Second arguments: of the same shape, a number, shapes that broadcast or contract."""
    shape = d.shape
    shapes = [shape, (), shape[-1:], shape[::-1], (*shape, 1)[-2:], (3,), (3, 2), (2, 3), (1,)]
    different = list(dict.fromkeys(shapes))
    return [
        d.array(s, content=d.setting.content if s == shape else "ordinary") for s in different
    ] + [d.number()]


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
        "return_sign allow_singular full einsum_call suppress_small copy derivative "
        "eigvals_only permute_l return_rank "
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
        "overwrite_x": BOOL,
        "workers plan": [None],
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
