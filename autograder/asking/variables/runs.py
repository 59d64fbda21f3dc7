"""Claims about whole descents: down a parabola, and down a surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.asking.assertions import as_number, assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.refusals import either, first_wrong, more_said, refuse_odd
from autograder.asking.variables import probes
from autograder.asking.variables.gradients import refuse_attribute
from autograder.errors import CheckFailure
from autograder.language import joined, say, template

#: Another function of x than the notebook's, and its derivative.
OTHER = "lambda x: 0.5 * x * x - 3 * x"


def parabola_of(
    starts: Sequence[float], rates: Sequence[float], epochs: int, other: str = ""
) -> list[np.ndarray]:
    """Go down by formulas: x before each step, and the function there.

    Examples
    --------
    >>> [one.tolist() for one in parabola_of([1.0], [0.25], 2)]
    [[[1.0, 0.5]], [[3.0, 2.25]]]
    """
    xs, values = [], []
    for start, rate in zip(starts, rates, strict=True):
        x, along, heights = float(start), [], []
        for _ in range(epochs):
            along.append(x)
            heights.append(0.5 * x * x - 3 * x if other else x * x + 2.0)
            x -= rate * (x - 3.0 if other else 2.0 * x)
        xs.append(along)
        values.append(heights)
    return [np.array(xs), np.array(values)]


@goes_on_in_surveys
def assert_runs(
    submission: Any,
    starts: Sequence[float],
    rates: Sequence[float],
    epochs: int | None,
    other: str = "",
) -> None:
    """Check where `perform_gd` was before each step, and the values there."""
    found = submission.run(probes.parabola_runs, list(starts), list(rates), epochs, other)
    right = parabola_of(starts, rates, 100 if epochs is None else epochs, other)
    given = "" if epochs is None else f", epochs={epochs}"
    what = f"`perform_gd({list(starts)}, {list(rates)}{given})`"
    if other:
        what = say("{what}, while f is `{f}`,", what=what, f=other[10:])
    times = 100 if epochs is None else epochs
    added = [
        _added_up(start, rate, times, other) for start, rate in zip(starts, rates, strict=True)
    ]
    ways = {
        say(NOT_SET_BACK): [np.array(added)],
        say("It is what comes out if every run takes the first rate."): [
            parabola_of(starts, [rates[0]] * len(starts), times, other)[0]
        ],
    }
    _compare_histories(found, right, what, ("x_history", "f_history"), ways)


NOT_SET_BACK = template(
    "It is what comes out if gradients add up from step to step: `zero_grad()` before each one."
)


def _added_up(start: float, rate: float, epochs: int, other: str) -> list[float]:
    x, slope, told = float(start), 0.0, []
    for _ in range(epochs):
        told.append(x)
        slope += x - 3.0 if other else 2.0 * x
        x -= rate * slope
    return told


def _compare_histories(
    found: Any,
    right: Sequence[np.ndarray],
    what: str,
    names: Sequence[str],
    ways: Mapping[str, Sequence[np.ndarray]],
    of_parts: Callable[[], str] = lambda: "",
) -> None:
    refuse_odd(found, what, say("{count} arrays, {names}", count=len(names), names=joined(names)))
    for name, mine, wanted in zip(names, found, right, strict=True):
        said = say("{name} of {what}", name=name, what=what)
        refuse_odd(mine, said, say("an array"))

        def hint(mine: Any = mine, wanted: np.ndarray = wanted) -> str:
            alike = [
                told
                for told, others in ways.items()
                if any(mine.shape == o.shape and np.allclose(mine, o) for o in others)
            ]
            return about_history(mine, wanted, steps=1) or either(alike) or of_parts()

        with more_said(hint):
            assert_array(mine, wanted, said, "value")


def about_history(mine: np.ndarray, right: np.ndarray, steps: int = 0) -> str:
    """Say how a history is wrong, where it is one of the usual ways; `steps` is the steps' axis.

    Examples
    --------
    >>> about_history(np.array([2.0, 1.0, 0.5]), np.array([4.0, 2.0, 1.0]))
    ' It is told one step too late: what was before the step is asked for.'
    >>> about_history(np.zeros((100, 2)), np.zeros((3, 2)))
    ' Take as many steps as `epochs` says, and note one thing before each.'
    """
    if mine.shape != right.shape:
        return _of_another_shape(mine, right, steps)
    if right.shape[steps] < 3:
        return ""
    mine, right = np.moveaxis(mine, steps, 0), np.moveaxis(right, steps, 0)
    if np.all(mine == mine[0]) and not np.all(right == right[0]):
        if np.all(mine[0] == right[0]):
            return " " + say("It never changes: is a step taken?")
        return " " + say("All entries are alike: keep copies, not the array that changes.")
    if np.allclose(mine[:-1], right[1:]) and not np.allclose(right[:-1], right[1:]):
        return " " + say("It is told one step too late: what was before the step is asked for.")
    return ""


def _of_another_shape(mine: np.ndarray, right: np.ndarray, steps: int) -> str:
    """Say how the shape of a history is another than the one that was asked for."""
    if mine.ndim == right.ndim > 1 and sorted(mine.shape) == sorted(right.shape):
        return " " + say(
            "The axes are in another order: np.transpose, or another order of the loops."
        )
    if mine.ndim == right.ndim and mine.shape[steps] != right.shape[steps]:
        return " " + say("Take as many steps as `epochs` says, and note one thing before each.")
    if mine.size == right.size and mine.ndim > right.ndim:
        return " " + say(
            "It has an axis of size 1 too many: take out the one row, `[0]`, before noting it."
        )
    return ""


#: Where heights are looked at.
PLACES = ((0.5, 1.8), (-2.0, -2.0), (1.6, -0.1), (0.0, 0.5))


def height(x: Any, y: Any) -> Any:
    """The surface of Q5."""
    return -(1.0 - (x**2 + y**3)) * np.exp(-(x**2 + y**2) / 2.0)


def slope_of_height(x: float, y: float) -> np.ndarray:
    """Its gradient.

    Examples
    --------
    >>> slope_of_height(0.0, 0.0).tolist()
    [0.0, 0.0]
    """
    power = np.exp(-(x**2 + y**2) / 2.0)
    z = height(x, y)
    return np.array([2.0 * x * power - x * z, 3.0 * y**2 * power - y * z])


@goes_on_in_surveys
def assert_surface(submission: Any, x: float, y: float) -> None:
    """Check the parameters of `Surface`, its height, and the gradient."""
    found = submission.run(probes.surface_at, x, y)
    what = f"`Surface({x}, {y})"
    refuse_odd(found, f"{what}.forward()`", say("a Variable"))
    refuse_attribute(found, f"{what}`")
    for name, mine, begun in zip("xy", found["params"], (x, y), strict=True):
        assert_array(
            mine,
            np.array(begun),
            say("The value of `{name}` in {what}", name=name, what=f"{what}`"),
            "value",
        )
    if found["count"] != 2:
        raise CheckFailure(
            say(
                "{what} should have two parameters, x and y; collect_parameters() finds {count}.",
                what=f"{what}`",
                count=found["count"],
            ),
            "claim",
        )
    z = np.array(height(x, y))
    turned = np.size(found["z"]) == 1 and np.allclose(found["z"], -z)
    with more_said(lambda: " " + say("Its sign is turned round.") if turned else ""):
        assert_array(found["z"], z, f"{what}.forward()`", "value")
    for name, mine, right in zip("xy", found["grad"], slope_of_height(x, y), strict=True):
        assert_array(
            mine,
            np.array(right),
            say("The derivative of {what} by {name}", what=f"{what}.forward()`", name=name),
        )


def surface_of(starts: Sequence[Sequence[float]], lr: float, epochs: int) -> list[np.ndarray]:
    """Go down the surface by formulas: paths and heights.

    Examples
    --------
    >>> [one.shape for one in surface_of([(1.0, 1.0)], 0.1, 3)]
    [(1, 3, 2), (1, 3)]
    """
    paths, heights = [], []
    for start in starts:
        at, path, along = np.array(start, dtype=float), [], []
        for _ in range(epochs):
            path.append(at)
            along.append(height(*at))
            at = at - lr * slope_of_height(*at)
        paths.append(path)
        heights.append(along)
    return [np.array(paths), np.array(heights)]


@goes_on_in_surveys
def assert_descents(
    submission: Any, starts: Sequence[Sequence[float]], options: Mapping[str, float]
) -> None:
    """Check the paths and heights of `perform_2d_gd`."""
    found = submission.run(probes.surface_runs, [list(one) for one in starts], dict(options))
    right = surface_of(starts, options.get("lr", 0.3), int(options.get("epochs", 15)))
    how = "".join(f", {name}={number(value)}" for name, value in options.items())
    what = f"`perform_2d_gd({[list(one) for one in starts]}{how})`"

    def of_parts() -> str:
        return first_wrong(("Surface", lambda: assert_surface(submission, *PLACES[0])))

    ways = {say(NOT_SET_BACK): [_surface_added_up(starts, options)]}
    _compare_histories(found, right, what, ("paths", "heights"), ways, of_parts)


def _surface_added_up(
    starts: Sequence[Sequence[float]], options: Mapping[str, float]
) -> np.ndarray:
    paths = []
    for start in starts:
        at, path, slope = np.array(start, dtype=float), [], np.zeros(2)
        for _ in range(int(options.get("epochs", 15))):
            path.append(at)
            slope = slope + slope_of_height(*at)
            at = at - options.get("lr", 0.3) * slope
        paths.append(path)
    return np.array(paths)


@goes_on_in_surveys
def assert_rates(submission: Any, c: float, lr: float) -> None:
    """Check `error_factor` and `largest_rate` on a parabola of second derivative c."""
    factor = as_number(submission.error_factor(c, lr), f"`error_factor({c}, {lr})`")
    right = abs(1.0 - lr * c)
    if not abs(factor - right) <= 1e-9:
        hint = ""
        if abs(factor + right) <= 1e-9:
            hint = " " + say("An error has no sign: it is how far away x is.")
        raise CheckFailure(
            say(
                "`error_factor({c}, {lr})` should be {right}; it is {yours}.{hint}",
                c=c,
                lr=lr,
                right=number(right),
                yours=number(factor),
                hint=hint,
            ),
            "value",
            says_what=bool(hint),
        )
    largest = as_number(submission.largest_rate(c), f"`largest_rate({c})`")
    if not abs(largest - 2.0 / c) <= 1e-9 * (2.0 / c):
        raise CheckFailure(
            say(
                "`largest_rate({c})` should be {right}, where `error_factor` reaches 1; it "
                "is {largest}. Set the factor to 1, and solve for lr.",
                c=c,
                right=number(2.0 / c),
                largest=number(largest),
            ),
            "value",
            says_what=True,
        )
