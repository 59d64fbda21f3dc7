"""Numbers and arrays are asked the same, at the edges too: every line of the rule table gives the
same value and the same slope in both engines and both modes, or one of the stated conventions
holds (`adlearn.conventions`, shown in `docs/reference/conventions.md`)."""

from __future__ import annotations

import itertools
import math
import re
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

import adlearn as ad
from adlearn.conventions import CONVENTIONS
from adlearn.rules import RULES
from adlearn.rules.elementwise import on_arrays
from adlearn.scalars.operations import OPERATIONS

#: Zeros, signs, whole and half numbers, the largest and the smallest, infinities and nan.
EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.0, -3.5]
EDGES += [1e308, -1e308, 1e-308, 1e-320, math.inf, -math.inf, math.nan]
REFUSED = "refused"


def on_numbers(name, values, place):
    """Value and slope of a node, the slope in both modes; or that it is refused."""
    operation = OPERATIONS[f"_{name}"]
    answers = []
    for kind in (ad.AutogradValue, ad.ForwardValue):
        x = kind(values[place])
        try:
            y = operation(*values[:place], x, *values[place + 1 :])
        except ad.DomainError:
            answers.append(REFUSED)
            continue
        if kind is ad.ForwardValue:
            answers.append((float(y.value), float(y.forward_grads[x])))
        else:
            y.backward()
            answers.append((float(y.value), float(x.grad)))
    return answers


def in_arrays(name, values, place):
    """Value and slope of an array of one number, in both modes."""
    function = on_arrays(RULES[name])
    values = [np.array([v]) for v in values]

    def by_one(x):
        return function(*values[:place], x, *values[place + 1 :])

    value, pull = ad.vjp(by_one, values[place])
    pushed, tangent = ad.jvp(by_one, (values[place],), (np.ones(1),))
    return [(float(value[0]), float(pull(np.ones(1))[0][0])), (float(pushed[0]), float(tangent[0]))]


def same(one, other):
    """Equal, to rounding; nan is equal to nan."""
    return all(
        a == b or a != a and b != b or math.isclose(a, b, rel_tol=1e-11)
        for a, b in zip(one, other, strict=True)
    )


CASES = [
    (name, place)
    for name, rule in RULES.items()
    for place in range(len(rule.partials))
    if (name, place) != ("polygamma", 0)
]


@pytest.mark.parametrize(("name", "place"), CASES)
def test_numbers_and_arrays_agree_at_every_edge(name, place):
    for values in itertools.product(EDGES, repeat=len(RULES[name].partials)):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            reverse, forward = on_numbers(name, values, place)
            pulled, pushed = in_arrays(name, values, place)
        where = f"{name}{values}: {reverse}, {forward}; {pulled}, {pushed}"
        assert same(pulled, pushed), f"the modes of arrays differ: {where}"
        if REFUSED in (reverse, forward):
            assert reverse == forward, f"the modes of numbers differ: {where}"
            value, slope = pulled
            assert not math.isfinite(value), f"refused by numbers, but has a value: {where}"
            made_here = value != value and values[place] == values[place] and name != "floordiv"
            assert not made_here or slope != slope, f"nan with a slope: {where}"
        else:
            assert same(reverse, forward) and same(reverse[:1], pulled[:1]), where
            undefined = reverse[0] != reverse[0] and pulled[1] != pulled[1]
            assert undefined or same(reverse, pulled), where


def second_on_numbers(name, values, place):
    """The second derivative in three mixtures of modes; nothing where numbers refuse."""

    def f(x):
        return OPERATIONS[f"_{name}"](*values[:place], x, *values[place + 1 :])

    try:
        return [
            float(outer(inner(f))(ad.AutogradValue(values[place]))) for outer, inner in MIXTURES
        ]
    except ad.DomainError:
        return []


def second_in_arrays(name, values, place):
    function, arrays = on_arrays(RULES[name]), [np.array([v]) for v in values]

    def f(x):
        return np.sum(function(*arrays[:place], x, *arrays[place + 1 :]))

    def along(g):
        return lambda x: ad.jvp(g, (x,), (np.ones(1),))[1]

    ways = {ad.grad: ad.grad, ad.derivative: along}
    answers = []
    for outer, inner in MIXTURES:
        first = ways[inner](f)
        second = ways[outer](lambda x, first=first: np.sum(first(x)))
        answers.append(float(np.sum(second(arrays[place]))))
    return answers


MIXTURES = [(ad.grad, ad.grad), (ad.derivative, ad.derivative), (ad.derivative, ad.grad)]
SECOND = [0.0, 1.0, -1.0, 0.5, -2.0, 1e308, math.inf]


@pytest.mark.parametrize(("name", "place"), CASES)
def test_second_derivatives_that_are_numbers_are_the_same_in_every_way(name, place):
    for values in itertools.product(SECOND, repeat=len(RULES[name].partials)):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = second_on_numbers(name, values, place) + second_in_arrays(name, values, place)
        answers = [answer for answer in found if answer == answer]
        assert all(same([answer], answers[:1]) for answer in answers), (name, values, found)


#: Where a first derivative is a convention, a second one made from it would be wrong.
SQUARES = {
    "abs": lambda x: abs(x) ** 2,
    "fabs": lambda x: ad.fabs(x) ** 2,
    "hypot": lambda x: ad.hypot(x, 0.0) ** 2,
    "pow by base then exponent": lambda x: (x + 0.0) ** (x + 1.0),
}


@pytest.mark.parametrize("f", SQUARES.values(), ids=SQUARES)
def test_at_a_kink_there_is_no_second_derivative(f):
    for outer, inner in MIXTURES:
        assert math.isnan(outer(inner(f))(0.0))
        assert math.isnan(float(outer(inner(f))(ad.AutogradValue(0.0))))


@pytest.mark.parametrize(
    ("x", "y", "right"),
    [(2.0, 0.0, 0.5), (0.0, 2.0, 0.0), (1.0, 0.0, 1.0), (0.5, 1.0, 1 - math.log(2))],
)
def test_the_derivative_of_a_power_by_base_and_exponent_does_not_depend_on_the_order(x, y, right):
    for outer, inner in MIXTURES:
        by_y = outer(lambda x, inner=inner: inner(lambda y: x**y)(y))
        by_x = outer(lambda y, inner=inner: inner(lambda x: x**y)(x))
        assert by_y(x) == pytest.approx(right) and by_x(y) == pytest.approx(right)
    assert ad.hessian(lambda v: v[0] ** v[1])(np.array([x, y]))[0, 1] == pytest.approx(right)


def test_the_order_of_polygamma_is_no_variable():
    for mode in (ad.grad, ad.derivative):
        with pytest.raises(ad.MissingRule, match="polygamma"):
            mode(lambda n: ad.polygamma(n, 2.0))(1.0)
    order = ad.AutogradValue(1)
    assert math.isnan(ad.polygamma(order, 2.0).local_partials[0])


def test_what_numbers_and_arrays_answer_does_not_depend_on_what_is_loaded():
    """SciPy's rules have names of their own: they once took the place of ours."""
    program = (
        "import numpy as np, adlearn as ad; {}"
        "print(ad.digamma(np.array([0.0, -1.0])), ad.polygamma(1, np.array([0.0, -1002.5])),"
        "ad.grad(ad.digamma)(0.0))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program.format(first)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for first in ("", "import adlearn.scipy.special; ")
    }
    assert len(printed) == 1 and printed.pop().startswith("[nan nan] [nan nan] nan")


def test_the_page_of_conventions_shows_the_list():
    page = (Path(__file__).parents[3] / "docs" / "reference" / "conventions.md").read_text()
    shown = {
        title: tuple(re.findall(r"^- (.*)$", text, flags=re.M))
        for title, text in re.findall(r"^## (.*?)$(.*?)(?=^## |\Z)", page, flags=re.M | re.S)
    }
    assert shown == CONVENTIONS
