"""A node behaves like the number it holds, remembers where it came from, and says what is wrong."""

from __future__ import annotations

import math
import operator
import pickle
import sys
import traceback
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import write_scalars
from hypothesis import given, settings, strategies as st

import adlearn as ad
from adlearn import (
    AutogradValue,
    DomainError,
    LostDerivative,
    NotANumber,
    WrongPartials,
)
from adlearn.rules import RULES
from adlearn.scalars import operations, written
from adlearn.scalars.derivatives import derivative, grad

NUMBERS = [2, 2.0, True, np.float64(2), np.float32(2), np.int64(2), np.bool_(True), np.array(2.0)]
NUMBERS += [Fraction(2), np.array(2, dtype=object)]
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]
OPERATORS += [operator.floordiv, operator.mod]


def test_a_variable_holds_what_it_was_given():
    a = AutogradValue(5)
    assert (a.value, a.parents, a.parent_values, a.grad, a.forward_grads) == (5, [5], [5], 0.0, {})
    assert type(a.value) is int and repr(a) == "5" and a.grads(5) == (1.0,)


def test_an_operation_remembers_its_parents():
    a, b = AutogradValue(5.0), AutogradValue(2.0)
    c = a * b - 3
    product = c.parents[0]
    assert product.parents[0] is a and product.parents[1] is b
    assert c.parents[1] == 3 and c.parent_values == [10.0, 3]
    assert type(product).__name__ == "_mul" and isinstance(c, AutogradValue)


def test_a_variable_made_from_a_node_is_the_identity():
    a = AutogradValue(5.0)
    b = AutogradValue(a)
    (b * b).backward()
    assert b.parents == [a] and a.grad == 10.0


@pytest.mark.parametrize("number", NUMBERS, ids=lambda n: type(n).__name__)
@pytest.mark.parametrize("operation", OPERATORS)
def test_any_kind_of_number_mixes_on_either_side(operation, number):
    a = AutogradValue(3.0)
    plain = float(number)
    for result, expected in (
        (operation(a, number), operation(3.0, plain)),
        (operation(number, a), operation(plain, 3.0)),
    ):
        assert isinstance(result, AutogradValue)
        assert result.value == pytest.approx(expected, rel=1e-15)
        assert type(result.value) in (int, float)


def test_constructor_turns_numpy_scalars_into_python_numbers():
    kinds = [type(AutogradValue(n).value) for n in NUMBERS]
    assert kinds == [int, float, int, float, float, int, int, float, float, int]


@pytest.mark.parametrize(
    ("thing", "remedy"),
    [
        ("5", "float\\(...\\)"),
        (None, "return statement"),
        (1j, "real"),
        ([1.0], "wrap_array"),
        (np.ones((2, 2)), r"shape \(2, 2\).*wrap_array"),
        (object(), "Pass an int"),
    ],
)
def test_what_is_no_number_is_refused_with_the_remedy(thing, remedy):
    with pytest.raises(NotANumber, match=remedy) as caught:
        AutogradValue(thing)
    assert isinstance(caught.value, TypeError)


def test_operators_refuse_what_is_no_number():
    a = AutogradValue(1.0)
    for thing in ("s", None, 1j):
        with pytest.raises(TypeError):
            a + thing
        with pytest.raises(TypeError):
            thing - a


def test_an_operator_leaves_unknown_objects_the_chance_to_answer():
    class Unit:
        def __radd__(self, other):
            return "theirs"

    assert AutogradValue(1.0) + Unit() == "theirs"


def test_a_readers_own_func_may_fail_one_level_down():
    """An error from a lower level is passed on as it is, not wrapped once more."""
    with pytest.raises(DomainError, match=r"^log\(-2.0\)") as caught:
        grad(grad(ad.log))(-2.0)
    assert str(caught.value).count("is not defined") == 1
    with pytest.raises(DomainError, match=r"\(-8.0\) \*\* 0.5"):
        grad(grad(lambda x: x**0.5))(-8.0)
    with pytest.raises(DomainError, match=r"\(-8.0\) \*\* 0.5"):
        operations.apply(operations.OPERATIONS["_pow"], AutogradValue(-8.0), 0.5)


def test_an_operation_on_a_zero_dimensional_array_holding_a_node():
    a = AutogradValue(3.0)
    boxed = np.array(a, dtype=object)
    assert (a * boxed).value == 9.0 and ad.exp(boxed).parents[0] is a
    assert ad.hypot(boxed, 4.0).value == 5.0


def test_functions_refuse_a_foreign_node():
    class Theirs:
        value, parents = 1.0, []

    with pytest.raises(NotANumber, match="another engine"):
        ad.exp(Theirs())


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.floats(-5, 5), st.floats(-5, 5))
def test_comparisons_compare_values(x, y):
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        assert compare(AutogradValue(x), AutogradValue(y)) is compare(x, y)
        assert compare(AutogradValue(x), y) is compare(x, y)
        assert compare(x, AutogradValue(y)) is compare(x, y)


def test_sets_and_dictionaries_keep_equal_nodes_apart():
    a, b = AutogradValue(1.0), AutogradValue(1.0)
    assert a == b and a in [b] and len({a, b}) == 2 and {a: "a", b: "b"}[b] == "b"


def test_a_node_turns_into_what_its_value_turns_into():
    a = AutogradValue(2.567)
    assert (float(a), int(a), bool(a), f"{a:.1f}", "%.2f" % a) == (2.567, 2, True, "2.6", "2.57")  # noqa: UP031
    assert (round(a, 1), round(a), math.floor(a), math.ceil(a), math.trunc(a)) == (2.6, 3, 2, 3, 2)
    assert divmod(a, 2) == divmod(2.567, 2) and divmod(7, a) == divmod(7, 2.567)
    assert +a is a and a.item() is a and a.conjugate() is a and not AutogradValue(0)
    assert np.array([a], dtype=float).tolist() == [2.567] and np.rint(np.array([a]))[0] == 3.0


@pytest.mark.parametrize("name", [n for n in RULES if hasattr(math, n)])
def test_functions_of_numbers_are_maths(name):
    arguments = (1.25, 0.5)[: len(RULES[name].partials)]
    if name in ("asin", "acos", "atanh"):
        arguments = (0.5,)
    result, expected = getattr(ad, name)(*arguments), getattr(math, name)(*arguments)
    assert (result, type(result)) == (expected, float)


def test_functions_of_ints_and_numpy_scalars_are_floats():
    assert ad.exp(1) == math.exp(1) and type(ad.exp(np.float64(1))) is float
    assert type(ad.sqrt(4)) is float and ad.sqrt(np.array(4)) == 2.0 and ad.log(8, 2) == 3.0


def test_functions_with_several_arguments():
    a, b = AutogradValue(2.0), AutogradValue(3.0)
    cases = [
        (
            ad.log(a, b),
            math.log(2, 3),
            (1 / (2 * math.log(3)), -math.log(2) / (3 * math.log(3) ** 2)),
        ),
        (ad.hypot(a, b, 6.0), 7.0, (2 / 7, 3 / 7)),
        (ad.dist([a, 1.0], [b, 1.0]), 1.0, (-1.0, 1.0)),
        (ad.fsum([a, b, a]), 7.0, (2.0, 1.0)),
        (ad.prod([a, b, a]), 12.0, (12.0, 4.0)),
        (ad.prod([b], start=a), 6.0, (3.0, 2.0)),
        (ad.sumprod([a, b], [b, 1.0]), 9.0, (3.0, 3.0)),
        (ad.pow(a, b), 8.0, (12.0, 8 * math.log(2))),
        (ad.fma(a, b, a), 8.0, (4.0, 2.0)),
        (ad.fma(2.0, 3.0, a * b), 12.0, (3.0, 2.0)),
    ]
    for result, value, slopes in cases:
        result.zero_grad()
        a.zero_grad(), b.zero_grad()
        result.backward()
        assert result.value == pytest.approx(value, rel=1e-15)
        assert (a.grad, b.grad) == pytest.approx(slopes, rel=1e-14)
    assert ad.fma(2, 3, 4) == 10.0 and type(ad.fma(2, 3, 4)) is float
    assert (ad.pow(2, 3), ad.hypot(3, 4), ad.fsum([0.1] * 10), ad.dist([0], [2])) == (
        8.0,
        5.0,
        1.0,
        2.0,
    )
    with pytest.raises(ValueError, match="zip"):
        ad.dist([a], [b, b])


@pytest.mark.parametrize(
    ("compute", "says", "pythons_own"),
    [
        (lambda a: ad.log(a - 3), r"log\(-1.0\).*greater than 0", ValueError),
        (lambda a: 1 / (a - 2), r"1 / 0.0.*divisors other than 0", ZeroDivisionError),
        (lambda a: a % 0, r"2.0 % 0.*divisors", ZeroDivisionError),
        (lambda a: ad.exp(500 * a), r"exp\(1000.0\) is too large", OverflowError),
        (lambda a: (a - 10) ** (1 / 3), r"\(-8.0\) \*\* 0.333.*whole exponent", ValueError),
        (lambda a: -(8.0 ** (1 / a)) * 0 + (-8.0) ** (1 / a), r"\(-8.0\) \*\* 0.5", ValueError),
        (lambda a: (a - 2) ** -1, r"0.0 \*\* \(?-1", ZeroDivisionError),
        (lambda a: ad.acos(a), r"acos\(2.0\).*from -1 to 1", ValueError),
        (lambda a: ad.sqrt(-a), r"sqrt\(-2.0\).*at least 0", ValueError),
        (lambda a: ad.gamma(a - 2), "gamma", ValueError),
        (lambda a: ad.digamma(a - 3), "digamma", ValueError),
        (lambda a: ad.polygamma(1, a - 3), "polygamma", ValueError),
        (lambda a: ad.sin(a * math.inf), "finite numbers", ValueError),
        (lambda a: 10**400 * a, "too large", OverflowError),
        (lambda a: ad.erf(a) + ad.atan2(a, "s"), "atan2 needs one real number", TypeError),
    ],
)
@pytest.mark.parametrize("nested", [False, True])
def test_errors_name_the_operation_the_numbers_and_the_remedy(compute, says, pythons_own, nested):
    run = grad(grad(compute)) if nested else lambda x: compute(AutogradValue(x))
    with pytest.raises(pythons_own, match=says) as caught:
        run(2.0)
    assert isinstance(caught.value, ad.AdlearnError)


def test_sums_products_and_quotients_that_are_too_large_are_those_of_floats():
    big = AutogradValue(1e308)
    assert [(big * 10).value, (big + big).value, (-big / 1e-10).value] == [
        math.inf,
        math.inf,
        -math.inf,
    ]
    assert math.isnan((big * 10 - big * 10).value)


def test_infinite_partials_are_stored_not_raised():
    tiny = AutogradValue(1e-320)
    assert (1.0 / AutogradValue(1e-200)).local_partials[1] == -math.inf
    assert ad.log(tiny).local_partials == (math.inf,)


def test_the_written_file_is_what_the_table_says():
    """After a change of a formula: `python tests/adlearn/write_scalars.py`."""
    assert Path(written.__file__).read_text() == write_scalars.source()
    assert len(write_scalars.source().splitlines()) < 400


def test_tracebacks_show_a_line_that_can_be_opened():
    try:
        ad.log(ad.AutogradValue(-1.0))
    except DomainError:
        shown = traceback.format_exc()
    assert "written.py" in shown and "raise refusal(_log, error, x)" in shown


@pytest.mark.parametrize("name", ["_mul", "_pow", "_exp", "_atan", "_atan2"])
@pytest.mark.parametrize("what", ["func", "grads"])
def test_a_readers_own_method_on_an_operation_is_used(name, what, monkeypatch):
    """Of the operators and functions that are written out, and of those made from the table."""
    operation = operations.OPERATIONS[name]
    count = len(operation.primitive.partials)
    function = {"_mul": operator.mul, "_pow": operator.pow}.get(name) or getattr(ad, name[1:])
    x = AutogradValue(0.5)
    arguments = [x, 0.25][:count]
    before = function(*arguments).value
    own = (lambda self, *values: 7.0) if what == "func" else (lambda self, *values: (3.0,) * count)
    with monkeypatch.context() as patch:
        patch.setattr(operation, what, own)
        y = function(*arguments)
        y.backward()
        assert (y.value == 7.0) if what == "func" else (x.grad == 3.0 and y.value == before)
    assert function(*arguments).value == before


def test_a_readers_own_forward_pass_is_used_by_every_operation(monkeypatch):
    x = AutogradValue(0.5)
    monkeypatch.setattr(AutogradValue, "forward_pass", lambda self: 11.0)
    for y in (x * 2.0, 2.0 * x, x**2, -x, ad.exp(x), ad.atan(x), ad.atan2(x, x)):
        assert y.value == 11.0


# math.sin(node) would silently drop the derivative.
def test_functions_of_math_refuse_a_node():
    a = AutogradValue(0.5)
    from math import cos as cosine

    for call, name in (
        (lambda: math.sin(a), "sin"),
        (lambda: cosine(a), "cos"),
        (lambda: 1 + math.exp(2 * a + a), "exp"),
        (
            lambda: math.atan2(
                1.0,
                a,
            ),
            "atan2",
        ),
        (lambda: "ä" and math.tanh(a), "tanh"),
    ):
        with pytest.raises(LostDerivative, match=rf"adlearn\.{name}\(\)") as caught:
            call()
        assert isinstance(caught.value, TypeError)


def test_float_stays_allowed_where_no_source_says_otherwise():
    names = {"a": AutogradValue(0.25), "math": math}
    exec("b = float(a) + math.sqrt(a.value)", names)
    exec("c = abs(a).__float__()", names)
    assert (names["b"], names["c"]) == (0.75, 0.25)
    table = {"f": float}
    assert table["f"](names["a"]) == 0.25 and (lambda f: f(names["a"]))(float) == 0.25


LEAVING = {
    "int": (int, False),
    "float": (float, True),
    "astype": (lambda x: np.array([x]).astype(float)[0], True),
    "item": (lambda x: x.item(), True),
    "tolist": (lambda x: x.tolist(), True),
    "pickle": (lambda x: pickle.loads(pickle.dumps(x)), True),
    "value": (lambda x: x.value, False),
    "numpy": (lambda x: x.numpy(), False),
}


@pytest.mark.parametrize("name", LEAVING)
def test_what_leaves_as_a_plain_number_is_a_constant_or_refused(name):
    leave, refused = LEAVING[name]
    kinds = {"astype": [AutogradValue], "value": [AutogradValue]}.get(name, [ad.tensor])
    kinds += [AutogradValue] if name in ("int", "float", "pickle") else []
    for kind in kinds:
        x = kind(3.0)
        (leave(x) * x).backward()
        assert x.grad == 3.0
        at = AutogradValue(3.0) if kind is AutogradValue else 3.0
        for mode in (ad.grad, ad.derivative):
            if refused:
                with pytest.raises(LostDerivative):
                    mode(lambda x: leave(x) * x)(at)
            else:
                assert mode(lambda x: leave(x) * x)(at) == 3.0


@pytest.mark.parametrize("mode", [grad, derivative])
def test_float_inside_a_derivative_is_refused(mode):
    with pytest.raises(LostDerivative, match=r"\.value"):
        mode(lambda x: float(x) * x)(1.0)
    with pytest.raises(LostDerivative, match=r"adlearn\.sin"):
        mode(lambda x: math.sin(x))(1.0)


# A reader's own operations
def test_grads_may_answer_a_tuple_a_list_or_a_bare_number():
    for wrap in (lambda s: (s,), lambda s: [s], lambda s: s, lambda s: np.float64(s)):

        class _square(AutogradValue):
            def func(self, a):
                return a * a

            def grads(self, a, wrap=wrap):
                return wrap(2 * a)

        x = AutogradValue(3.0)
        y = _square(x)
        assert y.local_partials == (None,)
        y.backward()
        assert x.grad == 6.0 and y.local_partials == (6.0,)


def test_a_wrong_number_of_partials_names_the_class_and_touches_no_gradient():
    class _area(AutogradValue):
        def func(self, a, b):
            return a * b

        def grads(self, a, b):
            return b

    x, y = AutogradValue(3.0), AutogradValue(2.0)
    for create_graph in (False, True):
        with pytest.raises(WrongPartials, match=r"_area.grads\(\) gives 1 .* for 2"):
            (_area(x, y) + x).backward(create_graph=create_graph)
    x.zero_grad()
    with pytest.raises(WrongPartials):
        (_area(x, y) + x).backward()
    assert x.gradient_if_computed is None


def test_a_readers_operation_on_numbers_only_is_a_constant():
    class _area(AutogradValue):
        def func(self, a, b):
            return a * b

        def grads(self, a, b):
            return b, a

    c = _area(2.0, 3.0)
    c.backward(create_graph=True)
    assert (c.value, c.grad, c.forward_grads) == (6.0, 1.0, {})


def test_the_step_works_on_a_single_node():
    a, b = AutogradValue(3.0), AutogradValue(4.0)
    c = a * b
    c.grad = 2.0
    c.backward_pass()
    c.backward_pass()
    assert (a.grad, b.grad) == (16.0, 12.0)


def test_import_order_does_not_matter():
    assert sys.modules["adlearn.scalars.node"].AutogradValue is sys.modules["adlearn"].AutogradValue
