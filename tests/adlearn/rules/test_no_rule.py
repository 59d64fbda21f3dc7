"""What has no rule says so: no public function of NumPy or of `scipy.special` answers a traced
value with plain numbers in silence."""

from __future__ import annotations

import contextlib
import types

import numpy as np
import pytest

import adlearn.numpy as anp
from adlearn import MissingRule, grad, jacfwd
from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotAssignable
from adlearn.rules import numpy_rules  # noqa: F401  the whole table
from adlearn.tensors.dispatch import DISPATCH
from adlearn.tensors.primitive import is_traced

special = pytest.importorskip("scipy.special")

#: These write files, or change settings.
ELSEWHERE = {
    "set_printoptions",
    "seterr",
    "save",
    "savez",
    "savez_compressed",
    "savetxt",
    "test",
    "setbufsize",
    "seterrcall",
}
VECTOR, MATRIX = np.array([0.3, 0.6, 0.8]), np.diag([2.0, 0.5, 1.0]) + 0.1
ARGUMENTS = [(VECTOR,), (MATRIX,), (0.7,), (VECTOR, VECTOR), (2, VECTOR), (VECTOR, 2), (2, 0.7)]
ARGUMENTS += [(0.7, 0.6), (0.7, 0.6, 0.5), (MATRIX, VECTOR), (2, 0.6, 0.5), (0.7, 0.6, 0.5, 0.3)]


def without_a_rule(module):
    for name, function in sorted(vars(module).items()):
        is_function = callable(function) and not isinstance(function, (type, types.ModuleType))
        public = not name.startswith("_") and name not in ELSEWHERE
        if is_function and public and function not in DISPATCH:
            yield function


def moves(f):
    """Say whether a function of one number changes with it."""
    with contextlib.suppress(Exception):
        pairs = zip(leaves_of(f(1.0))[0], leaves_of(f(1.01))[0], strict=True)
        return any(np.asarray(a).dtype.kind in "fc" and not np.array_equal(a, b) for a, b in pairs)
    return False


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("module", [np, np.linalg, np.fft, special], ids=lambda m: m.__name__)
def test_no_function_drops_a_derivative_in_silence(module):
    dropped = []
    for function in without_a_rule(module):
        for arguments in ARGUMENTS:
            for place, argument in enumerate(arguments):

                def f(t, function=function, arguments=arguments, place=place):
                    return function(*(t * a if i == place else a for i, a in enumerate(arguments)))

                if not isinstance(argument, int) and moves(f) and drops(f):
                    dropped.append((function.__name__, arguments, place))
    assert not dropped


def drops(f):
    """Say whether a function gives plain numbers for a traced one."""
    answers: list = []

    def kept(t):
        answers.append(f(t))
        return t

    with contextlib.suppress(Exception):  # refused
        grad(kept)(1.0)
    return bool(answers) and answers[0] is not None and not is_traced(*leaves_of(answers[0])[0])


def test_a_ufunc_of_ours_is_not_told_where_to_write_by_position():
    out = np.zeros(1)
    for function in (anp.absolute, anp.exp, anp.floor):
        with pytest.raises(NotAssignable):
            grad(lambda x, f=function: f(x, out)[0])(np.ones(1))
    np.testing.assert_array_equal(out, 0.0)


@pytest.mark.parametrize("mode", [grad, jacfwd])
def test_a_table_is_not_looked_up_at_complex_places(mode):
    z = np.array([0.3 + 0.5j])
    look_up = lambda z: np.interp(z, [0.0, 0.5, 2.0], [1.0, 3.0, 2.0])  # noqa: E731
    with pytest.raises(MissingRule, match=r"np\.real\(x\)"):
        mode(lambda z: np.real(np.sum(look_up(z))))(z)
    assert mode(lambda z: np.sum(look_up(np.real(z))))(z) == pytest.approx(4.0)
