"""Claims about training as a function of its settings, and about two ways to choose them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import adlearn as ad
from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.refusals import more_said, refuse_odd
from autograder.asking.simulations import probes
from autograder.asking.simulations.fluids import assert_stays, nothing_came, shown
from autograder.asking.simulations.pictures import not_in_order
from autograder.errors import CheckFailure

Array = np.ndarray

#: Losses as they cross and as they are computed here: with curvatures that differ, one that is no
#: sum of squares, and one of a single weight.
LOSSES: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "a valley": (
        "lambda w: 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 0.5) ** 2",
        lambda w: 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 0.5) ** 2,
    ),
    "a bent valley": (
        "lambda w: 0.5 * (w[1] - w[0] ** 2) ** 2 + 0.1 * np.sum((w - 1.0) ** 2)",
        lambda w: 0.5 * (w[1] - w[0] ** 2) ** 2 + 0.1 * np.sum((w - 1.0) ** 2),
    ),
    "a high valley": (
        "lambda w: 3.0 + 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 0.5) ** 2",
        lambda w: 3.0 + 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 0.5) ** 2,
    ),
    "waves": (
        "lambda w: np.mean(np.sin(w) + 0.1 * w * w)",
        lambda w: np.mean(np.sin(w) + 0.1 * w * w),
    ),
}


def train(rates: Any, scale: Any, direction: Array, loss: Callable[[Any], Any]) -> tuple[Any, Any]:
    """Train by steps of gradient descent: the weights at the end, and the losses before each."""
    w, losses = scale * direction, []
    for t in range(len(rates)):
        value, slope = ad.value_and_grad(loss)(w)
        losses.append(value)
        w = w - rates[t] * slope
    return w, losses


def after_training(settings: Any, direction: Array, loss: Callable[[Any], Any]) -> Any:
    """Give the loss after training with settings: logarithms of the rates, and of the scale.

    Examples
    --------
    >>> float(after_training(np.log([0.5, 2.0]), np.array([3.0]), lambda w: np.sum(w * w)))
    0.0
    """
    w, _ = train(np.exp(settings[:-1]), np.exp(settings[-1]), direction, loss)
    return loss(w)


def _told(rates: Sequence[float], scale: float, loss: str, direction: Array) -> str:
    listed = ", ".join(map(shown, rates))
    return (
        f"for the rates [{listed}], the scale {shown(scale)}, the direction "
        f"{np.round(direction, 3).tolist()} and the loss {LOSSES[loss][0][10:]},"
    )


@goes_on_in_surveys
def assert_train(
    submission: Any, rates: Sequence[float], scale: float, direction: Array, loss: str
) -> None:
    """Check what training comes to, and the losses on the way."""
    text, loss_of = LOSSES[loss]
    found = submission.run(probes.trained, np.array(rates), scale, direction, text)
    what = "`train(rates, scale, direction, loss)`"
    of = _told(rates, scale, loss, direction)
    if isinstance(found, dict) and "of" in found:
        wanted = {"w": "an array", "losses": "a list of numbers", "losses[0]": "a number"}
        refuse_odd(found, f"`{found['of']}` of {what}", wanted[found["of"]])
    refuse_odd(found, what, "a pair, (w, losses)")
    w, losses = train(np.array(rates), scale, direction, loss_of)

    def hint() -> str:
        said = _of_losses(found["losses"], [*losses, loss_of(w)])
        return said or _of_weights(found["w"], rates, scale, direction, loss_of)

    with more_said(hint):
        assert_array(
            found["losses"], np.array(losses, dtype=float), f"`losses` of {what}, {of}", "value"
        )
    with more_said(hint):
        assert_array(found["w"], np.asarray(w), f"`w` of {what}, {of}", "value")
    assert_stays(found, what)


def _of_losses(mine: Array, right: Sequence[float]) -> str:
    for other, said in (
        (right, "The loss after the last step is not asked for."),
        (right[1:], "Those are the losses after each step; before each is asked for."),
    ):
        if len(mine) == len(other) and np.allclose(mine, np.array(other)):
            return " " + said
    return ""


def _of_weights(
    mine: Any, rates: Sequence[float], scale: float, direction: Array, loss: Callable[[Any], Any]
) -> str:
    if np.shape(mine) != np.shape(direction):
        return ""
    begun = scale * direction
    ways: dict[str, Callable[[], Any]] = {
        "It went uphill: the step is against the gradient.": (
            lambda: train([-one for one in rates], scale, direction, loss)[0]
        ),
        "Those are the weights at the start.": lambda: begun,
        "It begins at `direction`: the scale is missing.": (
            lambda: train(rates, 1.0, direction, loss)[0]
        ),
        "It is what comes out if the first rate is used in every step.": (
            lambda: train([rates[0]] * len(rates), scale, direction, loss)[0]
        ),
        "One step is missing at the end.": lambda: train(rates[:-1], scale, direction, loss)[0],
        "It is what comes out if the last rate is taken first.": (
            lambda: train(rates[::-1], scale, direction, loss)[0]
        ),
    }
    for said, other in ways.items():
        if rates and np.allclose(mine, other()):
            return " " + said
    return ""


@goes_on_in_surveys
def assert_through_training(
    submission: Any,
    rates: Sequence[float],
    scale: float,
    direction: Array,
    loss: str,
    which: str = "weights",
) -> None:
    """Check the gradients of weights or losses of a training by its rates and its scale."""
    text, loss_of = LOSSES[loss]
    weights = np.linspace(1.0, 2.0, direction.size).reshape(direction.shape)

    def made(rates: Any, scale: Any) -> Any:
        w, losses = train(rates, scale, direction, loss_of)
        if which == "weights":
            return np.sum(weights * w)
        return sum((k + 1) * one for k, one in enumerate(losses))

    right = ad.grad(made, (0, 1))(np.array(rates), scale)
    found = submission.run(probes.through_training, np.array(rates), scale, direction, text, which)
    of = "`w`" if which == "weights" else "`losses`"
    refuse_odd(found, "`train(rates, scale, direction, loss)`", "a pair, (w, losses)")
    for one, wanted, by in zip(found, right, ("the rates", "the scale"), strict=True):
        what = (
            f"The gradient of {of} of `train(rates, scale, direction, loss)`, weighed, by {by}, "
            f"{_told(rates, scale, loss, direction)}"
        )
        with more_said(lambda: nothing_came(one, wanted)):  # noqa: B023
            assert_array(one, np.asarray(wanted), what)


@goes_on_in_surveys
def assert_after(
    submission: Any, rates: Sequence[float], scale: float, direction: Array, loss: str
) -> None:
    """Check the loss after training as a function of the settings, and its gradient."""
    text, loss_of = LOSSES[loss]
    settings = np.log([*rates, scale])
    found = submission.run(probes.after, settings, direction, text)
    of = f"for the logarithms of the rates {list(rates)} and of the scale {scale}"
    what = f"`after_training(settings, direction, loss)`, {of},"
    refuse_odd(found, what, "a number")
    value, slope = ad.value_and_grad(after_training)(settings, direction, loss_of)
    if np.size(found["value"]) != 1:
        raise CheckFailure(
            f"{what} should be one number; it has the shape {np.shape(found['value'])}.", "shape"
        )
    mine = np.reshape(found["value"], ())

    def hint() -> str:
        if rates:
            w, losses = train(np.array(rates), scale, direction, loss_of)
            if np.isclose(mine, losses[-1]):
                return " That is the loss before the last step; the loss after it is asked for."
            if np.isclose(mine, min([*losses, loss_of(w)])):
                return " That is the lowest loss on the way; the loss at the end is asked for."
            plain, _ = train(np.exp(settings[:-1]), settings[-1], direction, loss_of)
            if np.isclose(mine, loss_of(plain)):
                return " That is what comes out if the scale is not exponentiated."
            raw, _ = train(settings[:-1], settings[-1], direction, loss_of)
            if np.isclose(mine, loss_of(raw)):
                return " That is what comes out without `np.exp`: settings are logarithms."
        return ""

    with more_said(hint):
        assert_array(mine, np.array(value), what, "value")
    with more_said(lambda: nothing_came(found["slope"], slope)):
        assert_array(found["slope"], np.asarray(slope), f"The gradient of {what}")


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
    """
    text, loss_of = LOSSES[loss]
    found = submission.run(probes.tuned, np.array(rates), scale, direction, text, rounds, step_size)
    options = "" if rounds is None else f", rounds={rounds}, step_size={step_size}"
    what = f"`tune(rates, scale, direction, loss{options})`"
    of = _told(rates, scale, loss, direction)
    if isinstance(found, dict) and "of" in found:
        wanted = {"rates": "an array", "scale": "a number", "history": "a list of numbers"}
        part = found["of"]
        refuse_odd(found, f"`{part}` of {what}", wanted.get(part, "of numbers"))
    refuse_odd(found, what, "three things, (rates, scale, history)")
    times = 60 if rounds is None else rounds
    if found["rates"].shape != (len(rates),):
        raise CheckFailure(
            f"`rates` of {what} should have the shape {(len(rates),)}, as the rates that it starts "
            f"from; it has {found['rates'].shape}.",
            "shape",
        )
    if found["scale"].size != 1:
        raise CheckFailure(
            f"`scale` of {what} should be one number; it has the shape {found['scale'].shape}.",
            "shape",
        )
    if found["history"].shape != (times,):
        raise CheckFailure(
            f"`history` of {what} should hold {times} numbers, the loss after training before each "
            f"round; its shape is {found['history'].shape}.",
            "value",
        )
    first = float(after_training(np.log([*rates, scale]), direction, loss_of))
    history = found["history"]
    if times and not np.isclose(history[0], first, rtol=1e-6):
        raise CheckFailure(
            f"`history[0]` of {what}, {of} should be {shown(first)}, the loss after training with "
            f"these settings; it is {shown(history[0])}.",
            "value",
        )
    strange = not_in_order(history, _ends(found["asked"], direction, loss_of))
    if strange is not None:
        raise CheckFailure(
            f"`history[{strange}]` of {what}, {of} is {shown(history[strange])}; it should be the "
            f"loss after training before round {strange}. After what stands before it in the list, "
            "no training ended with that loss.",
            "value",
        )
    mine = [float(one) for one in found["rates"]], float(np.reshape(found["scale"], ()))
    if not np.all(np.isfinite([*mine[0], mine[1]])) or min([*mine[0], mine[1]]) <= 0.0:
        raise CheckFailure(
            f"`rates` and `scale` of {what}, {of} should be positive numbers; they are "
            f"{[shown(one) for one in mine[0]]} and {shown(mine[1])}. Settings are "
            "logarithms; what is returned is not.",
            "claim",
        )
    with np.errstate(all="ignore"):
        end = float(after_training(np.log([*mine[0], mine[1]]), direction, loss_of))
    lowest = float(np.nanmin(history)) if times else first
    if not end <= lowest * (1.0 + 1e-6) + 1e-12:
        raise CheckFailure(
            f"With the settings that {what}, {of} returns, the loss after training is "
            f"{shown(end)}; `history` goes down to {shown(lowest)}. Return the best settings that "
            "you came by, and rates and a scale in place of logarithms.",
            "claim",
        )
    if end > reached * first:
        hint = ""
        if times and np.allclose(history, history[0], rtol=1e-4):
            hint = " It hardly changes from round to round: is a step taken?"
        elif times and history[-1] > history[0]:
            hint = " It goes up: is the step against the gradient?"
        raise CheckFailure(
            f"{what}, {of} should bring the loss after training from {shown(first)} down to "
            f"{shown(reached * first)} or less; it comes to {shown(end)}.{hint}",
            "value",
        )
    ratios = np.log(found["rates"] / np.array(rates))
    alike = ""
    if times > 2 and np.isclose(mine[1], scale, rtol=1e-9):
        alike = "`scale` is the one that it started from: it has a gradient, too"
    elif times > 2 and len(rates) > 1 and np.ptp(ratios) < 1e-9:
        alike = "All rates went the same way: each has a gradient of its own"
    if alike:
        raise CheckFailure(f"What {what}, {of} returns is not tuned in all. {alike}.", "claim")
    assert_stays(found, what)


def _ends(asked: Sequence[Array], direction: Array, loss: Callable[[Any], Any]) -> list[float]:
    """Give the loss at the end of each training, of the weights at which the loss was asked for.

    A training begins with weights along the direction; what comes before the next is its end.
    """

    def begins(w: Array) -> bool:
        if w.shape != direction.shape or not np.all(np.isfinite(w)):
            return False
        along = np.sum(w * direction) / np.sum(direction * direction)
        return bool(np.allclose(w, along * direction, rtol=1e-9, atol=1e-12))

    told = []
    for k, w in enumerate(asked):
        if w.shape == direction.shape and (k + 1 == len(asked) or begins(asked[k + 1])):
            with np.errstate(all="ignore"):
                told.append(float(loss(w)))
    return told


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


@goes_on_in_surveys
def assert_searches(submission: Any, budget: int, steps: int, direction: Array, loss: str) -> None:
    """Check the best of a grid, and that it did not train more often than it may."""
    text, loss_of = LOSSES[loss]
    found = submission.run(probes.searched, budget, steps, direction, text)
    what = f"`grid_search({budget}, {steps}, direction, loss)`"
    if isinstance(found, dict) and "of" in found:
        refuse_odd(found, f"`{found['of']}` of {what}", "a number")
    refuse_odd(found, what, "three numbers, (lowest, rate, scale)")
    m = int(budget**0.5)
    allowed = budget * (steps + 2)
    if found["times"] > allowed:
        raise CheckFailure(
            f"{what} asked for the loss in {found['times']} places; {budget} trainings of {steps} "
            f"steps come to {budget * (steps + 1)} places. Train once for each pair of a rate and "
            f"a scale: {m} rates and {m} scales for a budget of {budget}.",
            "claim",
        )
    value, rate, scale = best_on_grid(budget, steps, direction, loss_of)[0]

    def hint() -> str:
        mine = found["found"]
        if np.allclose([mine[0], mine[2], mine[1]], [value, rate, scale]):
            return " Rate and scale are exchanged: (lowest, rate, scale) is asked for."
        if np.allclose(mine, [value, np.log(rate), np.log(scale)]):
            return " Those are logarithms."
        for other in (m - 1, m + 1):
            if other > 0 and np.allclose(
                mine, best_on_grid(other * other, steps, direction, loss_of)[0]
            ):
                return f" That is the best of {other} rates and {other} scales; {m} are asked for."
        return (
            f" The grid has {m} rates from 0.01 to 2 and {m} scales from 0.05 to 3, each a fixed "
            "factor from the next."
        )

    of = f"for the direction {np.round(direction, 3).tolist()} and the loss {LOSSES[loss][0][10:]},"
    for name, mine, wanted in zip(
        ("lowest", "rate", "scale"), found["found"], (value, rate, scale), strict=True
    ):
        with more_said(hint):
            assert_array(np.array(mine), np.array(wanted), f"`{name}` of {what}, {of}", "value")
