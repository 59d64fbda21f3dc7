"""Claims about two ways to choose settings: by their gradients, and on a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.refusals import more_said, refuse_odd
from autograder.asking.simulations import probes
from autograder.asking.simulations.fluids import assert_stays, shown
from autograder.asking.simulations.histories import assert_history
from autograder.asking.simulations.settings import (
    LOSSES,
    after_training,
    in_order,
    of_settings,
    of_training,
    told_settings,
)
from autograder.errors import CheckFailure
from autograder.language import say

Array = np.ndarray


@goes_on_in_surveys
def assert_tunes(
    submission: Any,
    rates: Sequence[float],
    scale: float,
    direction: Array,
    loss: str,
    rounds: int | None,
    step_size: float,
    reached: float,
    all_of_them: bool = False,
) -> None:
    """Check a descent in the settings by what it tells and what it reaches.

    Parameters
    ----------
    submission : Submission
    rates, scale, direction, loss
        Where it starts.
    rounds : int or None
        None for the defaults.
    step_size : float
    reached : float
        To which part of what it was at the start the loss after training has to come down.
    all_of_them : bool
        Whether each rate and the scale has to have changed, and not alike: ask it where their
        gradients have different signs.
    """
    text, loss_of = LOSSES[loss]
    found = submission.run(probes.tuned, np.array(rates), scale, direction, text, rounds, step_size)
    options = "" if rounds is None else f", rounds={rounds}, step_size={step_size}"
    what = f"`tune(rates, scale, direction, loss{options})`"
    of = told_settings(rates, scale, loss, direction)
    if isinstance(found, dict) and "of" in found:
        wanted = {
            "rates": say("an array"),
            "scale": say("a number"),
            "history": say("a list of numbers"),
        }
        part = found["of"]
        named = in_order(part, ("rates", "scale", "history"), what)
        refuse_odd(found, named, wanted.get(part, say("of numbers")))
    refuse_odd(found, what, say("three things, (rates, scale, history)"))
    times = 60 if rounds is None else rounds
    if found["rates"].shape != (len(rates),):
        raise CheckFailure(
            say(
                "`rates` of {what} should have the shape {what_2}, as the rates that it "
                "starts from; it has {shape}. The scale comes by itself, behind them.",
                what=what,
                what_2=(len(rates),),
                shape=found["rates"].shape,
            ),
            "shape",
            says_what=True,
        )
    if found["scale"].size != 1:
        raise CheckFailure(
            say(
                "`scale` of {what} should be one number; it has the shape {yours}.",
                what=what,
                yours=found["scale"].shape,
            ),
            "shape",
        )
    first = float(after_training(np.log([*rates, scale]), direction, loss_of))
    history = found["history"]
    name = say("`history` of {what}, {of}", what=what, of=of)
    each = say("the loss after training")
    seen = found["beside"]["seen"]
    assert_history(history, times, first, seen, name, each, lambda: of_settings(submission))
    found_rates = [float(one) for one in found["rates"]]
    found_scale = float(np.reshape(found["scale"], ()))
    _assert_positive(found_rates, found_scale, what, of)
    with np.errstate(all="ignore"):
        end = float(after_training(np.log([*found_rates, found_scale]), direction, loss_of))
    with more_said(lambda: of_settings(submission)):
        _assert_best(end, history, first, reached, f"{what}, {of}")
    if all_of_them:
        ratios = np.log(np.array(found_rates) / np.array(rates))
        _assert_all_tuned(ratios, bool(np.isclose(found_scale, scale, rtol=1e-9)), f"{what}, {of}")
    assert_stays(found, what)


def _assert_positive(rates: Sequence[float], scale: float, what: str, of: str) -> None:
    if {0.0, np.inf} & {*rates, scale}:
        raise CheckFailure(
            say(
                "A setting that {what}, {of} returns is 0 or infinite: the steps are too large.",
                what=what,
                of=of,
            ),
            "claim",
            says_what=True,
        )
    if not np.all(np.isfinite([*rates, scale])) or min([*rates, scale]) <= 0.0:
        raise CheckFailure(
            say(
                "`rates` and `scale` of {what}, {of} should be positive numbers; they are {rates} "
                "and {scale}.",
                what=what,
                of=of,
                rates=", ".join(map(shown, rates)),
                scale=shown(scale),
            )
            + " "
            + (
                say("Settings are logarithms; what is returned is not.")
                if np.all(np.isfinite([*rates, scale]))
                else say("Are the steps too large?")
            ),
            "claim",
            says_what=True,
        )


def _assert_best(end: float, history: Array, first: float, reached: float, what: str) -> None:
    """Check that the settings returned are the best told, and good enough."""
    lowest = float(np.nanmin(history)) if len(history) else first
    if not end <= lowest + 1e-6 * abs(lowest) + 1e-12:
        raise CheckFailure(
            say(
                "With the settings that {what} returns, the loss after training is {end}; "
                "`history` goes down to {lowest}. Return the best settings that you came by, "
                "and rates and a scale in place of logarithms.",
                what=what,
                end=shown(end),
                lowest=shown(lowest),
            ),
            "claim",
            says_what=True,
        )
    if end > reached * first:
        hint = " " + say(
            "It goes down, but slowly: their gradients differ in size, and `adam` does not mind."
        )
        if len(history) and np.allclose(history, history[0], rtol=1e-4):
            hint = " " + say("It hardly changes from round to round: is a step taken?")
        elif len(history) and history[-1] > history[0]:
            hint = " " + say("It goes up: is the step against the gradient?")
        raise CheckFailure(
            say(
                "{what} should bring the loss after training from {first} down to {reached} "
                "or less; it comes to {end}.{hint}",
                what=what,
                first=shown(first),
                reached=shown(reached * first),
                end=shown(end),
                hint=hint,
            ),
            "value",
            says_what=True,
        )


def _assert_all_tuned(ratios: Array, same_scale: bool, what: str) -> None:
    """Check that every rate and the scale went a way of its own."""
    alike = ""
    if same_scale:
        alike = say("`scale` is the one that it started from: it has a gradient, too")
    elif np.ptp(ratios) < 1e-9:
        alike = say("All rates went the same way: each has a gradient of its own")
    if alike:
        raise CheckFailure(
            say("What {what} returns is not tuned in all. {alike}.", what=what, alike=alike),
            "claim",
        )


def best_on_grid(
    budget: int, steps: int, direction: Array, loss: Callable[[Any], Any]
) -> list[tuple[float, float, float]]:
    """Give all losses of the grid with their rates and scales, the lowest first."""
    told = []
    m = int(budget**0.5)
    with np.errstate(all="ignore"):
        for rate in np.geomspace(0.01, 2.0, m):
            for scale in np.geomspace(0.05, 3.0, m):
                settings = np.log([*np.full(steps, rate), scale])
                value = float(after_training(settings, direction, loss))
                if np.isfinite(value):
                    told.append((value, float(rate), float(scale)))
    return sorted(told)


def _best_evenly(
    m: int, steps: int, direction: Array, loss: Callable[[Any], Any]
) -> tuple[float, float, float]:
    """Give the best of a grid whose rates and scales have even distances."""
    told = []
    with np.errstate(all="ignore"):
        for rate in np.linspace(0.01, 2.0, m):
            for scale in np.linspace(0.05, 3.0, m):
                settings = np.log([*np.full(steps, rate), scale])
                value = float(after_training(settings, direction, loss))
                told.append((value if np.isfinite(value) else np.inf, float(rate), float(scale)))
    return min(told)


@goes_on_in_surveys
def assert_searches(submission: Any, budget: int, steps: int, direction: Array, loss: str) -> None:
    """Check the best of a grid, and that it did not train more often than it may."""
    text, loss_of = LOSSES[loss]
    found = submission.run(probes.searched, budget, steps, direction, text)
    what = f"`grid_search({budget}, {steps}, direction, loss)`"
    if isinstance(found, dict) and "of" in found:
        refuse_odd(found, say("`{of}` of {what}", of=found["of"], what=what), say("a number"))
    refuse_odd(found, what, say("three numbers, (lowest, rate, scale)"))
    m = int(budget**0.5)
    allowed = budget * (steps + 2)
    if found["times"] > allowed:
        raise CheckFailure(
            say(
                "{what} asked for the loss in {times} places; {budget} trainings of {steps} "
                "steps come to {budget_2} places. Train once for each pair of a rate and a "
                "scale, with {steps} steps: {m} rates and {m} scales for a budget of "
                "{budget}.",
                what=what,
                times=found["times"],
                budget=budget,
                steps=steps,
                budget_2=budget * (steps + 1),
                m=m,
            ),
            "claim",
            says_what=True,
        )
    value, rate, scale = best_on_grid(budget, steps, direction, loss_of)[0]

    def hint() -> str:
        mine = found["found"]
        if np.allclose([mine[0], mine[2], mine[1]], [value, rate, scale]):
            return " " + say("Rate and scale are exchanged: (lowest, rate, scale) is asked for.")
        if np.allclose(mine, [value, np.log(rate), np.log(scale)]):
            return " " + say("Those are logarithms.")
        usual = {
            say("a grid with even distances: each is a fixed factor from the next"): _best_evenly(
                m, steps, direction, loss_of
            ),
            say("a training with one step less"): best_on_grid(
                m * m, steps - 1, direction, loss_of
            )[0],
            **{
                say("{n} rates and {n} scales; {m} are asked for", n=n, m=m): best_on_grid(
                    n * n, steps, direction, loss_of
                )[0]
                for n in (m - 1, m + 1)
                if n > 0
            },
        }
        alike = [said for said, best in usual.items() if np.allclose(mine, best)]
        if len(alike) == 1:
            return " " + say("That is the best of {alike}.", alike=alike[0])
        return of_training(submission) or (
            " "
            + say(
                "(The grid has {m} rates from 0.01 to 2 and {m} scales from 0.05 to 3, each "
                "a fixed factor from the next; what counts is the loss after the last step.)",
                m=m,
            )
        )

    of = say(
        "for the direction {tolist} and the loss {losses},",
        tolist=np.round(direction, 3).tolist(),
        losses=LOSSES[loss][0][10:],
    )
    for name, mine, wanted in zip(
        ("lowest", "rate", "scale"), found["found"], (value, rate, scale), strict=True
    ):
        with more_said(hint):
            assert_array(
                np.array(mine),
                np.array(wanted),
                say("`{name}` of {what}, {of}", name=name, what=what, of=of),
                "value",
            )
