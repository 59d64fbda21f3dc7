"""A local derivative is a rule: differences are refused, and whatever else it may use is not."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import adlearn as ad
from autograder.asking.cases import numbers
from autograder.asking.scalars.assertions import assert_partials
from autograder.asking.scalars.chain_rule import assert_rule
from autograder.asking.scalars.engine import ScalarEngine
from autograder.asking.scalars.known import whole
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.errors import CheckFailure, StudentError
from autograder.explaining.misconceptions import wrong_engine
from autograder.pack import load_assignment

SCALAR = load_assignment("assignments/scalar")
TRUTH = {
    "_sub": (lambda a, b: a - b, 2),
    "_mul": (lambda a, b: a * b, 2),
    "_div": (lambda a, b: a / b, 2),
    "_exp": (ad.exp, 1),
    "_log": (ad.log, 1),
}


def judge(name: str, source: str) -> None:
    """Ask Q1's two claims of one operation class, written as in a notebook."""
    names: dict[str, Any] = wrong_engine(SCALAR, None)
    exec(source, names)
    submission = Submission(LocalSession(names))
    function, count = TRUTH[name]
    given = {label: numbers(1, 4) for label in "ab"[:count]}
    assert_partials(submission, name, function, 8, **given)
    assert_rule(submission, name, function, **given)


def operation(name: str, func: str, grads: str, before: str = "") -> str:
    arguments = "a, b" if TRUTH[name][1] == 2 else "a"
    return f"""{before}
class {name}(AutogradValue):
    def func(self, {arguments}):
        return {func}
    def grads(self, {arguments}):
        return {grads}
"""


HONEST = {
    "func at other numbers": operation("_div", "a / b", "self.func(1.0, b), -self.func(a, b * b)"),
    "func at the numbers": operation("_exp", "math.exp(a)", "(self.func(a),)"),
    "func of whole numbers": operation("_sub", "a - b", "self.func(1, 0), self.func(0, 1)"),
    "func of another": operation("_mul", "a * b", "_div(b, 1).value, _div(a, 1).value"),
    "the class's own func": operation(
        "_div", "a / b", "type(self).func(self, 1, b), -_div.func(self, a, b) / b"
    ),
    "NumPy": operation("_exp", "np.exp(a)", "(np.exp(a),)"),
    "a power": operation("_div", "a * b**-1", "b**-1, -a * b**-2"),
    "single precision": operation(
        "_log", "np.float32(math.log(a))", "(np.float32(1) / np.float32(a),)"
    ),
    "an array": operation("_mul", "a * b", "np.array([b, a])"),
    "a complex number for no difference": operation(
        "_mul", "a * b", "(b, a) if not isinstance(a, complex) else None"
    ),
    "short words that are also names of types": operation(
        "_div",
        "a / b",
        "note('g', a) or (1.0 / b, -a / b**2)",
        """
calls = {"g": 0, "D": 0}
def note(key, a):
    calls["g"] += 1
    calls[key] = calls["D"] + 1
    if isinstance(a, (complex, np.complex128)):
        raise TypeError("not " + f"{a:g}")
""",
    ),
    "a rule that remembers what it gave": operation(
        "_mul",
        "a * b",
        "known.setdefault((a, b), (b, a))",
        "known = {}",
    ),
    "fractions": operation(
        "_sub", "a - b", "(Fraction(1), Fraction(-1))", "from fractions import Fraction"
    ),
    "a sequence of its own": operation(
        "_mul",
        "a * b",
        "Slopes(b, a)",
        "import collections\nSlopes = collections.namedtuple('Slopes', 'a b')",
    ),
    "a sum in a rule": operation("_sub", "a + -b", "1.0 + 0 * a, -1.0 + 0 * b"),
    "a func that is no function of Python": """
class _exp(AutogradValue):
    func = staticmethod(math.exp)
    grads = staticmethod(lambda a: (math.exp(a),))
""",
    "a func that calls the one above it": """
class _base(AutogradValue):
    def func(self, a, b):
        return a / b
class _div(_base):
    def func(self, a, b):
        return super().func(a, b)
    def grads(self, a, b):
        return super().func(1.0, b), -self.func(a, b) / b
""",
}

FAR, NEAR = "1.0", "1e-6"
REFUSED = {
    "a step of one": operation(
        "_mul", "a * b", "self.func(a + 1, b) - self.func(a, b), self.func(a, b + 1) - a * b"
    ),
    "a central step": operation(
        "_sub",
        "a - b",
        "(self.func(a + 2, b) - self.func(a - 2, b)) / 4, "
        "(self.func(a, b + 2) - self.func(a, b - 2)) / 4",
    ),
    "past the instance": operation(
        "_mul",
        "a * b",
        "type(self).func(self, a + 1, b) - type(self).func(self, a, b), "
        "_mul.func(self, a, b + 1) - _mul.func(self, a, b)",
    ),
    "under another name": operation(
        "_mul",
        "a * b",
        "KEPT(self, a + 1, b) - KEPT(self, a, b), KEPT(self, a, b + 1) - KEPT(self, a, b)",
    )
    + "\nKEPT = _mul.func\n",
    "rounded to single": operation(
        "_exp", "math.exp(a)", "(np.float32((self.func(a + 1e-6) - self.func(a - 1e-6)) / 2e-6),)"
    ),
    "rounded to single, past the instance": operation(
        "_log",
        "math.log(a)",
        "(np.float32((f(a + 1e-6) - f(a)) / 1e-6),)",
        "f = lambda t: _log.func(None, t)",
    ),
    "a small step": operation(
        "_exp", "math.exp(a)", "((math.exp(a + 1e-7) - math.exp(a)) / 1e-7,)"
    ),
    "an imaginary step": operation(
        "_exp", "np.exp(a)", "(np.exp(complex(a, 1e-20)).imag / 1e-20,)"
    ),
    "an imaginary step, by a text": operation(
        "_exp",
        "np.exp(a)",
        "(np.exp(np.array([a, 1e-20]).astype('f8').view('D')[0] + 0).imag / 1e-20,)",
    ),
    "an imaginary step through func": operation(
        "_exp", "np.exp(a)", "(self.func(np.array([a, 1e-20]).view('D')[0]).imag / 1e-20,)"
    ),
    "an imaginary step through a view": operation(
        "_exp",
        "np.exp(a)",
        "(np.exp(np.array([a, STEP]).view(KIND))[0].imag / STEP,)",
        "STEP, KIND = 1e-20, np.dtype('c' + '16')",
    ),
    "an imaginary step relative to the number": operation(
        "_log",
        "np.log(a)",
        "(np.log(np.array([a, a * 1e-20]).view(KIND))[0].imag / (a * 1e-20),)",
        "KIND = np.dtype('c' + '16')",
    ),
    "an imaginary step in a quotient": operation(
        "_div",
        "a / b",
        "(np.array([a, 1e-20]).view(K)[0] / b).imag / 1e-20, "
        "(a / np.array([b, 1e-20]).view(K)[0]).imag / 1e-20",
        "K = np.dtype('c' + '16')",
    ),
    "many digits": operation(
        "_exp",
        "math.exp(a)",
        "(float((D(a) + D('1e-30')).exp() - D(a).exp()) * 1e30,)",
        "import decimal\ndecimal.getcontext().prec = 80\nfrom decimal import Decimal as D",
    ),
    "extended precision": operation(
        "_mul",
        "a * b",
        "float(((L(a) + L(1e-8)) * b - L(a) * b) / L(1e-8)), "
        "float((a * (L(b) + L(1e-8)) - a * L(b)) / L(1e-8))",
        "L = np.longdouble",
    ),
}


@pytest.mark.parametrize("case", HONEST)
def test_a_rule_may_use_what_it_likes(case: str):
    source = HONEST[case]
    judge(next(name for name in TRUTH if f"class {name}(" in source), source)


@pytest.mark.parametrize("case", REFUSED)
def test_a_difference_is_refused(case: str):
    source = REFUSED[case]
    with pytest.raises(CheckFailure, match=r"difference|Differences|should be|does not match"):
        judge(next(name for name in TRUTH if f"class {name}(" in source), source)


def test_no_number_is_shown_that_func_never_gave():
    """The lies that a rule is asked under are ours; the student reads nothing of them."""
    with pytest.raises(CheckFailure) as caught:
        judge("_mul", REFUSED["a step of one"])
    assert "64" not in str(caught.value) and "takes a difference of values" in str(caught.value)
    assert caught.value.counterexample is None


def test_nearly_is_said_of_what_is_near():
    far = operation("_log", "math.log(a)", "(1.0 / a if a > 1e-200 else 0.0,)")
    with pytest.raises(CheckFailure, match="should be 3.3") as caught:
        judge("_log", far)
    assert "nearly" not in str(caught.value)
    near = operation("_log", "math.log(a)", "((math.log(a * (1 + 1e-7)) - math.log(a)) / a * 1e7,)")
    with pytest.raises(CheckFailure, match="nearly right"):
        judge("_log", near)


def test_a_rule_that_needs_the_value_before_it_is_there():
    """Forward mode asks for local derivatives first; only an own forward_pass can help."""
    source = operation("_exp", "math.exp(a)", "(self.value,)")
    with pytest.raises(StudentError, match="not there yet"):
        judge("_exp", source)
    own = """
def forward_pass(self):
    self.value = self.func(*self.parent_values)
    self.slopes = self.grads(*self.parent_values)
    return self.value
AutogradValue.forward_pass = forward_pass
"""
    judge("_exp", source + own)


def test_the_functions_are_as_they_were_afterwards():
    names: dict[str, Any] = wrong_engine(SCALAR, None)
    exec(HONEST["func at other numbers"], names)
    own = names["_div"].func
    code = own.__code__
    before = set(names)
    assert_rule(
        Submission(LocalSession(names)), "_div", TRUTH["_div"][0], a=numbers(1, 4), b=numbers(1, 4)
    )
    assert names["_div"].func is own and own.__code__ is code
    assert set(names) == before
    assert names["_div"](6.0, 3.0).value == 2.0
    assert math.isclose(names["_div"](6.0, 3.0).grads(6.0, 3.0)[1], -6 / 9) and np.pi > 3


def test_a_whole_number_is_nudged_as_a_float():
    """Differences beside a whole number are of what is beside it."""
    names: dict[str, Any] = wrong_engine(SCALAR, None)
    ((case,),) = whole("a * b")
    engine = ScalarEngine(Submission(LocalSession(names)))
    assert engine.value(case) == 6 and engine.value(case, {"a": 2.5, "b": 3.0}) == 7.5
    value, found = engine.derivatives(case, "forward")
    assert isinstance(value, int) and found[case.output] == {"a": 3, "b": 2}
