"""Every rule, through `compile`: traced at one point, a program gives at another what the engine
gives there, in both modes and in second order."""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path

import numpy as np
import pytest
from rule_promises import cotangent_of, quiet, sample

from adlearn import derivation, grad, jvp, vjp
from adlearn.derivatives.containers import leaves_of
from adlearn.errors import NotTraceable
from adlearn.programs import memory
from adlearn.programs.compiling import compile

RULES = Path(__file__).parents[1] / "rules"


def table(name):
    """Load the rows of a test file."""
    specification = importlib.util.spec_from_file_location(name, RULES / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.TABLE


#: What fills or changes plain arrays on the way, by positions that depend on the numbers.
REFUSED = {"partition", "piecewise", "histogram", "histogram2d", "lu", "lu_factor", "lu_solve"}
REFUSED |= {"eigh", "apply_along_axis"}


def value(f, points, directions, u):
    return f(*points)


def pull(f, points, directions, u):
    return vjp(f, *points)[1](u)


def push(f, points, directions, u):
    return jvp(f, points, directions)


def push_of_pull(f, points, directions, u):
    return jvp(lambda *xs: vjp(f, *xs)[1](u), points, directions)


def pull_of_pull(f, points, directions, u):
    return vjp(lambda *xs: vjp(f, *xs)[1](u), *points)[1](tuple(directions))


def same(found, expected):
    found, expected = leaves_of(found)[0], leaves_of(expected)[0]
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert np.shape(a) == np.shape(b)
        assert np.asarray(a).dtype == np.asarray(b).dtype
        np.testing.assert_allclose(a, b, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize(
    ("function", "f", "domains"), table("test_array_rules") + table("test_scipy_rules")
)
@quiet
def test_a_program_gives_at_another_point_what_the_engine_gives(function, f, domains, monkeypatch):
    monkeypatch.setattr(memory, "WORTH_KEEPING", 1)
    cases = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        for name in ("traced", "asked"):
            points, directions, rng = sample(domains, function.__name__ + name)
            cases.append((tuple(points), tuple(directions), cotangent_of(f(*points), rng)))
        for ask in (value, pull, push, push_of_pull, pull_of_pull):

            def asked(points, directions, u, ask=ask):
                return ask(f, points, directions, u)

            # What has most lines also writes its results where others were.
            compiled = compile(asked, reuse=ask is pull_of_pull)
            for case in cases:
                try:
                    expected = asked(*case)
                except Exception:  # a rule without a second derivative
                    continue
                before = [np.copy(x) for x in leaves_of(case)[0]]
                same(compiled(*case), expected)
                for a, b in zip(before, leaves_of(case)[0], strict=True):
                    np.testing.assert_array_equal(a, b)
            refusal = compiled.refusal
            if compiled.versions and not compiled.as_it_is:
                compiled(*cases[0])
                assert sum(version.calls for version in compiled.versions), "no program has run"
            # Of some functions of a single number the engine gives an array without axes.
            other_kind = "and is a ndarray" in str(refusal) or "and is a float64" in str(refusal)
            assert refusal is None or function.__name__ in REFUSED or other_kind, refusal


@pytest.mark.parametrize(
    ("function", "f", "domains"), table("test_array_rules") + table("test_scipy_rules")
)
@quiet
def test_the_rows_of_a_derivation_are_the_gradient(function, f, domains):
    """Of what a rule's outputs are together; and whatever is in the rows can be shown."""
    points, _, _ = sample(domains, function.__name__)

    def total(*xs):
        return sum(np.sum(np.real(out) * 0.7) for out in leaves_of(f(*xs))[0])

    places = tuple(range(len(points)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        right = leaves_of(grad(total, places)(*points))[0]
        try:
            rows = derivation(total, places)(*points)
        except NotTraceable:
            assert function.__name__ in REFUSED
            return
        shown = f"{rows}{rows.latex}{rows._repr_html_()}"
    for i, expected in enumerate(right):
        found = rows[f"x{i}_bar" if len(points) > 1 else "x_bar"].value
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-11)
    assert "passed_on" not in shown
