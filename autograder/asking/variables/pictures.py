"""Claims about pictures, by the data that they draw: lines, levels, scales and labels.

Nothing is asked about colours, sizes or styles. What is drawn besides does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.variables import probes_pictures as probes
from autograder.errors import CheckFailure
from autograder.language import say, say_many, template

#: How far a drawn point may be off, in units of the largest entry: it is drawn as it is given.
ROOM = 1e-9


def looked_at(submission: Any, name: str, given: Sequence[Any]) -> Mapping[str, Any]:
    """Let a function of the notebook draw into axes of ours, and give what is in them.

    Raises
    ------
    CheckFailure
        If there is nothing, or it was drawn elsewhere.
    """
    found: Mapping[str, Any] = submission.run(probes.drawn, name, list(given))
    if not found["lines"] and not found["others"]:
        elsewhere = _elsewhere(found)
        raise CheckFailure(
            say(
                "`{name}` drew nothing into the axes `ax`.{elsewhere}",
                name=name,
                elsewhere=elsewhere,
            ),
            "claim",
            says_what=bool(elsewhere),
        )
    return found


def _elsewhere(found: Mapping[str, Any]) -> str:
    """Say so where something was drawn into another figure."""
    return (
        " "
        + say(
            "It drew into another figure: call the methods of `ax`, such as `ax.plot`, and not "
            "`plt.plot`."
        )
        if found["elsewhere"]
        else ""
    )


def lines_of(
    found: Mapping[str, Any], wanted: Sequence[tuple[str, np.ndarray]], name: str, what: str
) -> list[Any]:
    """Give the drawn line for each of those that are wanted, by its heights.

    Parameters
    ----------
    found : mapping
        What `looked_at` gave.
    wanted : sequence of (str, ndarray)
        What each is, for sentences, and its heights, or its points of shape (n, 2).
    name : str
        The function that drew.
    what : str
        What it was given.
    """
    lines = []
    for said, right in wanted:
        fitting = [line for line in found["lines"] if _is(line, right)]
        if not fitting:
            raise CheckFailure(_missing(found, said, right, name, what), "claim")
        lines.append(fitting[0])
    return lines


def _is(line: Sequence[Any], right: np.ndarray) -> bool:
    drawn = np.stack([line[0], line[1]], axis=1) if right.ndim == 2 else line[1]
    return drawn.shape == right.shape and np.allclose(
        drawn, right, rtol=0.0, atol=ROOM * max(1.0, float(np.max(np.abs(right))))
    )


def _missing(found: Mapping[str, Any], said: str, right: np.ndarray, name: str, what: str) -> str:
    words = {"name": name, "what": what, "line": said, "numbers": _listed(right)}
    if right.ndim == 1:
        text = say(
            "`{name}`, {what}, should draw a line for {line}, with the heights {numbers}", **words
        )
    else:
        text = say(
            "`{name}`, {what}, should draw a line for {line}, through the points {numbers}", **words
        )
    if not found["lines"]:
        return say("{text}; it draws no line.", text=text)
    if right.ndim == 1 and any(_is([x, np.abs(y)], right) for x, y, _ in found["lines"]):
        return say(
            "{text}; one has the sign of the difference: take its absolute value.", text=text
        )
    if any(_is([y, x], right) for x, y, _ in found["lines"]):
        return say("{text}; of one, the two axes are exchanged.", text=text)
    x, y, _ = min(found["lines"], key=lambda line: _distance(line, right))
    nearest = np.stack([x, y], axis=1) if right.ndim == 2 else y
    return say("{text}; what comes next to that is {numbers}.", text=text, numbers=_listed(nearest))


def _distance(line: Sequence[Any], right: np.ndarray) -> float:
    drawn = np.stack([line[0], line[1]], axis=1) if right.ndim == 2 else line[1]
    if drawn.shape != right.shape:
        return float("inf")
    distance = float(np.max(np.abs(drawn - right)))
    return distance if np.isfinite(distance) else float("inf")


def _listed(numbers: np.ndarray) -> str:
    shown = [
        number(one) if np.ndim(one) == 0 else "(" + ", ".join(map(number, one)) + ")"
        for one in numbers[:4]
    ]
    return f"[{', '.join(shown)}{', ...' if len(numbers) > 4 else ''}]"


def assert_labelled(found: Mapping[str, Any], lines: Sequence[Any], name: str) -> None:
    """Check that lines have labels for the legend, each its own."""
    labels = [line[2] for line in lines]
    if found["legend"] >= len(lines):  # given to the legend itself
        return
    if any(label < 0 for label in labels):
        raise CheckFailure(
            say(
                "Each line of `{name}` should have a label for the legend, as `ax.plot(..., "
                'label="run 0")` gives it.',
                name=name,
            ),
            "claim",
            says_what=True,
        )
    if len(set(labels)) < len(labels):
        raise CheckFailure(
            say(
                "The lines of `{name}` should have labels that tell them apart; some are alike.",
                name=name,
            ),
            "claim",
        )
    for line in lines:
        for x, y, label in found["lines"]:
            if label == line[2] and len(x) == len(line[0]) and not _alike((x, y), line):
                points = np.stack([x, y], axis=1)
                raise CheckFailure(
                    say(
                        "`{name}` draws one line too many: it goes through {points}, and has "
                        "the label of another. Does each `ax.plot` get what is drawn to the "
                        "right and what is drawn upwards, a row of numbers each?",
                        name=name,
                        points=_listed(points),
                    ),
                    "claim",
                )


def _alike(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two lines go through the same points."""
    return all(np.array_equal(a, b) for a, b in zip(one[:2], other[:2], strict=True))


@goes_on_in_surveys
def assert_errors_drawn(submission: Any, x_history: np.ndarray, x_star: float) -> None:
    """Check the picture of errors: a labelled line for each run, on a logarithmic axis."""
    name = "plot_errors"
    found = looked_at(submission, name, [x_history, x_star])
    what = say_many(
        "for {count} run and x_star = {x_star}",
        "for {count} runs and x_star = {x_star}",
        len(x_history),
        x_star=number(x_star),
    )
    wanted = [(say("run {i}", i=i), np.abs(xs - x_star)) for i, xs in enumerate(x_history)]
    lines = lines_of(found, wanted, name, what)
    for x, _, _ in lines:
        if not np.all(np.diff(x) == 1.0) or x[0] not in (0.0, 1.0):
            raise CheckFailure(
                say(
                    "`{name}` should draw the errors against the number of the step, 0, 1, "
                    "2, ...; a line goes over {x}.",
                    name=name,
                    x=_listed(x),
                ),
                "claim",
            )
    if found["scales"] != ["linear", "log"]:
        raise CheckFailure(
            say(
                "`{name}` should have a logarithmic axis for the error and an even one for "
                "the steps; the horizontal one is {scales}, the vertical one {scales_2}. "
                '`ax.set_yscale("log")` sets it.',
                name=name,
                scales=found["scales"][0],
                scales_2=found["scales"][1],
            ),
            "claim",
            says_what=True,
        )
    assert_labelled(found, lines, name)


NO_CONTOURS = template(
    "`{name}` should draw filled contours of the surface, by `ax.contourf`; there are none."
)
LINES_ALONE = template(
    "`{name}` should draw filled contours of the surface, by `ax.contourf`; there are lines alone."
)


@goes_on_in_surveys
def assert_paths_drawn(
    submission: Any, paths: np.ndarray, surface: Callable[[Any, Any], Any]
) -> None:
    """Check the picture of a surface: filled contours that fit it, and a labelled line for each
    path."""
    name = "plot_paths"
    found = looked_at(submission, name, [paths])
    what = say_many("for {count} paths", "for {count} paths", len(paths))
    contours = [one for one in found["filled"] if one["filled"]]
    if not contours:
        text = LINES_ALONE if found["filled"] else NO_CONTOURS
        raise CheckFailure(
            say(text, name=name) + _elsewhere(found),
            "claim",
            says_what=True,
        )
    _one_fits(contours, surface, name)
    lines = lines_of(
        found, [(say("path {i}", i=i), path) for i, path in enumerate(paths)], name, what
    )
    assert_labelled(found, lines, name)


#: From where to where the surface is drawn; how far an end may lie inside of that, one step of a
#: grid, and how far outside.
LOW, HIGH, INSIDE, OUTSIDE = -3.0, 3.0, 0.31, 2.0


def _one_fits(
    contours: Sequence[Mapping[str, Any]], surface: Callable[[Any, Any], Any], name: str
) -> None:
    """Check that one of the contours is that of the surface; what is said is of the first."""
    failures = []
    for contour in contours:
        try:
            return _fits(contour, surface, name)
        except CheckFailure as failure:
            failures.append(failure)
    raise failures[0]


def _fits(contour: Mapping[str, Any], surface: Callable[[Any, Any], Any], name: str) -> None:
    """Check that contours are those of a surface, over the square that was asked for."""
    low, high = contour["corners"]
    short = np.any(low > LOW + INSIDE) or np.any(high < HIGH - INSIDE)
    if short or np.any(low < LOW - OUTSIDE) or np.any(high > HIGH + OUTSIDE):
        raise CheckFailure(
            say(
                "The contours of `{name}` should reach from -3 to 3 in both directions; they "
                "reach from {low} to {high}.",
                name=name,
                low=_listed(low),
                high=_listed(high),
            ),
            "claim",
        )
    levels, points = contour["levels"], contour["points"]
    if len(levels) < 4:
        raise CheckFailure(
            say(
                "The contours of `{name}` should show the hills: {levels} levels are too few.",
                name=name,
                levels=len(levels),
            ),
            "claim",
        )
    ends = np.minimum(np.minimum(np.abs(low), np.abs(high)), HIGH)
    inside = points[np.all(np.abs(points) < ends - 1e-6, axis=1)]
    heights = surface(inside[:, 0], inside[:, 1])
    apart = np.min(np.abs(heights[:, None] - levels), axis=1)
    if not len(inside) or np.mean(apart) > 0.1 * np.median(np.diff(levels)):
        swapped = surface(inside[:, 1], inside[:, 0])
        turned = np.mean(np.min(np.abs(swapped[:, None] - levels), axis=1)) < np.mean(apart) / 4
        hint = (
            " " + say("Its two directions are exchanged.")
            if turned
            else " " + say("Is its grid fine enough?")
        )
        raise CheckFailure(
            say(
                "The contours of `{name}` are not those of the surface: where they run, its "
                "height is not that of a level.{hint}",
                name=name,
                hint=hint,
            ),
            "claim",
        )
    x = np.linspace(LOW, HIGH, 121)
    right = surface(*np.meshgrid(x, x))
    room = 0.15 * np.ptp(right)
    if abs(contour["low"] - right.min()) > room or abs(contour["high"] - right.max()) > room:
        raise CheckFailure(
            say(
                "The contours of `{name}` should be of heights from {min} to {max}; they are "
                "of numbers from {low} to {high}.",
                name=name,
                min=number(right.min()),
                max=number(right.max()),
                low=number(contour["low"]),
                high=number(contour["high"]),
            ),
            "claim",
        )
