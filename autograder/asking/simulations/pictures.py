"""Claims about making smoke form a picture: the objective, its gradient, and the way down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import adlearn as ad
from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.refusals import either, first_wrong, more_said, refuse_odd
from autograder.asking.simulations import fields, probes
from autograder.asking.simulations.fluids import (
    assert_stays,
    nothing_came,
    of_fields,
    of_simulation,
    shown,
)
from autograder.asking.simulations.histories import assert_history
from autograder.errors import CheckFailure
from autograder.language import say

Array = np.ndarray


def objective(velocities: Any, smoke: Array, target: Array, steps: int) -> Any:
    """Give the mean of the squared differences between the smoke at the end and the target."""
    final, _ = fields.simulate(velocities[0], velocities[1], smoke, steps)
    return np.mean((final - target) ** 2)


def task(n: int) -> tuple[Array, Array]:
    """Give smoke in a square in the middle, and a target it can reach in part: moved and wider.

    A little smoke is everywhere, nowhere as much as elsewhere, so that no wind's derivative is 0.
    Adam's first step has the same length however small a derivative is, and would go where rounding
    takes it.

    Examples
    --------
    >>> smoke, target = task(6)
    >>> float(np.round(smoke.sum() - target.sum(), 9))
    0.0
    """
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    smoke = 0.02 * (2.0 + np.sin(1.3 * i + 0.4 * j) + np.cos(0.7 * j * j + i))
    target = np.zeros((n, n))
    begin, end = n // 3, n - n // 3
    smoke[begin:end, begin:end] = 1.0
    target[begin + 1 : end + 1, begin - 1 : end] = 1.0
    return smoke, target * (smoke.sum() / target.sum())


@goes_on_in_surveys
def assert_objective(submission: Any, n: int, steps: int, seed: int) -> None:
    """Check the objective of drawn winds."""
    velocities = np.array(fields.drawn(n, seed, count=2))
    smoke, target = fields.smoke_of(n, seed), fields.smoke_of(n, seed + 1)
    found = submission.run(
        probes.objective_and_slopes, "objective", velocities, smoke, target, steps
    )
    what = f"`objective(velocities, smoke, target, {steps})`"
    others = _usual_objectives(velocities, smoke, target, steps)
    right = objective(velocities, smoke, target, steps)
    _assert_number(found["found"][0], right, what, n, others, lambda: _of_parts(submission))
    assert_stays(found, what)


def _of_parts(submission: Any) -> str:
    """Say which part of the simulation is not right, if one is not."""
    told = of_fields(submission, "advect", "divergence", "pressure", "project")
    return told or of_simulation(submission)


def _of_all(submission: Any) -> str:
    """The same, of all that comes before `form_picture`."""
    return _of_parts(submission) or first_wrong(
        ("objective", lambda: assert_objective(submission, 4, 2, 21)),
        ("slopes", lambda: assert_objective_slopes(submission, 4, 2, 21)),
    )


def _usual_objectives(
    velocities: Array, smoke: Array, target: Array, steps: int
) -> Mapping[str, float]:
    """Give what is often computed instead, with what to say of it."""
    _, frames = fields.simulate(velocities[0], velocities[1], smoke, steps)

    def off(fields: Any) -> float:
        return float(np.mean((np.array(fields) - target) ** 2))

    last, longer = frames[-1], fields.simulate(velocities[0], velocities[1], smoke, 20)[1]

    return {
        say("It is what comes out if all frames count; the end is asked for."): off(frames),
        say("It is what comes out after the first step; the end is asked for."): off(frames[0]),
        say("It is what comes out if nothing moves."): off(smoke),
        say("It is the mean of the sizes; the mean of the squares is asked for."): float(
            np.mean(np.abs(last - target))
        ),
        say("It is the square of the mean; the mean of the squares is asked for."): float(
            np.mean(last - target) ** 2
        ),
        say(
            "It is what comes out if each cell is compared with all of them: subtract fields "
            "as they are."
        ): float(np.mean((last.ravel() - target.ravel()[:, None]) ** 2)),
        **{
            say(
                "It is what comes out after {k} steps; num_time_steps says how many.", k=k + 1
            ): off(one)
            for k, one in enumerate(longer)
            if k + 1 not in (1, steps)
        },
        say("It is what comes out if vx and vy are exchanged: velocities[0] is vx."): float(
            objective(velocities[::-1], smoke, target, steps)
        ),
        say("It is what comes out if smoke and target are exchanged."): float(
            objective(velocities, target, smoke, steps)
        ),
    }


def _assert_number(
    mine: Any,
    right: Any,
    what: str,
    n: int,
    others: Mapping[str, float],
    of_parts: Callable[[], str],
) -> None:
    refuse_odd(mine, what, say("a number"))
    if np.size(mine) != 1:
        raise CheckFailure(
            say(
                "{what} should be one number; it has the shape {yours}. Take the mean over "
                "all cells.",
                what=what,
                yours=np.shape(mine),
            ),
            "shape",
            says_what=True,
        )
    mine = np.reshape(mine, ())

    def hint() -> str:
        for factor, said in (
            (n * n, say("That is the sum over all cells; the mean is asked for.")),
            (0.5, say("That is half of it.")),
            (n, say("That is the sum along one axis, and the mean along the other.")),
        ):
            if np.isclose(mine, right * factor):
                return " " + said
        if np.isclose(mine, np.sqrt(right)):
            return " " + say("That is the root of it.")
        alike = [said for said, other in others.items() if np.isclose(mine, other)]
        return either(alike[:2]) or of_parts()

    with more_said(hint):
        assert_array(mine, np.array(right), what, "value")


@goes_on_in_surveys
def assert_objective_slopes(submission: Any, n: int, steps: int, seed: int) -> None:
    """Check the pair that `slopes` gives."""
    velocities = np.array(fields.drawn(n, seed, count=2))
    smoke, target = fields.smoke_of(n, seed), fields.smoke_of(n, seed + 1)
    found = submission.run(probes.objective_and_slopes, "slopes", velocities, smoke, target, steps)
    what = f"`slopes(velocities, smoke, target, {steps})`"
    refuse_odd(found, what, say("a pair, of the objective and its gradient"))
    value, slope = ad.value_and_grad(objective)(velocities, smoke, target, steps)
    mine, its_slope = found["found"]
    if np.shape(mine) == velocities.shape and np.size(its_slope) == 1:
        raise CheckFailure(
            say(
                "{what} should be the pair of the objective and its gradient; the gradient "
                "comes first there.",
                what=what,
            ),
            "type",
            says_what=True,
        )
    others = _usual_objectives(velocities, smoke, target, steps)
    first = say("The first of {what}, the objective,", what=what)
    _assert_number(mine, value, first, n, others, lambda: _of_parts(submission))
    named = say("The second of {what}, the gradient,", what=what)
    refuse_odd(its_slope, named, say("an array of shape {shape}", shape=velocities.shape))

    def hint() -> str:
        if np.shape(its_slope) == smoke.shape:
            return " " + say(
                "It is by one of the two fields alone, or by the smoke: differentiate by "
                "all of `velocities`, the first argument."
            )
        return nothing_came(its_slope, slope)

    with more_said(hint):
        assert_array(its_slope, slope, named)
    assert_stays(found, what)


@goes_on_in_surveys
def assert_forms(
    submission: Any,
    n: int,
    steps: int,
    rounds: int | None,
    step_size: float,
    reached: float,
) -> None:
    """Check a descent by what it tells and by what it reaches.

    Parameters
    ----------
    submission : Submission
    n, steps : int
        Size and length of the simulation.
    rounds : int or None
        None for the defaults.
    step_size : float
    reached : float
        To which part of what it was at the start the objective has to come down.
    """
    smoke, target = task(n)
    found = submission.run(probes.formed, smoke, target, steps, rounds, step_size)
    options = "" if rounds is None else f", rounds={rounds}, step_size={step_size}"
    what = f"`form_picture(smoke, target, {steps}{options})`"
    if isinstance(found, dict) and "of" in found:
        wanted = {
            "velocities": say("an array of shape {shape}", shape=(2, n, n)),
            "losses": say("a list of numbers"),
            "losses[0]": say("a number"),
        }[found["of"]]
        refuse_odd(found, say("`{of}` of {what}", of=found["of"], what=what), wanted)
    refuse_odd(found, what, say("a pair, (velocities, losses)"))
    velocities, losses = found["velocities"], found["losses"]
    if velocities.shape != (2, n, n):
        raise CheckFailure(
            say(
                "`velocities` of {what} should have the shape {right}; it has {yours}. They "
                "are two fields of the size of the smoke.",
                what=what,
                right=(2, n, n),
                yours=velocities.shape,
            ),
            "shape",
            says_what=True,
        )
    times = 60 if rounds is None else rounds
    still = float(objective(np.zeros((2, n, n)), smoke, target, steps))
    name = say("`losses` of {what}", what=what)
    seen, each = found["beside"]["seen"], say("the objective")
    assert_history(losses, times, still, seen, name, each, lambda: _of_all(submission))
    with more_said(lambda: _of_all(submission)):
        _assert_reached(velocities, losses, rounds, still, reached, what, smoke, target, steps)
    assert_stays(found, what)


def _assert_reached(
    velocities: Array,
    losses: Sequence[float],
    rounds: int | None,
    still: float,
    reached: float,
    what: str,
    smoke: Array,
    target: Array,
    steps: int,
) -> None:
    """Check the wind that a descent came to, beside what it told."""
    if not np.all(np.isfinite(velocities)):
        raise CheckFailure(
            say(
                "`velocities` of {what} are not all finite numbers. Are the steps too large? "
                "With `adam` each is as large as `step_size`, about.",
                what=what,
            ),
            "value",
            says_what=True,
        )
    final = float(objective(velocities, smoke, target, steps))
    if rounds != 0 and final > still * (1.0 + 1e-6) and losses[-1] > losses[0]:
        raise CheckFailure(
            say(
                "{what} should bring the objective down from {still}; with the wind that it "
                "returns it is {final}. Is the step against the gradient, and not too large?",
                what=what,
                still=shown(still),
                final=shown(final),
            ),
            "value",
            says_what=True,
        )
    if len(losses) > 2 and final > min(losses) + 0.25 * still:
        raise CheckFailure(
            say(
                "The wind that {what} returns has the objective {final}, and `losses` go "
                "down to {losses}. Return the wind that it came to, and hand on all that "
                "came in: num_time_steps, too.",
                what=what,
                final=shown(final),
                losses=shown(min(losses)),
            ),
            "claim",
            says_what=True,
        )
    if final > reached * still:
        hint = " " + say(
            "It goes down, but slowly: the gradient of a mean is small, and `adam` does not mind."
        )
        if np.allclose(losses, losses[0], rtol=1e-3):
            hint = " " + say(
                "It hardly changes from round to round: is a step taken, and is it large enough?"
            )
        raise CheckFailure(
            say(
                "{what} should bring the objective from {still} down to {reached} or less; "
                "with the wind that it returns it is {final}.{hint}",
                what=what,
                still=shown(still),
                reached=shown(reached * still),
                final=shown(final),
                hint=hint,
            ),
            "value",
            says_what=True,
        )
    if rounds == 0 and np.any(velocities):
        raise CheckFailure(
            say("{what} should return still air: it takes no round.", what=what), "value"
        )
