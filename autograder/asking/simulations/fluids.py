"""Claims about a fluid: what is carried along, what pressure does, one step after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import adlearn as ad
from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.refusals import either, first_wrong, more_said, refuse_odd
from autograder.asking.simulations import fields, probes
from autograder.asking.simulations.usual_fields import (
    USUAL,
    in_turn,
    moved,
    pressed_first,
    unpressed,
)
from autograder.errors import CheckFailure
from autograder.language import say, say_many, template

Array = np.ndarray

#: Each function: its parameters, its names for what it returns, and the function itself.
FUNCTIONS: Mapping[str, tuple[str, Sequence[str], Callable[..., Any]]] = {
    "advect": ("f, vx, vy", (), fields.advect),
    "divergence": ("vx, vy", (), fields.divergence),
    "pressure": ("d", (), fields.pressure),
    "project": ("vx, vy", ("vx", "vy"), fields.project),
}


def _outputs(name: str, found: Any) -> list[Any]:
    return list(found) if FUNCTIONS[name][1] else [found]


def _explained(
    submission: Any, name: str, given: Sequence[Array], more: Sequence[Any], mine: Sequence[Any]
) -> str:
    """Say which of the usual ways gives just these numbers, if one does, or two.

    Of a spot many ways give the same, so drawn fields are asked as well.
    """

    def alike(told: Sequence[str], given: Sequence[Array], mine: Sequence[Any]) -> list[str]:
        return [
            said
            for said in told
            if all(
                isinstance(one, np.ndarray) and one.shape == two.shape and np.allclose(one, two)
                for one, two in zip(
                    mine, _outputs(name, USUAL[name][said](*given, *more)), strict=True
                )
            )
        ]

    if all(np.ndim(one) == 2 and one.size < given[0].size for one in mine):
        return " " + say(
            "The world has no edges where something falls away: np.roll keeps the shape."
        )
    fitting = alike(list(USUAL[name]), given, mine)
    if not fitting:
        return ""
    drawn = fields.drawn(4, 12, count=len(given))
    found = submission.run(probes.called, name, drawn, list(more), len(FUNCTIONS[name][1]))
    if "found" not in found:
        return ""
    return either([say(one) for one in alike(fitting, drawn, found.get("found") or [])])


def of_fields(submission: Any, *names: str) -> str:
    """Say which of these functions does not give what it should, of drawn fields."""

    def claim(name: str) -> Callable[[], None]:
        given = fields.drawn(4, 11, count=FUNCTIONS[name][0].count(",") + 1)
        return lambda: assert_values(submission, name, given, say("of drawn fields"), changes=True)

    return first_wrong(*((name, claim(name)) for name in names))


#: What is said of a gradient whose function does not give the right values.
VALUES_FIRST = template("Its values are not right yet, either: get those right first.")


@goes_on_in_surveys
def assert_values(
    submission: Any,
    name: str,
    given: Sequence[Array],
    of: str,
    more: Sequence[Any] = (),
    *,
    changes: bool = False,
) -> None:
    """Check what a function of `FUNCTIONS` gives.

    Parameters
    ----------
    submission : Submission
    name : str
    given : sequence of ndarray
    of : str
        What they are, for the sentence.
    more : sequence
        Arguments that are no fields.
    changes : bool
        Whether it may change its arguments.
    """
    parameters, names, function = FUNCTIONS[name]
    called = f"`{name}({parameters}{''.join(f', {one}' for one in more)})`"
    found = submission.run(probes.called, name, list(given), list(more), len(names))
    refuse_odd(found, called, say("a pair, ({names})", names=", ".join(names)))
    right = _outputs(name, function(*given, *more))
    mine = found["found"]
    for k, (one, wanted) in enumerate(zip(mine, right, strict=True)):
        part = say("`{name}` of {what}", name=names[k], what=called) if names else called
        what = f"{part}, {of},"
        refuse_odd(one, what, say("an array"))
        with more_said(
            lambda: _explained(submission, name, given, more, mine) or _of_parts(submission, name)
        ):
            assert_array(one, wanted, what, "value")
    if not changes and not all(found["same"]):
        changed = parameters.split(", ")[found["same"].index(False)]
        raise CheckFailure(
            say(
                "{called} changed `{changed}`, which belongs to whoever called it. Make a "
                "new array.",
                called=called,
                changed=changed,
            ),
            "claim",
            says_what=True,
        )


def _of_parts(submission: Any, name: str) -> str:
    return of_fields(submission, "divergence", "pressure") if name == "project" else ""


@goes_on_in_surveys
def assert_slopes(submission: Any, name: str, given: Sequence[Array], of: str) -> None:
    """Check the gradients of what a function of `FUNCTIONS` gives, weighed, by its arguments."""
    parameters, names, function = FUNCTIONS[name]
    weights = np.linspace(-1.0, 2.0, given[0].size).reshape(given[0].shape)

    def hint(mine: Any, right: Any) -> str:
        wrong = of_fields(submission, name)
        return f" {say(VALUES_FIRST)}" if wrong else nothing_came(mine, right)

    for k in range(max(1, len(names))):

        def weighed(*arguments: Any, k: int = k) -> Any:
            return np.sum(weights * _outputs(name, function(*arguments))[k])

        right = ad.grad(weighed, tuple(range(len(given))))(*given)
        pick = k if names else None
        found = submission.run(probes.slopes, name, list(given), [], weights, pick)
        called = f"`{name}({parameters})`"
        of_what = say("`{names}` of {called}", names=names[k], called=called) if names else called
        refuse_shape(found, of_what, called if names else "", names, weights.shape)
        for one, wanted, by in zip(found, right, parameters.split(", "), strict=True):
            what = say(
                "The gradient of {of_what}, weighed, by {by}, {of},", of_what=of_what, by=by, of=of
            )
            with more_said(lambda: hint(one, wanted)):  # noqa: B023
                assert_array(one, wanted, what)


@goes_on_in_surveys
def assert_finite_slopes(submission: Any, name: str, given: Sequence[Array], of: str) -> None:
    """Check that gradients are numbers where a slope has a kink, whichever side they take."""
    parameters, names, _ = FUNCTIONS[name]
    weights = np.linspace(-1.0, 2.0, given[0].size).reshape(given[0].shape)
    found = submission.run(probes.slopes, name, list(given), [], weights, 0 if names else None)
    refuse_shape(found, f"`{name}({parameters})`", "", names, weights.shape)
    for one, by in zip(found, parameters.split(", "), strict=True):
        if not np.all(np.isfinite(one)):
            raise CheckFailure(
                say(
                    "The gradient of `{name}({parameters})`, weighed, by {by}, {of}, is not "
                    "finite everywhere. Is something divided by 0 there?",
                    name=name,
                    parameters=parameters,
                    by=by,
                    of=of,
                ),
                "gradient",
            )


def refuse_shape(
    found: Any, what: str, pair: str, names: Sequence[str], shape: tuple[int, ...]
) -> None:
    """Fail where a probe told that what was to be differentiated is no array of this shape."""
    if isinstance(found, dict) and "shape" in found:
        raise CheckFailure(
            say(
                "{what} should have the shape {right}; it has {yours}.",
                what=what,
                right=shape,
                yours=tuple(found["shape"]),
            ),
            "shape",
        )
    wanted = say("a pair, ({names})", names=", ".join(names)) if pair else say("an array")
    refuse_odd(found, pair or what, wanted)


def nothing_came(mine: Any, right: Any) -> str:
    """Say what it means that a gradient is 0 everywhere."""
    if np.size(mine) and not np.any(mine) and np.any(right):
        return " " + say(
            "It is 0 everywhere: nothing was sent back. Somewhere on the way traced "
            "numbers became plain ones, or are not used."
        )
    return ""


@goes_on_in_surveys
def assert_frames(submission: Any, n: int, steps: int, seed: int) -> None:
    """Check the smoke at the end, and after each step."""
    vx, vy = fields.drawn(n, seed, count=2)
    smoke = fields.smoke_of(n, seed)
    found = submission.run(probes.simulated, [vx, vy, smoke], steps)
    what = f"`simulate(vx, vy, smoke, {steps})`"
    _refuse_frames(found, what)
    _, frames = fields.simulate(vx, vy, smoke, steps)

    def hint() -> str:
        told = _of_frames(found["frames"], vx, vy, smoke, frames)
        return told or of_fields(submission, "advect", "divergence", "pressure", "project")

    with more_said(hint):
        if len(found["frames"]) != steps:
            raise CheckFailure(
                say_many(
                    "`frame_list` of {what} should hold {count} frame, one for each step; it holds "
                    "{yours}. Take as many steps as num_time_steps says.",
                    "`frame_list` of {what} should hold {count} frames, one for each step; "
                    "it holds "
                    "{yours}. Take as many steps as num_time_steps says.",
                    steps,
                    what=what,
                    yours=len(found["frames"]),
                ),
                "value",
                says_what=True,
            )
        for k, (one, wanted) in enumerate(zip(found["frames"], frames, strict=True)):
            assert_array(
                one, wanted, say("The smoke after step {k} of {what}", k=k + 1, what=what), "value"
            )
        assert_array(
            found["smoke"],
            frames[-1] if steps else smoke,
            say("`smoke` of {what}", what=what),
            "value",
        )
    if not all(found["same"]):
        changed = ("vx", "vy", "smoke")[found["same"].index(False)]
        raise CheckFailure(
            say(
                "{what} changed `{changed}`, which belongs to whoever called it. Make new arrays.",
                what=what,
                changed=changed,
            ),
            "claim",
            says_what=True,
        )


def _refuse_frames(found: Any, what: str) -> None:
    if isinstance(found, dict) and "of" in found:
        if found["of"] == "smoke" and found["odd"] == "list":
            raise CheckFailure(
                say(
                    "{what} should be a pair, (smoke, frame_list); the list comes first there.",
                    what=what,
                ),
                "type",
                says_what=True,
            )
        if found["of"] == "frame_list" and found["odd"] == "NoneType":
            raise CheckFailure(
                say(
                    "`frame_list` of {what} should be a list of arrays, and there is None. "
                    "(`append` changes the list, and returns None: write it in a line of its "
                    "own.)",
                    what=what,
                ),
                "type",
                says_what=True,
            )
        wanted = {
            "smoke": say("an array"),
            "frame_list": say("a list of arrays, one for each step"),
            "frame": say("an array"),
        }[found["of"]]
        part = f"`{found['of']}`"
        if found["of"] == "frame":
            part = say("Each entry of `frame_list`")
        refuse_odd(found, say("{part} of {what}", part=part, what=what), wanted)
    refuse_odd(found, what, say("a pair, (smoke, frame_list)"))


def _of_frames(
    mine: Sequence[Array], vx: Array, vy: Array, smoke: Array, right: Sequence[Array]
) -> str:
    """Say how a simulation is wrong, where it is one of the usual ways."""

    def alike(others: Sequence[Array]) -> bool:
        return len(mine) == len(others) > 0 and all(
            one.shape == two.shape and np.allclose(one, two)
            for one, two in zip(mine, others, strict=True)
        )

    if alike([smoke, *right]) or alike([smoke, *right][: len(right)]):
        return " " + say(
            "It begins with the smoke before the first step; the smoke after each is asked for."
        )
    if len(mine) > 1 and all(np.array_equal(one, mine[0]) for one in mine):
        return " " + say("All entries are alike: keep the new array of each step.")
    ways: Mapping[str, Callable[[Array, Array, Array], tuple[Array, Array, Array]]] = {
        say("It is what comes out if the smoke is carried by the wind of before the step."): (
            lambda u, v, s: (*moved(u, v), fields.advect(s, u, v))
        ),
        say("It is what comes out if vy is carried by a vx that has moved already."): (
            lambda u, v, s: in_turn(u, v, s)
        ),
        say("It is what comes out without pressure."): (lambda u, v, s: unpressed(u, v, s)),
        say("It is what comes out if pressure acts before the wind is carried."): (
            lambda u, v, s: pressed_first(u, v, s)
        ),
    }
    found = []
    for said, one_step in ways.items():
        now, told = (vx, vy, smoke), []
        for _ in right:
            now = one_step(*now)
            told.append(now[2])
        if alike(told):
            found.append(said)
    return either(found)


@goes_on_in_surveys
def assert_through_simulation(submission: Any, n: int, steps: int, seed: int) -> None:
    """Check the gradients of the smoke at the end, weighed, by all arguments."""
    vx, vy = fields.drawn(n, seed, count=2)
    smoke = fields.smoke_of(n, seed)
    weights = np.linspace(-1.0, 2.0, n * n).reshape(n, n)

    def weighed(*given: Any) -> Any:
        vx, vy, smoke = given
        return np.sum(weights * fields.simulate(vx, vy, smoke, steps)[0])

    right = ad.grad(weighed, (0, 1, 2))(vx, vy, smoke)
    found = submission.run(probes.slopes, "simulate", [vx, vy, smoke], [steps], weights, 0)
    called = f"`simulate(vx, vy, smoke, {steps})`"
    refuse_shape(
        found, say("`smoke` of {called}", called=called), called, ("smoke", "frame_list"), (n, n)
    )

    def hint(mine: Any, right: Any) -> str:
        values = of_simulation(submission, steps)
        return f" {say(VALUES_FIRST)}" if values else nothing_came(mine, right)

    for one, wanted, by in zip(found, right, ("vx", "vy", "smoke"), strict=True):
        what = say("The gradient of `smoke` of {called}, weighed, by {by},", called=called, by=by)
        with more_said(lambda: hint(one, wanted)):  # noqa: B023
            assert_array(one, wanted, what)


def of_simulation(submission: Any, steps: int = 2) -> str:
    """Say that `simulate`, or what it uses, does not give what it should."""
    return first_wrong(("simulate", lambda: assert_frames(submission, 4, steps, 11)))


def assert_stays(mine: Any, called: str) -> None:
    """Fail where a probe told that arguments were changed."""
    if not mine["same"]:
        raise CheckFailure(
            say(
                "{called} changed one of the arrays that it was given, which belong to "
                "whoever called it. Make new arrays.",
                called=called,
            ),
            "claim",
            says_what=True,
        )


def shown(value: float) -> str:
    """Write a number for a sentence."""
    return number(float(value))
