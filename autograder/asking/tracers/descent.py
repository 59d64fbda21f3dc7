"""Claims about what gradients are for: containers made vectors, descent, and a small network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from autograder.asking.assertions import as_number
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.tracers import probes_practice as probes
from autograder.asking.tracers.practice import told
from autograder.errors import CheckFailure
from autograder.language import say, say_many


@goes_on_in_surveys
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
            say(
                "{what} should return a vector (an array of one axis) and a function; it "
                "returned {kind}.",
                what=what,
                kind=found["type"],
            ),
            "type",
        )
    if found["size"] != size:
        raise CheckFailure(
            say(
                "{what} should give a vector of {size} numbers; it has {size_2}.",
                what=what,
                size=size,
                size_2=found["size"],
            ),
            "shape",
        )
    _compare_form(found["back"], found["given"], what, say("put back"), lambda x: x)
    _compare_form(
        found["other"],
        found["given"],
        what,
        say("put back with v * 2 + 0.25 for v"),
        lambda x: 2.0 * x + 0.25,
    )


def _compare_form(mine: Any, given: Any, what: str, how: str, change: Any, path: str = "") -> None:
    (kind, inside), (wanted, right) = (next(iter(told.items())) for told in (mine, given))
    where = " " + say("at {place}", place=path) if path else ""
    if kind != wanted:
        name = say("a number or an array") if wanted == "array" else say("a {kind}", kind=wanted)
        raise CheckFailure(
            say(
                "{what}, {how}, should have {right}{where}; there is something of type {kind}.",
                what=what,
                how=how,
                right=name,
                where=where,
                kind=kind,
            ),
            "type",
        )
    if kind == "array":
        if inside.shape != right.shape:
            raise CheckFailure(
                say(
                    "{what}, {how}, should have an array of shape {shape}{where}; it has "
                    "{shape_2}.",
                    what=what,
                    how=how,
                    shape=right.shape,
                    where=where,
                    shape_2=inside.shape,
                ),
                "shape",
            )
        if not np.allclose(inside, change(right)):
            raise CheckFailure(
                say(
                    "{what}, {how}, should hold {right}{where}; it holds {inside}.",
                    what=what,
                    how=how,
                    right=told(change(right)),
                    where=where,
                    inside=told(inside),
                ),
                "value",
            )
        return
    if kind == "dict":
        keys = [key for key, _ in right]
        if sorted(str(key) for key, _ in inside) != sorted(map(str, keys)):
            raise CheckFailure(
                say(
                    "{what}, {how}, should have the keys {keys}{where}; it has {key}.",
                    what=what,
                    how=how,
                    keys=keys,
                    where=where,
                    key=[key for key, _ in inside],
                ),
                "value",
            )
        found = dict(inside)
        for key, item in right:
            _compare_form(found[key], item, what, how, change, f"{path}[{key!r}]")
        return
    if len(inside) != len(right):
        raise CheckFailure(
            say(
                "{what}, {how}, should have {right} items{where}; it has {inside}.",
                what=what,
                how=how,
                right=len(right),
                where=where,
                inside=len(inside),
            ),
            "shape",
        )
    for place, (one, other) in enumerate(zip(inside, right, strict=True)):
        _compare_form(one, other, what, how, change, f"{path}[{place}]")


def _written(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return say("an array of shape {shape}", shape=value.shape)
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


@goes_on_in_surveys
def assert_descends(
    submission: Any,
    kind: str,
    steps: int | None,
    rate: float | None = None,
    mass: float | None = None,
    callback: bool = False,
    defaults: tuple[int, float, float] = (200, 0.1, 0.9),
) -> None:
    """Check where `sgd` ends, what it tells, and that it leaves alone what it was given.

    Parameters
    ----------
    submission : Submission
    kind : str
        Of `SLOPES`.
    steps : int
        None to leave it out.
    rate, mass : float, optional
        By default they are left out.
    callback : bool
    defaults : tuple of (int, float, float)
        What steps, rate and mass are where they are left out.
    """
    options: dict[str, float] = {} if steps is None else {"num_iters": steps}
    steps = defaults[0] if steps is None else steps
    options |= {} if rate is None else {"step_size": rate}
    options |= {} if mass is None else {"mass": mass}
    found = submission.run(probes.descended, SLOPES[kind], start_of(kind), options, callback)
    rate, mass = (
        ordinary if given is None else given
        for given, ordinary in zip((rate, mass), defaults[1:], strict=True)
    )
    end, told = descent_of(kind, steps, rate, mass)
    how = ", ".join(f"{name}={number(value)}" for name, value in options.items())
    if how:
        what = say("`sgd` with {how}, for the slope {slope},", how=how, slope=SLOPES[kind])
    else:
        what = say("`sgd`, for the slope {slope},", slope=SLOPES[kind])
    if found["steps"] != list(range(steps)):
        raise CheckFailure(
            say(
                "{what} should ask for the gradient once in each step, with i = 0, 1, 2, "
                "...; it asks with {steps}.",
                what=what,
                steps=found["steps"][:8],
            ),
            "claim",
        )
    _compare_params(found["found"], end, say("{what} ends", what=what), "value")
    if callback:
        if len(found["told"]) != len(told):
            raise CheckFailure(
                say(
                    "{what} should call its callback {told} times; it called it {told_2} times.",
                    what=what,
                    told=len(told),
                    told_2=len(found["told"]),
                ),
                "claim",
            )
        for mine, right in zip(found["told"], told, strict=True):
            if mine[1] != right[1]:
                raise CheckFailure(
                    say(
                        "{what} tells its callback the step {mine}; it should be {right}.",
                        what=what,
                        mine=mine[1],
                        right=right[1],
                    ),
                    "claim",
                )
            said = say("{what} tells its callback, before step {right},", what=what, right=right[1])
            _compare_params(mine[0], right[0], say("{said} the parameters", said=said), "claim")
            _compare_params(mine[2], right[2], say("{said} the gradient", said=said), "claim")
    if not found["same"]:
        raise CheckFailure(
            say("{what} changed the parameters that it was given.", what=what), "claim"
        )
    if not found["kept"]:
        raise CheckFailure(
            say(
                "{what} changed parameters that it had handed to its callback: who keeps "
                "them finds others there later. Make new ones in each step.",
                what=what,
            ),
            "claim",
        )


def _compare_params(mine: Any, right: Any, what: str, kind: str) -> None:
    if isinstance(right, Mapping) != isinstance(mine, Mapping):
        form = say("a dict") if isinstance(right, Mapping) else say("an array")
        raise CheckFailure(
            say("{what}: that should have the form of the start, {form}.", what=what, form=form),
            "type",
        )
    pairs = [("", mine, right)]
    if isinstance(right, Mapping):
        if set(mine) != set(right):
            raise CheckFailure(
                say("{what}: a dict with the keys {mine}.", what=what, mine=sorted(mine)), "type"
            )
        pairs = [(f"[{key!r}]", mine[key], right[key]) for key in right]
    for where, one, other in pairs:
        one, other = np.asarray(one), np.asarray(other, dtype=float)
        if one.shape != other.shape:
            raise CheckFailure(
                say(
                    "{what}{where}: the shape should be {right}; it is {yours}.",
                    what=what,
                    where=where,
                    right=other.shape,
                    yours=one.shape,
                ),
                "shape",
            )
        if not np.allclose(one, other, rtol=1e-6, atol=1e-9):
            raise CheckFailure(
                say(
                    "{what} with {yours}{at}; it should be {right}.",
                    what=what,
                    yours=told(one),
                    at=where and " " + say("at {place}", place=where),
                    right=told(other),
                ),
                kind,
            )


#: How long a small network is trained at most.
STEPS = 8


@cache
def small_network(mass: float = 0.9) -> tuple[Any, ...]:
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
    return inputs, targets, params, losses_of(inputs, targets, params, STEPS, 0.3, mass)


def losses_of(
    inputs: np.ndarray,
    targets: np.ndarray,
    params: Mapping[str, np.ndarray],
    steps: int,
    rate: float,
    mass: float = 0.9,
) -> list[float]:
    """Train by formulas derived by hand; give the loss before each step."""
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
        speed = {name: mass * v - (1.0 - mass) * g[name] for name, v in speed.items()}
        now = {name: x + rate * speed[name] for name, x in now.items()}
    return losses


def assert_trains(submission: Any, steps: int, mass: float = 0.9) -> None:
    """Check that the notebook as it stands trains a small network, as formulas would.

    Parameters
    ----------
    submission : Submission
    steps : int
    mass : float
        That of `sgd` where nothing is said.
    """
    inputs, targets, params, right = small_network(mass)
    mine = submission.run(probes.trained, inputs, targets, dict(params), steps, 0.3)
    if len(mine) != steps + 1:
        raise CheckFailure(
            say(
                "In your notebook as it stands, sgd called its callback {mine} times in "
                "{steps} steps.",
                mine=len(mine) - 1,
                steps=steps,
            ),
            "claim",
        )
    start = as_number(mine[0], say("In your notebook as it stands, the loss before the first step"))
    if not abs(start - right[0]) <= 1e-6 * right[0]:
        raise CheckFailure(
            say(
                "In your notebook as it stands, the parameters that the first call of sgd's "
                "callback gets have the loss {start}; those it began with have {right}.",
                start=number(start),
                right=number(right[0]),
            ),
            "claim",
        )
    for step, (loss, expected) in enumerate(zip(mine, right, strict=False)):
        what = say_many(
            "In your notebook as it stands, the loss of a small network after {count} step",
            "In your notebook as it stands, the loss of a small network after {count} steps",
            step,
        )
        if not abs(as_number(loss, what) - expected) <= 1e-5 * max(1e-3, expected):
            raise CheckFailure(
                say(
                    "{what} of sgd should be {expected} (it was {right} at the start); it is "
                    "{loss}. So a step is not the one that is asked for.",
                    what=what,
                    expected=number(expected),
                    right=number(right[0]),
                    loss=number(loss),
                ),
                "claim",
            )
