"""Claims about going back in segments: the gradient, what it keeps, and how long a segment is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

import adlearn as ad
from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.refusals import either, more_said, refuse_odd
from autograder.asking.simulations import probes
from autograder.asking.simulations.fluids import assert_stays, nothing_came
from autograder.errors import CheckFailure
from autograder.language import say

#: Steps and losses, as they cross and as they are computed here.
STEPS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "a half": ("lambda s: 0.5 * s", lambda s: 0.5 * s),
    "a sine": ("lambda s: s + 0.3 * np.sin(s)", lambda s: s + 0.3 * np.sin(s)),
    "neighbours": (
        "lambda s: 0.9 * s + 0.2 * np.roll(s, 1, axis=0) * s",
        lambda s: 0.9 * s + 0.2 * np.roll(s, 1, axis=0) * s,
    ),
}
LOSSES: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "a sum": ("lambda s: np.sum(s)", lambda s: np.sum(s)),
    "squares": ("lambda s: np.sum(s * s)", lambda s: np.sum(s * s)),
    "one entry": (
        "lambda s: 3.0 * s[(0,) * np.ndim(s)] + np.mean(s * s * s)",
        lambda s: 3.0 * s[(0,) * np.ndim(s)] + np.mean(s * s * s),
    ),
}


@goes_on_in_surveys
def assert_gradient(
    submission: Any, step: str, loss: str, state: np.ndarray, steps: int, every: int
) -> None:
    """Check value and gradient."""
    step_text, step_of = STEPS[step]
    loss_text, loss_of = LOSSES[loss]
    found = submission.run(probes.in_segments, step_text, loss_text, state, steps, every)
    what = say(
        "`through_segments(step, loss, state, {steps}, {every})` of the step "
        "{step_text}, the loss {loss_text} and a state of shape {shape}",
        steps=steps,
        every=every,
        step_text=step_text[10:],
        loss_text=loss_text[10:],
        shape=state.shape,
    )
    refuse_odd(found, what, say("a pair, of the loss and its gradient"))

    def whole(state: Any) -> Any:
        return loss_of(after_steps(step_of, state, steps))

    value, slope = ad.value_and_grad(whole)(state)
    mine, its_slope = found["found"]
    refuse_odd(mine, say("The first of {what}", what=what), say("a number"))
    if np.size(mine) != 1:
        raise CheckFailure(
            say(
                "The first of {what} should be one number; it has the shape {yours}. The "
                "loss comes first, and then its gradient.",
                what=what,
                yours=np.shape(mine),
            ),
            "shape",
            says_what=True,
        )
    told = whole_of(step_of, loss_of, state, steps)
    with more_said(lambda: _steps_off(float(np.reshape(mine, ())), told)):
        assert_array(
            np.reshape(mine, ()), np.array(value), say("The first of {what}", what=what), "value"
        )
    named = say("The second of {what}, the gradient,", what=what)
    refuse_odd(its_slope, named, say("an array of shape {shape}", shape=state.shape))
    first = min(every, steps)

    def hint() -> str:
        ones = ad.grad(lambda s: np.sum(after_steps(step_of, s, first)))(state)
        for said, other in (
            (
                say(
                    "Those are the slopes of the first segment alone: pull back through it "
                    "what comes in at its end."
                ),
                ones,
            ),
            (
                say("It is the gradient by the last state: pull it back through all segments."),
                ad.grad(loss_of)(after_steps(step_of, state, steps)),
            ),
        ):
            if steps and np.shape(its_slope) == np.shape(other) and np.allclose(its_slope, other):
                return " " + said
        usual = _usual_ways(step_of, loss_of, state, steps, every)
        alike = [said for said, other in usual.items() if _same(its_slope, other)]
        return either(alike[:2]) or nothing_came(its_slope, slope)

    with more_said(hint):
        assert_array(its_slope, np.asarray(slope), named)
    assert_stays(found, what)


def _same(mine: Any, other: np.ndarray) -> bool:
    return np.shape(mine) == np.shape(other) and bool(np.allclose(mine, other))


def _usual_ways(
    step: Callable[[Any], Any], loss: Callable[[Any], Any], state: Any, steps: int, every: int
) -> Mapping[str, np.ndarray]:
    """Give gradients that come of usual mistakes, with what to say of each."""
    begins = list(range(0, steps, every))
    states = [after_steps(step, state, begin) for begin in begins]
    lengths = [min(every, steps - begin) for begin in begins]
    last = ad.grad(loss)(after_steps(step, state, steps))

    def back(lengths: Sequence[int], order: Sequence[int], g: Any, each: bool = False) -> Any:
        for k in order:
            run = partial(after_steps, step, steps=lengths[k])
            if each:
                g = g * ad.grad(lambda s: np.sum(run(s)))(states[k])  # noqa: B023
            else:
                g = ad.vjp(run, states[k])[1](g)[0]
        return g

    down = list(range(len(begins)))[::-1]
    return {
        say(
            "It is what comes out if the last segment, too, is run for {every} steps: it may "
            "be shorter.",
            every=every,
        ): back([every] * len(begins), down, last),
        say(
            "It is what comes out if segments are pulled back from the first to the last: "
            "begin with the last."
        ): back(lengths, down[::-1], last),
        say(
            "It is what comes out if 1 comes in at the end: begin with the gradient of the loss."
        ): back(lengths, down, np.ones(np.shape(last))),
        say(
            "It is what comes out if slopes are multiplied entry by entry: pull back by "
            "`ad.vjp`, which takes all of them into account."
        ): back(lengths, down, last, each=True),
        say("It is what comes out if the last segment is left out."): back(lengths, down[1:], last),
    }


def after_steps(step: Callable[[Any], Any], state: Any, steps: int) -> Any:
    """Give the state after so many steps."""
    for _ in range(steps):
        state = step(state)
    return state


def whole_of(
    step: Callable[[Any], Any], loss: Callable[[Any], Any], state: Any, steps: int
) -> list[float]:
    """Give the loss after each number of steps up to one more."""
    told = [float(loss(state))]
    for _ in range(steps + 1):
        state = step(state)
        told.append(float(loss(state)))
    return told


def _steps_off(mine: float, losses: list[float]) -> str:
    """Say after how many steps the value would be right."""
    right = len(losses) - 2
    for k, one in enumerate(losses):
        if k != right and np.isclose(mine, one) and not np.isclose(one, losses[right]):
            return " " + say("That is the loss after {k} steps.", k=k)
    return ""


#: How many arrays of the size of a state a traced step of the probe keeps at most.
PER_STEP = 5
#: Numbers in a state: so many that what else is kept hardly counts.
SIZE = 4096


@goes_on_in_surveys
def assert_memory(submission: Any, steps: int, every: int) -> None:
    """Check that only checkpoints and one traced segment are kept at once."""
    found = submission.run(probes.memory, SIZE, steps, every)
    # The segment that is gone may still have a name while the next one is traced.
    most = -(-steps // every) + 2 * PER_STEP * every + 10
    what = f"`through_segments(step, loss, state, {steps}, {every})`"
    if found["steps"] < steps:
        raise CheckFailure(
            say(
                "{what} took {steps} steps, and not even {steps_2}, where memory is measured.",
                what=what,
                steps=found["steps"],
                steps_2=steps,
            ),
            "claim",
            says_what=True,
        )
    if found["steps"] > 2 * steps:
        many = (
            found["steps"]
            if found["steps"] <= 10 * steps
            else say("more than {steps}", steps=10 * steps)
        )
        raise CheckFailure(
            say(
                "{what} took {many} steps. Twice {steps} are enough: once on the way there, "
                "and once more in its segment on the way back.",
                what=what,
                many=many,
                steps=steps,
            ),
            "claim",
            says_what=True,
        )
    kept = found["states"]
    if kept > most:
        raise CheckFailure(
            say(
                "{what} kept arrays of the size of {kept} states at once. With {steps} "
                "checkpoints, and one segment of {every} steps that is traced, {most} are "
                "enough. Is more than one segment traced at once, or are states kept that "
                "are no checkpoints?",
                what=what,
                kept=kept,
                steps=-(-steps // every),
                every=every,
                most=most,
            ),
            "claim",
            says_what=True,
        )


@goes_on_in_surveys
def assert_every(submission: Any, steps: int) -> None:
    """Check the length of segments for which the fewest states are kept."""
    found = submission.best_every(steps)
    what = f"`best_every({steps})`"
    if isinstance(found, np.ndarray) and found.shape == ():
        found = found.item()
    whole = isinstance(found, (int, np.integer)) and not isinstance(found, bool)
    if not whole:
        kind = "None" if found is None else type(found).__name__
        raise CheckFailure(
            say(
                "{what} should be a whole number; it is {found}, a {kind}. `int(...)` makes "
                "one of it.",
                what=what,
                found=number(found),
                kind=kind,
            )
            if isinstance(found, (float, np.floating))
            else say(
                "{what} should be a whole number; it is of type {kind}.", what=what, kind=kind
            ),
            "type",
            says_what=isinstance(found, (float, np.floating)),
        )
    if not 1 <= found <= steps:
        raise CheckFailure(
            say(
                "{what} should be between 1 and {steps}; it is {found}.",
                what=what,
                steps=steps,
                found=found,
            ),
            "value",
        )
    kept = {every: every - (-steps // every) for every in range(1, steps + 1)}
    best = min(kept.values())
    if kept[int(found)] != best:
        hint = ""
        if kept.get(int(found) + 1) == best:
            hint = " " + say("One more would be right: does something count from 0?")
        elif int(found) == best:
            hint = " " + say(
                "That is how many states are kept; the length of a segment is asked for."
            )
        elif min(kept, key=lambda every: every + steps // every) == found:
            hint = " " + say("A shorter segment at the end has a checkpoint, too: round up.")
        raise CheckFailure(
            say(
                "{what} is {found}. Then {kept} states are kept, {steps} checkpoints and "
                "{found} in a segment; {best} are enough.{hint}",
                what=what,
                found=found,
                kept=kept[int(found)],
                steps=-(-steps // int(found)),
                best=best,
                hint=hint,
            ),
            "value",
            says_what=bool(hint),
        )
