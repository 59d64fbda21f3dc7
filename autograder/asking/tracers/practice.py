"""Claims about what is done with derivatives: differences, tests of rules, containers, descent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from autograder.asking.assertions import as_number, assert_array, assert_same
from autograder.asking.comparing import listing
from autograder.asking.numbers import number
from autograder.asking.run import current_run
from autograder.asking.tracers import probes
from autograder.errors import CheckFailure

#: Functions of x whose differences are asked, with weights w of the shape of x: no two entries
#: count the same, and one side is another than both.
FUNCTIONS = ("lambda x: np.sum(w * x**3)", "lambda x: np.sum(w * np.exp(x / 2.0)) ** 2 / 8.0")


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
    what = (
        f"`{name}(f, x, {number(h)})` for f = {text} with w = {_told(weights)}, at x = {_told(x)},"
    )
    if shape:
        assert_array(found, right, what, "claim")
    else:
        assert_same(found, float(right), what)
    if not same:
        raise CheckFailure(f"{what} changed x, which belongs to whoever called it.", "claim")


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


def _told(x: Any) -> str:
    return listing(np.asarray(x))


def assert_product(submission: Any, rows: int, columns: int, seed: int) -> None:
    """Check what is sent back through a matrix times a vector, by hand."""
    draw = np.random.default_rng(seed)
    W, x, g = (np.round(draw.normal(size=s), 2) for s in ((rows, columns), (columns,), (rows,)))
    found = submission.product_vjp(W, x, g)
    what = f"`product_vjp` for a matrix of shape {W.shape}"
    if not isinstance(found, (tuple, list)) or len(found) != 2:
        raise CheckFailure(
            f"{what} should return two arrays, for W and for x; it returned something of type "
            f"{type(found).__name__}.",
            "type",
        )
    at = f", at W = {_told(W)}, x = {_told(x)}, z_bar = {_told(g)},"
    assert_array(found[0], np.outer(g, x), f"What {what} gives for W{at}")
    assert_array(found[1], W.T @ g, f"What {what} gives for x{at}")


def assert_exp_vjp(submission: Any, shape: tuple[int, ...], seed: int) -> None:
    """Check what is sent back through an exponential, by hand."""
    draw = np.random.default_rng(seed)
    z, g = (np.round(draw.normal(size=shape), 2) for _ in range(2))
    found = submission.exp_vjp(z, g)
    assert_array(found, np.exp(z) * g, f"`exp_vjp` at z = {_told(z)}, y_bar = {_told(g)},")


def assert_curved(submission: Any, x: np.ndarray, v: np.ndarray) -> None:
    """Check that `hvp` comes from the rules: it changes with one that only it needs."""
    found = submission.run(probes.curved, x, v)
    assert_array(
        found,
        -3.0 * np.sin(x) * v,
        f"`hvp(lambda x: np.sum(np.sin(x)), x, v)` at x = {_told(x)}, v = {_told(v)}, while this "
        "check makes the rule of cos 3 times what it should be,",
    )


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
    what = f"`logsumexp` at {_told(x)}"
    value = found[0]
    if isinstance(value, (int, float, np.ndarray, np.generic)) and not np.all(np.isfinite(value)):
        raise CheckFailure(
            f"{what} should be {number(float(largest + np.log(np.sum(powers))))}; it is "
            f"{np.asarray(value).tolist()}: exp of the largest entry is too large to be a number. "
            "Subtract the largest entry first, and add it again at the end.",
            "value",
        )
    assert_same(value, float(largest + np.log(np.sum(powers))), what, "value")
    by = f", times {number(weight)}" if weight != 1 else ""
    assert_array(found[1], weight * share, f"The gradient of {what}{by},")
    if times is not None:
        total = largest + np.log(np.sum(powers))
        along = np.sum(share * times)
        again = 2.0 * weight * share * (along + total * (times - along))
        text = f"The gradient of the square of {what}{by}, times {_told(times)} and differentiated,"
        assert_array(found[2], again, text)


#: Rules of three cubes: the right one, and wrong ones.
RIGHT_RULE = "lambda g, ans, x: g * 3.0 * x**2.0"
WRONG_RULES = {
    "a factor of 2 in it": "lambda g, ans, x: g * 2.0 * x**2.0",
    "the wrong sign": "lambda g, ans, x: -g * 3.0 * x**2.0",
    "a mistake of one percent": "lambda g, ans, x: g * 3.03 * x**2.0",
    "g left out": "lambda g, ans, x: 3.0 * x**2.0 + 0.0 * g",
    "g replaced by its mean": "lambda g, ans, x: np.mean(g) * 3.0 * x**2.0",
    "one entry wrong": "lambda g, ans, x: g * (3.0 * x**2.0 + (np.arange(x.size) == 1))",
    "its entries turned round": "lambda g, ans, x: (g * 3.0 * x**2.0)[::-1]",
    "one row for another": "lambda g, ans, x: g[::-1] * 3.0 * x**2.0",
}
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
    said, told = submission.run(probes.checked, text, rule, np.array(x), options)
    how = ", ".join(f"{name}={value!r}" for name, value in options.items())
    what = f"`check_grads({text}{', ' + how if how else ''})` at {_told(np.array(x))}"
    if rule:
        what += f", where f is x cubed with the rule {rule},"
    if said == "type":
        raise CheckFailure(
            f"{what} should be a function that takes the point; it is of type {told}.", "type"
        )
    if notices and said == "silent":
        raise CheckFailure(
            f"{what} should raise an AssertionError, and is silent. The rule has {why}.", "claim"
        )
    if not notices and said != "silent":
        if not current_run().survey:  # to find a name, words count for nothing
            _, told = submission.run(probes.checked, text, rule, np.array(x), options, True)
        raise CheckFailure(
            f"{what} should be silent, as everything is right there; it raised an AssertionError: "
            f"{told or 'without a text'}.",
            "claim",
        )


#: The lines of the derivation, each from those above it.
LINES = {
    "y_bar": lambda on, w, x, b, t: on["L_bar"] * (on["y"] - t),
    "z_bar": lambda on, w, x, b, t: on["y_bar"] * on["y"] * (1.0 - on["y"]),
    "w_bar": lambda on, w, x, b, t: on["z_bar"] * x,
    "b_bar": lambda on, w, x, b, t: on["z_bar"],
}


def assert_line(submission: Any, line: str, *at: float, lies: bool = False) -> None:
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
    """
    found = submission.run(probes.derived, *at, lies)
    if "type" in found:
        raise CheckFailure(
            f"`derivation` should return its lines in a dict; it returned something of type "
            f"{found['type']}.",
            "type",
        )
    w, x, b, t = at
    y = 1.0 / (1.0 + np.exp(-(w * x + b)))
    where = ", ".join(f"{name} = {number(n)}" for name, n in zip("wxbt", at, strict=True))
    where += ", while this check makes all rules wrong (you need none of them here)" if lies else ""
    for name, right in (("L", 0.5 * (y - t) ** 2), ("L_bar", 1.0)):
        assert_same(found.get(name), float(right), f"At {where}, {name}", "value")
    lines = {"y": y, "L_bar": 1.0}
    for name, compute in LINES.items():
        if name == line:
            above = {"y_bar": "L_bar and y", "z_bar": "y_bar and y"}.get(name, "z_bar")
            what = f"At {where}, by {above} as you have them, {name}"
            if name not in found:
                raise CheckFailure(f"The dict of `derivation` has no {name}.", "claim")
            assert_same(found[name], float(compute(lines, *at)), what)
            return
        lines[name] = as_number(found.get(name), f"At {where}, {name}")


def assert_flat(submission: Any, value: Any, size: int) -> None:
    """Check that a container becomes a vector and comes back, with these numbers and with others.

    Parameters
    ----------
    submission : Submission
    value : number, array, or container of such
    size : int
        How many numbers it holds.
    """
    found = submission.run(probes.flat_and_back, value)
    what = f"`flatten({_written(value)})`"
    if "type" in found:
        raise CheckFailure(
            f"{what} should return a vector (an array of one axis) and a function; it returned "
            f"{found['type']}.",
            "type",
        )
    if found["size"] != size:
        raise CheckFailure(
            f"{what} should give a vector of {size} numbers; it has {found['size']}.", "shape"
        )
    _compare_form(found["back"], found["given"], what, "put back", lambda x: x)
    _compare_form(
        found["other"], found["given"], what, "put back with v * 2 + 1 for v", lambda x: 2.0 * x + 1
    )


def _compare_form(mine: Any, given: Any, what: str, how: str, change: Any, path: str = "") -> None:
    (kind, inside), (wanted, right) = (next(iter(told.items())) for told in (mine, given))
    where = f" at {path}" if path else ""
    if kind != wanted:
        name = "a number or an array" if wanted == "array" else f"a {wanted}"
        raise CheckFailure(
            f"{what}, {how}, should have {name}{where}; there is something of type {kind}.", "type"
        )
    if kind == "array":
        if inside.shape != right.shape:
            raise CheckFailure(
                f"{what}, {how}, should have an array of shape {right.shape}{where}; it has "
                f"{inside.shape}.",
                "shape",
            )
        if not np.allclose(inside, change(right)):
            raise CheckFailure(
                f"{what}, {how}, should hold {_told(change(right))}{where}; it holds "
                f"{_told(inside)}.",
                "value",
            )
        return
    if kind == "dict":
        keys = [key for key, _ in right]
        if sorted(str(key) for key, _ in inside) != sorted(map(str, keys)):
            raise CheckFailure(
                f"{what}, {how}, should have the keys {keys}{where}; it has "
                f"{[key for key, _ in inside]}.",
                "value",
            )
        found = dict(inside)
        for key, item in right:
            _compare_form(found[key], item, what, how, change, f"{path}[{key!r}]")
        return
    if len(inside) != len(right):
        raise CheckFailure(
            f"{what}, {how}, should have {len(right)} items{where}; it has {len(inside)}.", "shape"
        )
    for place, (one, other) in enumerate(zip(inside, right, strict=True)):
        _compare_form(one, other, what, how, change, f"{path}[{place}]")


def _written(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_written, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return repr(value)


#: Slopes for descent: of a bowl whose middle moves from step to step, and of a dict.
SLOPES = {
    "vector": "lambda p, i: np.array([1.0, 4.0]) * (p - np.array([1.0, -2.0])) + 0.1 * i",
    "dict": "lambda p, i: {'W': p['W'] * np.array([[1.0, 2.0], [0.5, 3]]), 'b': 3.0 * p['b'] - i}",
}


def start_of(kind: str) -> Any:
    """Give where a descent begins."""
    if kind == "vector":
        return np.array([3.0, 0.5])
    return {"W": np.array([[1.0, -2.0], [0.5, 4.0]]), "b": np.array([2.0, -1.0])}


def descent_of(kind: str, steps: int, rate: float, mass: float) -> tuple[Any, list[Any]]:
    """Go down by formulas: where it ends, and what the callback is told.

    Examples
    --------
    >>> end, told = descent_of("vector", 1, 0.5, 0.0)
    >>> end.tolist(), len(told)
    ([2.0, -4.5], 1)
    """
    slope = eval(SLOPES[kind], {"np": np})
    params = start_of(kind)
    flat = {"": params} if kind == "vector" else dict(params)
    speed = {key: np.zeros(np.shape(x)) for key, x in flat.items()}
    told = []
    for i in range(steps):
        now = flat[""] if kind == "vector" else dict(flat)
        g = slope(now, i)
        told.append([now, i, g])
        each = {"": g} if kind == "vector" else g
        speed = {key: mass * v - (1.0 - mass) * each[key] for key, v in speed.items()}
        flat = {key: x + rate * speed[key] for key, x in flat.items()}
    return (flat[""] if kind == "vector" else flat), told


def assert_descends(
    submission: Any,
    kind: str,
    steps: int | None,
    rate: float | None = None,
    mass: float | None = None,
    callback: bool = False,
) -> None:
    """Check where `sgd` ends, what it tells, and that it leaves alone what it was given.

    Parameters
    ----------
    submission : Submission
    kind : str
        Of `SLOPES`.
    steps : int
        None to leave it out, which means 200.
    rate, mass : float, optional
        By default they are left out.
    callback : bool
    """
    options: dict[str, float] = {} if steps is None else {"num_iters": steps}
    steps = 200 if steps is None else steps
    options |= {} if rate is None else {"step_size": rate}
    options |= {} if mass is None else {"mass": mass}
    found = submission.run(probes.descended, SLOPES[kind], start_of(kind), options, callback)
    end, told = descent_of(
        kind, steps, 0.1 if rate is None else rate, 0.9 if mass is None else mass
    )
    how = ", ".join(f"{name}={number(value)}" for name, value in options.items())
    what = f"`sgd` with {how}, for the slope {SLOPES[kind]},"
    if found["steps"] != list(range(steps)):
        raise CheckFailure(
            f"{what} should ask for the gradient once in each step, with i = 0, 1, 2, ...; it asks "
            f"with {found['steps'][:8]}.",
            "claim",
        )
    _compare_params(found["found"], end, f"{what} ends", "value")
    if callback:
        if len(found["told"]) != len(told):
            raise CheckFailure(
                f"{what} should call its callback {len(told)} times; it called it "
                f"{len(found['told'])} times.",
                "claim",
            )
        for mine, right in zip(found["told"], told, strict=True):
            if mine[1] != right[1]:
                raise CheckFailure(
                    f"{what} tells its callback the step {mine[1]}; it should be {right[1]}.",
                    "claim",
                )
            said = f"{what} tells its callback, before step {right[1]},"
            _compare_params(mine[0], right[0], f"{said} the parameters", "claim")
            _compare_params(mine[2], right[2], f"{said} the gradient", "claim")
    if not found["same"]:
        raise CheckFailure(f"{what} changed the parameters that it was given.", "claim")


def _compare_params(mine: Any, right: Any, what: str, kind: str) -> None:
    if isinstance(right, Mapping) != isinstance(mine, Mapping):
        form = "a dict" if isinstance(right, Mapping) else "an array"
        raise CheckFailure(f"{what}: that should have the form of the start, {form}.", "type")
    pairs = [("", mine, right)]
    if isinstance(right, Mapping):
        if set(mine) != set(right):
            raise CheckFailure(f"{what}: a dict with the keys {sorted(mine)}.", "type")
        pairs = [(f"[{key!r}]", mine[key], right[key]) for key in right]
    for where, one, other in pairs:
        one, other = np.asarray(one), np.asarray(other, dtype=float)
        if one.shape != other.shape:
            raise CheckFailure(
                f"{what}{where}: the shape should be {other.shape}; it is {one.shape}.", "shape"
            )
        if not np.allclose(one, other, rtol=1e-6, atol=1e-9):
            raise CheckFailure(
                f"{what} with {_told(one)}{where and ' at ' + where}; it should be {_told(other)}.",
                kind,
            )


#: How long a small network is trained at most.
STEPS = 8


@cache
def small_network() -> tuple[Any, ...]:
    """Draw points on a curve, and the weights of a small network, with their losses as it trains.

    Gives inputs, targets, parameters, and the losses of `STEPS` steps as plain NumPy finds them.
    """
    draw = np.random.default_rng(3)
    inputs = draw.normal(size=(12, 2))
    targets = np.sin(inputs[:, 0]) + 0.5 * inputs[:, 1]
    params = {
        "W1": draw.normal(size=(2, 4)),
        "b1": draw.normal(size=4) / 2.0,
        "W2": draw.normal(size=(4, 1)),
        "b2": np.zeros(1),
    }
    return inputs, targets, params, losses_of(inputs, targets, params, STEPS, 0.3)


def losses_of(
    inputs: np.ndarray,
    targets: np.ndarray,
    params: Mapping[str, np.ndarray],
    steps: int,
    rate: float,
) -> list[float]:
    """Train by formulas derived by hand, with a mass of 0.9; give the loss before each step."""
    now = {name: array.copy() for name, array in params.items()}
    speed = {name: np.zeros(array.shape) for name, array in params.items()}
    losses = []
    for _ in range(steps + 1):
        hidden = np.tanh(inputs @ now["W1"] + now["b1"])
        off = (hidden @ now["W2"] + now["b2"])[:, 0] - targets
        losses.append(float(np.mean(0.5 * off**2)))
        output = off[:, None] / len(targets)
        inside = (output @ now["W2"].T) * (1.0 - hidden**2)
        g = {
            "W1": inputs.T @ inside,
            "b1": inside.sum(axis=0),
            "W2": hidden.T @ output,
            "b2": output.sum(axis=0),
        }
        speed = {name: 0.9 * v - 0.1 * g[name] for name, v in speed.items()}
        now = {name: x + rate * speed[name] for name, x in now.items()}
    return losses


def assert_trains(submission: Any, steps: int) -> None:
    """Check that the notebook as it stands trains a small network, as formulas would."""
    inputs, targets, params, right = small_network()
    mine = submission.run(probes.trained, inputs, targets, dict(params), steps, 0.3)
    start = as_number(mine[0], "In your notebook as it stands, the loss before the first step")
    if not abs(start - right[0]) <= 1e-6 * right[0]:
        raise CheckFailure(
            "In your notebook as it stands, the parameters that the first call of sgd's callback "
            f"gets have the loss {number(start)}; those it began with have {number(right[0])}.",
            "claim",
        )
    for step, (loss, expected) in enumerate(zip(mine, right, strict=False)):
        what = f"In your notebook as it stands, the loss of a small network after {step} "
        what += f"step{'s' * (step != 1)}"
        if not abs(as_number(loss, what) - expected) <= 1e-5 * max(1e-3, expected):
            raise CheckFailure(
                f"{what} of sgd should be {number(expected)} (it was {number(right[0])} at the "
                f"start); it is {number(loss)}. So a step is not the one that is asked for.",
                "claim",
            )
    if len(mine) != steps + 1:
        raise CheckFailure(
            f"In your notebook as it stands, sgd called its callback {len(mine) - 1} times in "
            f"{steps} steps.",
            "claim",
        )
