"""No program takes a shape or a dtype for granted that is another one for other numbers."""

import itertools
import warnings

import numpy as np
import pytest
import scipy.special

import adlearn as ad
from adlearn.programs.forms import FIXED

PARTS = {
    "numpy": np,
    "numpy.linalg": np.linalg,
    "numpy.fft": np.fft,
    "numpy.emath": np.emath,
    "numpy.lib.stride_tricks": np.lib.stride_tricks,
    "numpy.polynomial.polynomial": np.polynomial.polynomial,
    "scipy.special": scipy.special,
}
#: What writes, asks, or takes long.
LEFT_OUT = {
    *("save", "savez", "savetxt", "savez_compressed", "input", "test", "show_config", "info"),
    *("show_runtime", "frompyfunc", "fromfile", "memmap", "loadtxt", "genfromtxt", "ones", "empty"),
    *("bmat", "asmatrix"),  # of the class of matrices
    *("zeros", "full", "eye", "identity", "indices", "tri", "getbufsize", "setbufsize", "random"),
}
#: The same dtype and shape, and numbers that differ in signs, zeros, order, and how many are equal.
ROWS = [[3.0, 1.0, 2.0, 0.0], [0.0, 2.0, 2.0, 0.0], [-1.0, 0.5, -3.0, 4.0], [1.0, 1.0, 1.0, 1.0]]
SQUARES = [
    [[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 4.0]],
    [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]],
    [[1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]],
]
EXAMPLES = {
    "numbers": [np.array(row) for row in ROWS],
    "whole numbers": [np.array(row).astype(int) for row in ROWS],
    "truths": [np.array(row) > 0.7 for row in ROWS],
    "squares": [np.array(rows) for rows in SQUARES],
}


def functions(part):
    """List the functions of a module of NumPy's or SciPy's."""
    for name, function in sorted(vars(PARTS[part]).items()):
        usual = callable(function) and not isinstance(function, type) and name not in LEFT_OUT
        if usual and not name.startswith("_"):
            yield name, function


def tells_form(function, further):
    """Make a function that gives the form of what another gives, in numbers."""

    def f(x):
        answer = function(x, *further(x))
        parts = answer if isinstance(answer, (tuple, list)) else (answer,)
        sizes = [float(np.size(part)) + 100 * np.ndim(part) for part in parts]
        return np.sum(x) * 0.0, sizes, [np.iscomplexobj(part) for part in parts]

    return f


FURTHER = {
    "nothing": lambda x: (),
    "itself": lambda x: (x,),
    "its largest": lambda x: (np.argmax(x),),
    "two": lambda x: (2,),
}


def said(f, x):
    """Give what a function says; None where it has no answer."""
    try:
        return f(x)
    except Exception:
        return None


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("kind", EXAMPLES)
@pytest.mark.filterwarnings("ignore")
def test_the_form_of_an_answer_is_that_for_these_numbers(part, kind):
    wrong = []
    for (name, function), (told, further) in itertools.product(functions(part), FURTHER.items()):
        if isinstance(function, np.ufunc) and told != "nothing":
            continue
        f = tells_form(function, further)
        wanted = [said(f, x) for x in EXAMPLES[kind]]
        if len({repr(one) for one in wanted}) == 1 and function not in FIXED:
            continue  # nothing is to be seen with these
        fast = ad.compile(f)
        found = [said(fast, x) for x in EXAMPLES[kind]]
        if repr(found) != repr(wanted):
            wrong.append((name, told, found, wanted))
    assert not wrong, [one[:2] for one in wrong]


def test_what_is_said_of_numbers_is_asked_again():
    def f(x):
        return x * (2.0 if np.min_scalar_type(x[0]) == np.uint8 else 3.0), np.array_str(x)

    fast = ad.compile(f)
    for first in (1, 1, 300, 1, 300):
        x = np.array([first, 2])
        (found, text), (wanted, same) = fast(x), f(x)
        np.testing.assert_array_equal(found, wanted)
        assert text == same


def test_a_known_function_asks_nothing_while_it_runs():
    def f(x, i):
        y = np.concatenate([np.sort(x), np.take(x, i), np.where(x > 0, x, 0.0)])
        return np.sum(np.linalg.solve(np.outer(y, y) + np.diag(y), np.roll(y, 1))[1:3])

    page = ad.program(f)(np.array([1.0, 2.0]), np.array([0, 1]))
    assert "raise" not in page.source


def test_the_dtype_of_an_unknown_function_is_asked():
    def f(x):
        return np.conj(np.emath.sqrt(x))

    fast = ad.compile(f)
    for x in (np.array([1.0, 4.0]), np.array([1.0, 4.0]), np.array([-1.0, 4.0])) * 2:
        np.testing.assert_array_equal(fast(x), f(x), strict=True)
    with warnings.catch_warnings(), pytest.raises(ad.NotTraceable, match="elements"):
        ad.program(f)(np.array([1.0]))(np.array([-1.0]))
