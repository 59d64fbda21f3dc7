"""A program gives what the function gives, for operands of every dtype: the same numbers, signs of
zeros, shape, dtype and class."""

import itertools

import numpy as np
import pytest

import adlearn as ad
from adlearn.programs.quickest import QUICK, SIGNS
from adlearn.programs.simplify import STRIKES

pytestmark = [
    pytest.mark.filterwarnings("ignore::RuntimeWarning"),
    pytest.mark.filterwarnings("ignore:'where' used without:UserWarning"),
]

DTYPES = [*"?bhilBHILefd", "F", "D"]
SHAPES = [(), (1,), (2, 3), (0,)]
NUMBERS = [1.5, -0.0, -2.25, 0.0, 3e4, -7.1]

#: What quick spellings and strikes are for, as a user writes it.
WRITTEN = {
    "x + c": lambda x: x + 0.0,
    "x - c": lambda x: x - 0.0,
    "x - -c": lambda x: x - np.array(-0.0),
    "x * 1": lambda x: 1 * x * 1.0,
    "x * -1": lambda x: x * -1.0,
    "x / 1": lambda x: x / 1.0,
    "x ** 1": lambda x: x**1.0,
    "x ** 2": lambda x: x**2,
    "x * x": lambda x: x * x,
    "-x": lambda x: -x,
    "-(-x)": lambda x: np.negative(-x),
    "x - (-x)": lambda x: x - (-x),
    "(-x) + x": lambda x: (-x) + x,
    "(-x) * x": lambda x: (-x) * x / -x,
    "c * (d * x)": lambda x: 2.0 * (0.25 * x),
    "c * (-x)": lambda x: 3.0 * (-x),
    "-(c * x)": lambda x: -(3.0 * x),
    "float64": lambda x: np.float64(2.0) * x,
    "float32": lambda x: np.float32(2.0) * x,
    "float32 beside float64": lambda x: np.float64(0.5) * (np.float32(3.0) * x),
    "an array of no axis": lambda x: np.array(2.0) * x,
    "ones": lambda x: np.ones((2, 3)) * x if np.ndim(x) == 2 else x,
    "ones of float32": lambda x: np.ones(np.shape(x), "f") * x,
    "whole ones": lambda x: np.ones(np.shape(x), int) * x,
    "zeros of both signs": lambda x: np.array([0.0, -0.0, 0.0]) * x if np.ndim(x) == 2 else x,
    "mean": lambda x: np.mean(x),
    "mean of columns": lambda x: np.mean(x, axis=0, keepdims=True),
    "mean with a dtype": lambda x: np.mean(x, dtype=np.float32),
    "sum": lambda x: np.sum(x),
    "sum of columns": lambda x: np.sum(x, axis=0),
    "sum over all": lambda x: np.sum(x, axis=tuple(range(np.ndim(x)))),
    "sum with a dtype": lambda x: np.sum(x, dtype=np.float32),
    "transpose": lambda x: np.transpose(np.transpose(x)),
    "reshape": lambda x: np.reshape(x, (-1, 1)),
    "expand": lambda x: np.expand_dims(x, [0, 1]),
    "broadcast": lambda x: np.broadcast_to(x, (2, *np.shape(x))),
    "broadcast, and times": lambda x: np.broadcast_to(x, (2, *np.shape(x))) * x,
    "item": lambda x: x[..., :1] if np.ndim(x) else x,
    "matmul": lambda x: x.T @ x if np.ndim(x) else x,
    "conj": lambda x: np.conj(x),
    "real": lambda x: np.real(x),
    "copy": lambda x: np.copy(x),
    "square to another": lambda x: np.multiply(x, x, dtype=np.float32),
    "to another, and back": lambda x: np.multiply(2.0, np.multiply(0.5, x, dtype=np.float32)),
    "signs to another": lambda x: np.negative(np.negative(x, dtype=np.float32)),
    "sum to another": lambda x: np.add(x, np.negative(x), dtype=np.float32),
    "where": lambda x: np.multiply(x, 1.0, where=np.ones(np.shape(x), bool)),
    "a truth": lambda x: (x == x) & (x <= x),
}


def sample(dtype: str, shape: tuple[int, ...]) -> np.ndarray:
    """Give numbers at the ends of what a dtype holds, zeros of both signs, and usual ones."""
    kind = np.dtype(dtype).kind
    numbers: list = NUMBERS
    if kind in "iu":
        limits = np.iinfo(dtype)
        numbers = [limits.max, limits.min, limits.max - 1, 1, 0, 2]
    elif kind == "c":
        numbers = [1.5 - 2j, complex(-0.0, 1), -2.25, complex(0, -0.0), 3e4, -7j]
    return np.array(numbers).astype(dtype)[: int(np.prod(shape))].reshape(shape)


def seen(thing):
    """Give all that is promised to be the same, in a form that can be compared."""
    array = np.asarray(thing)
    if array.dtype.kind == "c":  # a strike may change the sign of a zero beside another number
        array = array + 0.0
    numbers = repr(array.tolist()).replace("-nan", "nan")
    return type(thing), np.asarray(thing).dtype, array.shape, numbers


def answer_of(f, args):
    """Call a function; None where NumPy does not compute such a thing."""
    try:
        return f(*args)
    except (TypeError, ValueError, ArithmeticError):
        return None


def check(f, args):
    """Compare a compiled function, and the file of its program, with the function itself."""
    wanted = answer_of(f, args)
    if wanted is None:
        return
    fast = ad.compile(f)
    fast(*args)
    again = fast(*args)
    assert fast.versions, fast.refusal
    page = ad.program(f)(*args)
    names: dict = {}
    exec(page.source, names)
    written = list(names.values())[-1](*args)
    assert compared(again) == compared(wanted), fast.versions[0].run.text
    for found in (written, page(*args)):
        # A file has np.float64 for float.
        assert compared(found)[1:] == compared(wanted)[1:], page.source


def compared(answer):
    """Compare each of several answers."""
    return [tuple, *map(seen, answer)] if isinstance(answer, tuple) else seen(answer)


@pytest.mark.parametrize("written", WRITTEN)
def test_what_is_struck_out_or_spelled_otherwise_gives_the_same_for_every_dtype(written):
    for dtype, shape in itertools.product(DTYPES, SHAPES):
        check(WRITTEN[written], (sample(dtype, shape),))
        if not shape:
            check(WRITTEN[written], (sample(dtype, shape)[()],))


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("number", [1.5, -0.0, 1e200, 2 - 1j])
def test_it_gives_the_same_for_numbers_of_python(written, number):
    check(WRITTEN[written], (number,))


UFUNCS = {name: thing for name, thing in vars(np).items() if isinstance(thing, np.ufunc)}


@pytest.mark.parametrize("name", sorted(UFUNCS))
def test_every_ufunc_gives_the_same_for_every_dtype(name):
    function = UFUNCS[name]
    if function.signature:
        return
    for dtype in DTYPES:
        x = sample(dtype, (2, 3))
        check(lambda *xs: function(*xs), (x, x.copy())[: function.nin])


def test_nothing_is_spelled_or_struck_out_that_is_not_asked_here():
    asked = {np.add, np.subtract, np.multiply, np.divide, np.negative, np.square, np.power}
    asked |= {np.positive, np.sum, np.mean, np.matmul, np.transpose, np.reshape, np.expand_dims}
    asked |= {np.broadcast_to, np.conjugate, np.real, np.copy, *UFUNCS.values()}
    known = {*QUICK, *SIGNS, *(f for kind in STRIKES.values() for f in kind)}
    ours = {f for f in known if (getattr(f, "__module__", "") or "").startswith(("adlearn", "_op"))}
    assert known - ours <= asked


@pytest.mark.parametrize("dtype", ["d", "f"])
@pytest.mark.parametrize("power", [0.6, -0.6])
def test_constants_are_not_multiplied_where_their_product_is_no_number_of_that_precision(
    dtype, power
):
    size = np.finfo(dtype).maxexp
    c = 2.0 ** int(power * size)
    x = np.array([1 / c], dtype)
    check(lambda x: c * (c * x), (x,))


def test_a_function_keeps_no_constants_of_other_functions():
    def f(x, c):
        return c * x, np.broadcast_to(x[0], (3,))

    x = np.ones(3)
    one, other = ad.compile(lambda x: f(x, 0.1)), ad.compile(lambda x: f(x, 0.2))
    one(x), other(x)
    arrays = [
        {k: v for k, v in c.versions[0].run.__globals__.items() if isinstance(v, np.ndarray)}
        for c in (one, other)
    ]
    assert arrays[0]["ones_"] is not arrays[1]["ones_"]
    assert [float(names["c_"]) for names in arrays] == [0.1, 0.2]
