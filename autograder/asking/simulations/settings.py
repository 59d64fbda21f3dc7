"""Claims about training as a function of its settings: what it comes to, and its derivatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import adlearn as ad
from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.refusals import first_wrong, more_said, refuse_odd
from autograder.asking.simulations import probes
from autograder.asking.simulations.fluids import assert_stays, nothing_came, shown
from autograder.errors import CheckFailure
from autograder.language import say

Array = np.ndarray

#: Losses as they cross and as they are computed here: with curvatures that differ, one that is no
#: sum of squares, and one of a single weight.
LOSSES: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "a valley": (
        "lambda w: 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 1.0) ** 2",
        lambda w: 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 1.0) ** 2,
    ),
    "a bent valley": (
        "lambda w: 0.5 * (w[1] - w[0] ** 2) ** 2 + 0.1 * np.sum((w - 1.0) ** 2)",
        lambda w: 0.5 * (w[1] - w[0] ** 2) ** 2 + 0.1 * np.sum((w - 1.0) ** 2),
    ),
    "a high valley": (
        "lambda w: 3.0 + 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 1.0) ** 2",
        lambda w: 3.0 + 0.5 * (w[0] + 1.0) ** 2 + 2.0 * (w[1] - 1.0) ** 2,
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


def told_settings(rates: Sequence[float], scale: float, loss: str, direction: Array) -> str:
    listed = ", ".join(map(shown, rates))
    return say(
        "for the rates [{listed}], the scale {scale}, the direction {tolist} and the "
        "loss {losses},",
        listed=listed,
        scale=shown(scale),
        tolist=np.round(direction, 3).tolist(),
        losses=LOSSES[loss][0][10:],
    )


@goes_on_in_surveys
def assert_train(
    submission: Any, rates: Sequence[float], scale: float, direction: Array, loss: str
) -> None:
    """Check what training comes to, and the losses on the way."""
    text, loss_of = LOSSES[loss]
    found = submission.run(probes.trained, np.array(rates), scale, direction, text)
    what = "`train(rates, scale, direction, loss)`"
    of = told_settings(rates, scale, loss, direction)
    if isinstance(found, dict) and "of" in found:
        wanted = {
            "w": say("an array"),
            "losses": say("a list of numbers"),
            "losses[0]": say("a number"),
        }
        refuse_odd(found, in_order(found["of"], ("w", "losses"), what), wanted[found["of"]])
    refuse_odd(found, what, say("a pair, (w, losses)"))
    w, losses = train(np.array(rates), scale, direction, loss_of)

    def hint() -> str:
        said = _of_losses(found["losses"], [*losses, loss_of(w)])
        return said or _of_weights(found["w"], rates, scale, direction, loss_of)

    with more_said(hint):
        assert_array(
            found["losses"],
            np.array(losses, dtype=float),
            say("`losses` of {what}, {of}", what=what, of=of),
            "value",
        )
    with more_said(hint):
        assert_array(
            found["w"], np.asarray(w), say("`w` of {what}, {of}", what=what, of=of), "value"
        )
    assert_stays(found, what)


def in_order(part: str, names: Sequence[str], what: str) -> str:
    """Name a part of what is returned by its place among the others.

    Examples
    --------
    >>> in_order("w", ("w", "losses"), "`train()`")
    '`w` of `train()`, number 1 of (w, losses),'
    """
    if part not in names:
        return say("`{part}` of {what}", part=part, what=what)
    return say(
        "`{part}` of {what}, number {place} of ({names}),",
        part=part,
        what=what,
        place=names.index(part) + 1,
        names=", ".join(names),
    )


def of_training(submission: Any) -> str:
    """Say that `train` does not give what it should."""
    direction = np.array([2.0, -1.0])
    return first_wrong(
        ("train", lambda: assert_train(submission, [0.2, 0.1, 0.3], 0.5, direction, "a valley"))
    )


def of_settings(submission: Any) -> str:
    """Say that `train` or `after_training` does not give what it should."""
    direction = np.array([2.0, -1.0])
    return of_training(submission) or first_wrong(
        ("after_training", lambda: assert_after(submission, [0.2, 0.1], 0.5, direction, "a valley"))
    )


def _of_losses(mine: Array, right: Sequence[float]) -> str:
    for other, said in (
        (right, say("The loss after the last step is not asked for.")),
        (right[1:], say("Those are the losses after each step; before each is asked for.")),
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
        say("It went uphill: the step is against the gradient."): (
            lambda: train([-one for one in rates], scale, direction, loss)[0]
        ),
        say("Those are the weights at the start."): lambda: begun,
        say("It begins at `direction`: the scale is missing."): (
            lambda: train(rates, 1.0, direction, loss)[0]
        ),
        say("It is what comes out if the first rate is used in every step."): (
            lambda: train([rates[0]] * len(rates), scale, direction, loss)[0]
        ),
        say("One step is missing at the end."): lambda: train(rates[:-1], scale, direction, loss)[
            0
        ],
        say("It is what comes out if the last rate is taken first."): (
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
    refuse_odd(found, "`train(rates, scale, direction, loss)`", say("a pair, (w, losses)"))
    for one, wanted, by in zip(found, right, (say("the rates"), say("the scale")), strict=True):
        what = say(
            "The gradient of {of} of `train(rates, scale, direction, loss)`, weighed, by "
            "{by}, {rates}",
            of=of,
            by=by,
            rates=told_settings(rates, scale, loss, direction),
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
    of = say(
        "for the logarithms of the rates {rates} and of the scale {scale}",
        rates=list(rates),
        scale=scale,
    )
    what = say("`after_training(settings, direction, loss)`, {of},", of=of)
    refuse_odd(found, what, say("a number"))
    value, slope = ad.value_and_grad(after_training)(settings, direction, loss_of)
    if np.size(found["value"]) != 1:
        raise CheckFailure(
            say(
                "{what} should be one number; it has the shape {yours}. The loss itself is "
                "asked for, and no gradient.",
                what=what,
                yours=np.shape(found["value"]),
            ),
            "shape",
            says_what=True,
        )
    mine = np.reshape(found["value"], ())

    def hint() -> str:
        if rates:
            w, losses = train(np.array(rates), scale, direction, loss_of)
            if np.isclose(mine, losses[-1]):
                return " " + say(
                    "That is the loss before the last step; the loss after it is asked for."
                )
            if np.isclose(mine, min([*losses, loss_of(w)])):
                return " " + say(
                    "That is the lowest loss on the way; the loss at the end is asked for."
                )
            plain, _ = train(np.exp(settings[:-1]), settings[-1], direction, loss_of)
            if np.isclose(mine, loss_of(plain)):
                return " " + say("That is what comes out if the scale is not exponentiated.")
            raw, _ = train(settings[:-1], settings[-1], direction, loss_of)
            if np.isclose(mine, loss_of(raw)):
                return " " + say(
                    "That is what comes out without `np.exp`: settings are logarithms."
                )
            every = np.exp(settings)
            turned, _ = train(every[1:], every[0], direction, loss_of)
            if np.isclose(mine, loss_of(turned)):
                return " " + say(
                    "That is what comes out if the scale is taken first: it is the last one."
                )
            longer, _ = train(every, every[-1], direction, loss_of)
            if np.isclose(mine, loss_of(longer)):
                return " " + say("That is what comes out if the scale is taken for a rate, too.")
            tens = 10.0**settings
            ten, _ = train(tens[:-1], tens[-1], direction, loss_of)
            if np.isclose(mine, loss_of(ten)):
                return " " + say(
                    "That is what comes out with powers of 10: the logarithms are natural ones."
                )
        return of_training(submission)

    with more_said(hint):
        assert_array(mine, np.array(value), what, "value")
    with more_said(lambda: nothing_came(found["slope"], slope)):
        assert_array(found["slope"], np.asarray(slope), say("The gradient of {what}", what=what))
