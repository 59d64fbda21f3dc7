"""Claims about derivatives by hand and by differences, a rule of one's own, and its test."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

import adlearn
from autograder.asking.assertions import as_number, assert_array, assert_same
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.comparing import listing
from autograder.asking.numbers import number
from autograder.asking.run import current_run
from autograder.asking.tracers import probes_practice as probes
from autograder.errors import CheckFailure
from autograder.language import say, template

#: Functions of x whose differences are asked, with weights w of the shape of x: no two entries
#: count the same, and one side is another than both.
FUNCTIONS = ("lambda x: np.sum(w * x**3)", "lambda x: np.sum(w * np.exp(x / 2.0)) ** 2 / 8.0")


@goes_on_in_surveys
def assert_differences(submission: Any, name: str, text: str, x: Any, h: float) -> None:
    """Check what a function of finite differences gives, at a step that shows which one it is.

    Parameters
    ----------
    submission : Submission
    name : str
        ``"one_sided"`` or ``"two_sided"``.
    text : str
        A function of x, with weights w.
    x : array or number
    h : float
    """
    shape = np.shape(x)
    weights = (1.0 + np.arange(np.size(x)).reshape(shape)) / 2.0
    found, same = submission.run(probes.differences, name, text, weights, x, h)
    right = differences_of(name, text, weights, np.asarray(x, dtype=float), h)
    what = say(
        "`{name}(f, x, {h})` for f = {text} with w = {weights}, at x = {x},",
        name=name,
        h=number(h),
        text=text,
        weights=told(weights),
        x=told(x),
    )
    if shape:
        assert_array(found, right, what, "claim")
    else:
        assert_same(found, float(right), what)
    if not same:
        raise CheckFailure(
            say("{what} changed x, which belongs to whoever called it.", what=what), "claim"
        )


def differences_of(name: str, text: str, w: np.ndarray, x: np.ndarray, h: float) -> np.ndarray:
    """Give the differences themselves: an estimate of the derivative, as wrong as it is.

    Examples
    --------
    >>> one = np.array(1.0)
    >>> float(differences_of("one_sided", "lambda x: np.sum(w * x**3)", one, np.array(2.0), 1.0))
    19.0
    """
    f = eval(text, {"np": np, "w": w})
    found = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[index] = h
        if name == "one_sided":
            found[index] = (f(x + e) - f(x)) / h
        else:
            found[index] = (f(x + e) - f(x - e)) / (2.0 * h)
    return found


def told(x: Any) -> str:
    """Write a number or an array as messages show it."""
    return listing(np.asarray(x))


@goes_on_in_surveys
def assert_product(submission: Any, rows: int, columns: int, seed: int) -> None:
    """Check what is sent back through a matrix times a vector, by hand."""
    draw = np.random.default_rng(seed)
    W, x, g = (np.round(draw.normal(size=s), 2) for s in ((rows, columns), (columns,), (rows,)))
    found = submission.product_vjp(W, x, g)
    what = say("`product_vjp` for a matrix of shape {shape}", shape=W.shape)
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        raise CheckFailure(
            say(
                "{what} should return two arrays, for W and for x; it returned something of "
                "type {kind}.",
                what=what,
                kind=type(found).__name__,
            ),
            "type",
        )
    at = f"W = {told(W)}, x = {told(x)}, z_bar = {told(g)}"
    for one, right, name in ((found[0], np.outer(g, x), "W"), (found[1], W.T @ g, "x")):
        said = say("What {what} gives for {name}, at {at},", what=what, name=name, at=at)
        assert_array(one, right, said)


@goes_on_in_surveys
def assert_exp_vjp(submission: Any, shape: tuple[int, ...], seed: int) -> None:
    """Check what is sent back through an exponential, by hand."""
    draw = np.random.default_rng(seed)
    z, g = (np.round(draw.normal(size=shape), 2) for _ in range(2))
    found = submission.exp_vjp(z, g)
    assert_array(
        found, np.exp(z) * g, say("`exp_vjp` at z = {z}, y_bar = {g},", z=told(z), g=told(g))
    )


def assert_curved(submission: Any, x: np.ndarray, v: np.ndarray) -> None:
    """Check that `hvp` comes from the rules: it changes with one that only it needs."""
    found = submission.run(probes.curved, x, v)
    assert_array(
        found,
        -3.0 * np.sin(x) * v,
        say(
            "`hvp(lambda x: np.sum(np.sin(x)), x, v)` at x = {x}, v = {v}, while this check "
            "makes the rule of cos 3 times what it should be,",
            x=told(x),
            v=told(v),
        ),
    )


@goes_on_in_surveys
def assert_summed(
    submission: Any, x: np.ndarray, weight: float = 1.0, times: np.ndarray | None = None
) -> None:
    """Check `logsumexp` at one array: its value, its gradient, and perhaps a second derivative.

    Parameters
    ----------
    submission : Submission
    x : ndarray
    weight : float
        What the result is multiplied by.
    times : ndarray, optional
        What the gradient is multiplied by, where that is differentiated again.
    """
    found = submission.run(probes.summed, x, weight, times)
    largest = np.max(x)
    powers = np.exp(x - largest)
    share = powers / np.sum(powers)
    what = say("`logsumexp` at {x}", x=told(x))
    value = found[0]
    if isinstance(value, (int, float, np.ndarray, np.generic)) and not np.all(np.isfinite(value)):
        why = say("exp of the largest entry is too large to be a number")
        if np.all(np.asarray(value) == -np.inf):
            why = say("exp of every entry is too small to be a number, and 0 has no logarithm")
        raise CheckFailure(
            say(
                "{what} should be {right}; it is {yours}: {why}. Subtract the largest entry "
                "first, and add it again at the end.",
                what=what,
                right=number(float(largest + np.log(np.sum(powers)))),
                yours=np.asarray(value).tolist(),
                why=say(why),
            ),
            "value",
        )
    assert_same(value, float(largest + np.log(np.sum(powers))), what, "value")
    by = what if weight == 1 else say("{what}, times {by}", what=what, by=number(weight))
    assert_array(found[1], weight * share, say("The gradient of {what},", what=by))
    if times is not None:
        total = largest + np.log(np.sum(powers))
        along = np.sum(share * times)
        again = 2.0 * weight * share * (along + total * (times - along))
        text = say(
            "The gradient of the square of {what}, times {times} and differentiated,",
            what=by,
            times=told(times),
        )
        assert_array(found[2], again, text)


#: Rules of three cubes: the right one, and wrong ones.
RIGHT_RULE = "lambda g, ans, x: g * 3.0 * x**2.0"
WRONG_RULES = {
    template("a factor of 2 in it"): "lambda g, ans, x: g * 2.0 * x**2.0",
    template("the wrong sign"): "lambda g, ans, x: -g * 3.0 * x**2.0",
    template("a mistake of one percent"): "lambda g, ans, x: g * 3.03 * x**2.0",
    template("g left out"): "lambda g, ans, x: 3.0 * x**2.0 + 0.0 * g",
    template("g replaced by its mean"): "lambda g, ans, x: np.mean(g) * 3.0 * x**2.0",
    template("one entry wrong"): "lambda g, ans, x: g * (3.0 * x**2.0 + (np.arange(x.size) == 1))",
    template("its entries moved on by one"): "lambda g, ans, x: np.roll(g * 3.0 * x**2.0, 1)",
    template("one row for another"): "lambda g, ans, x: g[::-1] * 3.0 * x**2.0",
}
#: Those that a test notices or not as its random numbers and the room it leaves will have it. They
#: are asked, and no mistake is known by them.
BY_CHANCE = frozenset(
    WRONG_RULES[why] for why in ("g replaced by its mean", "one entry wrong", "one row for another")
)
#: Right, and what it sends has no derivative.
UNTRACED_RULE = "lambda g, ans, x: g * 3.0 * unboxed(x)**2.0"
#: Wrong in one direction alone: on the way back g is plain, and forward it is traced.
WRONG_ONE_WAY = {
    "rev": "lambda g, ans, x: (1.0 if isbox(g) else 2.0) * g * 3.0 * x**2.0",
    "fwd": "lambda g, ans, x: (2.0 if isbox(g) else 1.0) * g * 3.0 * x**2.0",
}
#: Wrong far from 0 alone.
WRONG_FAR_OFF = "lambda g, ans, x: g * 3.0 * x**2.0 * (1.0 + (abs(x) > 5.0))"
#: Right to the second order, and wrong in the third.
THIRD_WRONG_RULE = "lambda g, ans, x: g * (6.0 * unboxed(x) * x - 3.0 * unboxed(x)**2.0)"
#: Right, and what it sends has a derivative that is wrong.
TWICE_WRONG_RULE = "lambda g, ans, x: g * 3.0 * unboxed(x) * x"


@goes_on_in_surveys
def assert_checked(
    submission: Any,
    text: str,
    notices: bool,
    rule: str = "",
    why: str = "",
    x: Sequence[Any] = (0.5, -1.0, 2.0),
    **options: Any,
) -> None:
    """Check whether `check_grads` notices what is wrong, and is silent where all is right.

    Parameters
    ----------
    submission : Submission
    text : str
        A function of x; `f` in it is a primitive of three cubes.
    notices : bool
        Whether it should raise an AssertionError.
    rule : str
        The rule of `f`; empty where there is none in the function.
    why : str
        What is the matter with the rule.
    x : sequence
    **options : object
        For `check_grads`.
    """
    if rule in BY_CHANCE and current_run().survey:
        return
    said, kind = submission.run(probes.checked, text, rule, np.array(x), options)
    how = ", ".join(f"{name}={value!r}" for name, value in options.items())
    words = {"call": f"check_grads({text}{', ' + how if how else ''})", "at": told(np.array(x))}
    what = say("`{call}` at {at}", **words)
    if rule:
        what = say("`{call}` at {at}, where f is x cubed with the rule {rule},", rule=rule, **words)
    if said == "type":
        raise CheckFailure(
            say(
                "{what} should be a function that takes the point; it is of type {kind}.",
                what=what,
                kind=kind,
            ),
            "type",
        )
    if notices and said == "silent":
        raise CheckFailure(
            say(
                "{what} should raise an AssertionError, and is silent. The rule has {why}.",
                what=what,
                why=say(why),
            ),
            "claim",
        )
    if not notices and said != "silent":
        if not current_run().survey:  # to find a name, words count for nothing
            _, kind = submission.run(probes.checked, text, rule, np.array(x), options, True)
        raise CheckFailure(
            say(
                "{what} should be silent, as everything is right there; it raised an "
                "AssertionError: {what_2}.",
                what=what,
                what_2=kind or say("without a text"),
            ),
            "claim",
        )


#: What the lines of the derivation follow from.
LINES = {
    "y_bar": template("L_bar and y"),
    "z_bar": template("y_bar and y"),
    "w_bar": "z_bar",
    "b_bar": "z_bar",
}


def logistic_loss(w: Any, x: Any, b: Any, t: Any, a: float = 0.5) -> Any:
    """Compute what is derived."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = a * (y - t) ** 2
    return L


@functools.lru_cache(64)
def derived_at(*at: float, factor: float = 0.5) -> Any:
    """Derive the loss at one point."""
    return adlearn.derivation(logistic_loss)(*map(float, at), factor)


def right_line(line: str, above: dict[str, float], *at: float, factor: float = 0.5) -> float:
    """Give what a line of the derivation is, by those above it.

    Parameters
    ----------
    line : str
        Of `LINES`.
    above : dict of {str: float}
        Lines above it, as somebody else has them.
    *at : float
        w, x, b and t.
    factor : float
        What the square is multiplied by in the loss.

    Examples
    --------
    >>> right_line("w_bar", {"z_bar": 3.0}, 0.7, 2.0, -0.5, 1.0)
    6.0
    """
    return float(derived_at(*at, factor=factor).given(**above)[line].value)


@goes_on_in_surveys
def assert_line(
    submission: Any, line: str, *at: float, lies: bool = False, factor: float = 0.5
) -> None:
    """Check one line of the derivation, given the lines above it as the submission has them.

    Parameters
    ----------
    submission : Submission
    line : str
        Of `LINES`.
    *at : float
        w, x, b and t.
    lies : bool
        Whether the rules in the table are wrong meanwhile: what is derived by hand needs none.
    factor : float
        What the square is multiplied by in the loss.
    """
    found = submission.run(probes.derived, *at, lies)
    if "type" in found:
        raise CheckFailure(
            say(
                "`derivation` should return its lines in a dict; it returned something of "
                "type {kind}.",
                kind=found["type"],
            ),
            "type",
        )
    where = ", ".join(f"{name} = {number(n)}" for name, n in zip("wxbt", at, strict=True))
    if lies:
        where = say(
            "{where}, while this check makes all rules wrong (you need none of them here)",
            where=where,
        )
    for name in ("L", "L_bar"):
        right = float(derived_at(*at, factor=factor)[name].value)
        assert_same(
            found.get(name), right, say("At {where}, {name}", where=where, name=name), "value"
        )
    above: dict[str, float] = {}
    for name, whence in LINES.items():
        if name == line:
            what = say(
                "At {where}, by {whence} as you have them, {name}",
                where=where,
                whence=say(whence),
                name=name,
            )
            if name not in found:
                raise CheckFailure(
                    say("The dict of `derivation` has no {name}.", name=name), "claim"
                )
            assert_same(found[name], right_line(name, above, *at, factor=factor), what)
            return
        above[name] = as_number(found.get(name), say("At {where}, {name}", where=where, name=name))
