"""Every line of the rule table is the derivative of its function, in every mode and to second
order."""

from __future__ import annotations

import cmath
import math
import operator

import pytest
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn.checking.differences import numerical_derivative
from adlearn.floats import digamma as special
from adlearn.rules import RULES
from adlearn.rules.primitive import Primitive
from adlearn.scalars.derivatives import derivative, grad
from adlearn.scalars.number_like import number
from adlearn.scalars.operations import ON_NODES, OPERATIONS

# Intervals inside each domain, away from kinks and poles.
REAL, POSITIVE, UNIT = (-3.0, 3.0), (0.2, 4.0), (-0.9, 0.9)

#: Rule name -> one interval per argument.
DOMAINS = {
    "add": (REAL, REAL),
    "sub": (REAL, REAL),
    "mul": (REAL, REAL),
    "div": (REAL, POSITIVE),
    "neg": (REAL,),
    "abs": (POSITIVE,),
    "pow": (POSITIVE, REAL),
    "sqrt": (POSITIVE,),
    "cbrt": (POSITIVE,),
    "hypot": (POSITIVE, REAL),
    "exp": (REAL,),
    "exp2": (REAL,),
    "expm1": (REAL,),
    "log": (POSITIVE,),
    "log2": (POSITIVE,),
    "log10": (POSITIVE,),
    "log1p": (UNIT,),
    "sin": (REAL,),
    "cos": (REAL,),
    "tan": ((-1.2, 1.2),),
    "asin": (UNIT,),
    "acos": (UNIT,),
    "atan": (REAL,),
    "atan2": (POSITIVE, REAL),
    "degrees": (REAL,),
    "radians": (REAL,),
    "sinh": (REAL,),
    "cosh": (REAL,),
    "tanh": (REAL,),
    "asinh": (REAL,),
    "acosh": ((1.2, 4.0),),
    "atanh": (UNIT,),
    "erf": ((-2.0, 2.0),),
    "erfc": ((-2.0, 2.0),),
    "gamma": (POSITIVE,),
    "lgamma": (POSITIVE,),
    "digamma": (POSITIVE,),
    "polygamma": (None, POSITIVE),
    "fabs": (POSITIVE,),
    "copysign": (POSITIVE, POSITIVE),
    "floordiv": ((4.1, 4.9), (2.1, 2.4)),
    "mod": ((4.1, 4.9), (2.1, 2.4)),
    "fmod": ((4.1, 4.9), (2.1, 2.4)),
    "remainder": ((4.9, 5.2), (2.1, 2.4)),
    "relu": (POSITIVE,),
}

#: What each rule means on plain floats, written without the rule table.
MEANING = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "neg": lambda x: -x,
    "abs": lambda x: abs(x),
    "pow": lambda x, y: x**y,
    "floordiv": lambda x, y: x // y,
    "mod": lambda x, y: x % y,
    "digamma": special.digamma,
    "polygamma": special.polygamma,
    "relu": lambda x: max(x, 0.0),
}
MEANING |= {name: getattr(math, name) for name in DOMAINS if name not in MEANING}

CMATH = "sqrt exp log log10 sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh"

#: The same on complex numbers, where cmath or plain arithmetic has it: the complex step has no
#: rounding error.
COMPLEX = {name: MEANING[name] for name in ("add", "sub", "mul", "div", "neg", "pow")}
COMPLEX |= {name: getattr(cmath, name) for name in CMATH.split()}
COMPLEX |= {"hypot": lambda x, y: cmath.sqrt(x * x + y * y), "exp2": lambda x: 2.0**x}
COMPLEX |= {"log2": lambda x: cmath.log(x) / math.log(2), "log1p": lambda x: cmath.log(1 + x)}
COMPLEX |= {"cbrt": lambda x: x ** (1 / 3)}

OPERATORS = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "neg": operator.neg,
    "abs": abs,
    "pow": operator.pow,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
}
FUNCTIONS = {name: OPERATORS.get(name) or getattr(ad, name) for name in RULES}
CASES = [
    (name, place)
    for name in RULES
    for place in range(len(RULES[name].partials))
    if DOMAINS[name][place]
]


def point(draw, name):
    """Draw arguments inside a rule's domain."""
    orders = st.integers(0, 4)
    return [draw(orders if span is None else st.floats(*span)) for span in DOMAINS[name]]


def along(function, values, place):
    """Hold all arguments but one."""
    return lambda x: function(*values[:place], x, *values[place + 1 :])


def check_rule(name, place, values):
    """Compare a rule with finite differences, the complex step, the other mode, and its own
    derivative."""
    ours, plain = along(FUNCTIONS[name], values, place), along(MEANING[name], values, place)
    x = values[place]
    slope = grad(ours)(x)
    estimate, error = numerical_derivative(plain, x)
    assert abs(slope - estimate) <= 10 * error + 1e-9 * (1 + abs(slope)), (
        "against finite differences"
    )
    if name in COMPLEX:
        step = along(COMPLEX[name], values, place)(complex(x, 1e-30)).imag / 1e-30
        assert slope == pytest.approx(step, rel=1e-10, abs=1e-13), "against the complex step"
    assert derivative(ours)(x) == pytest.approx(slope, rel=1e-13, abs=1e-300), (
        "forward against reverse"
    )
    second = grad(grad(ours))
    estimate, error = numerical_derivative(grad(ours), x)
    bound = 10 * error + 1e-8 * (1 + abs(estimate))
    assert abs(second(x) - estimate) <= bound, "second order"
    for mixed in (derivative(derivative(ours)), derivative(grad(ours)), grad(derivative(ours))):
        assert mixed(x) == pytest.approx(second(x), rel=1e-12, abs=1e-12), "mixed modes"


@pytest.mark.filterwarnings("ignore::adlearn.IndependentOutputWarning")
@pytest.mark.parametrize(("name", "place"), CASES)
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_partial_is_the_derivative_of_the_function(name, place, data):
    check_rule(name, place, point(data.draw, name))


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_value_is_what_python_computes(name, data):
    values = point(data.draw, name)
    expected = MEANING[name](*values)
    nodes = [ad.AutogradValue(v) for v in values]
    assert FUNCTIONS[name](*nodes).value == expected
    operation = OPERATIONS[f"_{name}"]
    assert operation(*nodes).value == expected
    assert operation(*nodes).func(*values) == expected
    assert type(FUNCTIONS[name](*nodes)) is operation and issubclass(operation, ad.AutogradValue)


@pytest.mark.parametrize(
    "name", [n for n in RULES if len(RULES[n].partials) == 2 and n != "polygamma"]
)
def test_constant_on_either_side_gets_no_partial(name):
    values = [sum(span) / 2 + 0.05 for span in DOMAINS[name]]
    both = FUNCTIONS[name](*map(ad.AutogradValue, values)).local_partials
    left = FUNCTIONS[name](ad.AutogradValue(values[0]), values[1])
    right = FUNCTIONS[name](values[0], ad.AutogradValue(values[1]))
    assert left.local_partials == (both[0], None)
    assert right.local_partials == (None, both[1])
    assert (left.parents[1], right.parents[0]) == (values[1], values[0])


@pytest.mark.parametrize("name", RULES)
def test_grads_of_the_class_are_the_partials_of_the_operator(name):
    values = [2 if span is None else sum(span) / 2 + 0.05 for span in DOMAINS[name]]
    node = FUNCTIONS[name](*map(ad.AutogradValue, values))
    assert node.grads(*values) == pytest.approx(node.local_partials, nan_ok=True)


CORRUPTED = [("exp", 0, 123.0), ("mul", 1, 7.0), ("div", 1, 0.5), ("tanh", 0, 1.0), ("erf", 0, 0.1)]


@pytest.mark.filterwarnings("ignore::adlearn.IndependentOutputWarning")
@pytest.mark.parametrize(("name", "place", "wrong"), CORRUPTED)
def test_the_checker_itself_rejects_a_corrupted_rule(name, place, wrong, monkeypatch):
    pristine = type(
        OPERATIONS[f"_{name}"](*[ad.AutogradValue(1.0)] * len(RULES[name].partials))
    ).grads

    def corrupted(self, *values):
        partials = list(pristine(self, *values))
        partials[place] = partials[place] * 0 + wrong
        return tuple(partials)

    values = [0.75, 0.6][: len(RULES[name].partials)]
    check_rule(name, place, values)
    with monkeypatch.context() as patch:
        patch.setattr(OPERATIONS[f"_{name}"], "grads", corrupted)
        with pytest.raises(AssertionError, match="against finite differences"):
            check_rule(name, place, values)
    check_rule(name, place, values)


@pytest.mark.filterwarnings("ignore::adlearn.IndependentOutputWarning")
def test_a_wrong_second_order_rule_is_rejected(monkeypatch):
    """A first derivative that is right, but computed by a formula whose own derivative is lost."""
    rule = RULES["sin"]
    lost = Primitive("sin", rule.value, (lambda ans, x: math.cos(number(x)),))
    monkeypatch.setattr(OPERATIONS["_sin"], "on_nodes", lost.compiled(ON_NODES))
    with pytest.raises(AssertionError, match="second order"):
        check_rule("sin", 0, [0.75])


def test_every_function_of_math_on_real_numbers_is_there():
    others = {"ceil", "floor", "trunc", "factorial", "comb", "perm", "gcd", "lcm", "isqrt", "frexp"}
    others |= {"ldexp", "modf", "isclose", "isfinite", "isinf", "isnan", "nextafter", "ulp"}
    others |= {
        name for name in dir(math) if not callable(getattr(math, name)) or name.startswith("_")
    }
    assert not [name for name in set(dir(math)) - others if not hasattr(ad, name)]


KINKS = [
    (abs, 0.0, 0.0),
    (ad.fabs, 0.0, 0.0),
    (lambda x: x**0, 0.0, 0.0),
    (lambda x: x**1, 0.0, 1.0),
    (lambda x: x**2, 0.0, 0.0),
    (lambda y: 0.0**y, 2.0, 0.0),
    (lambda y: (-2.0) ** y, 3, math.nan),
    (ad.sqrt, 0.0, math.inf),
    (ad.cbrt, 0.0, math.inf),
    (lambda x: x**0.5, 0.0, math.inf),
    (lambda x: ad.hypot(x, 0.0), 0.0, 0.0),
    (lambda x: ad.atan2(x, 0.0), 0.0, math.nan),
    (ad.asin, 1.0, math.inf),
    (ad.acos, 1.0, -math.inf),
    (ad.acosh, 1.0, math.inf),
    (lambda x: x // 1.0 + 2.0 * x, 3.0, 2.0),
    (lambda x: ad.polygamma(x, 2.0), 1, math.nan),
]


@pytest.mark.parametrize(("f", "x", "slope"), KINKS)
def test_conventions_at_kinks_and_edges(f, x, slope):
    assert grad(f)(x) == pytest.approx(slope, nan_ok=True)
    assert derivative(f)(x) == pytest.approx(slope, nan_ok=True)


def test_derivatives_of_powers_at_zero_stop_where_they_should():
    f = lambda x: x**3  # noqa: E731
    found = []
    for _ in range(4):
        f = grad(f)
        found.append(f(0.0))
    assert found == [0.0, 0.0, 6.0, 0.0]


def test_the_value_never_fails_because_of_the_slope():
    assert ad.sqrt(ad.AutogradValue(0.0)).value == 0.0
    assert math.isnan(grad(grad(ad.sqrt))(0.0))


def test_a_rule_prints_as_a_line_of_a_table():
    assert str(RULES["mul"]) == "x * y: d/dx = y, d/dy = x"


def test_a_primitive_of_ones_own():
    def by_x(ans, x, y):
        return y * x

    area = ad.function_of(
        ad.elementwise("area", "0.5 * x * x * y", by_x, lambda ans, x, y: ans / y)
    )
    assert area(2.0, 3.0) == 6.0
    assert grad(area)(2.0, 3.0) == 6.0
    assert grad(area, 1)(2.0, 3.0) == 2.0
    assert grad(grad(area))(2.0, 3.0) == 3.0
    assert str(area.operation.primitive).startswith("0.5 * x * x * y: d/dx = by_x")
    with pytest.raises(ValueError, match="identifier"):
        ad.elementwise("no name", "x", "1.0")
    with pytest.raises(ValueError, match="subclass of AutogradValue"):
        ad.elementwise("three", "x", "1.0", "1.0", "1.0")
