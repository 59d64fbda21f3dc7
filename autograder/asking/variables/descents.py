"""Claims about modules, optimizers and descents, each beside the same by formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.asking.assertions import as_number, assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.refusals import either, first_wrong, more_said, refuse_odd
from autograder.asking.variables import probes
from autograder.asking.variables.gradients import refuse_attribute
from autograder.asking.variables.usual_steps import usual_steps
from autograder.errors import CheckFailure

#: How a module is built, in words, and what it has.
MODULES = {
    "none": ("without variables", ""),
    "attributes": ("whose attributes are two variables", "ab"),
    "other things": ("with two variables among other attributes", "ab"),
    "a module": ("with a variable, and a module that has two", "abc"),
    "several modules": ("with three modules, and a variable of its own", "abcd"),
    "three deep": ("with a module in a module in a module", "abcd"),
    "a list": ("with a list of three variables", "abc"),
    "a list of modules": ("with a list of modules, one of which has a module", "abc"),
    "lists in lists": ("with lists in a list", "abcd"),
    "a shared variable": ("in which two variables stand twice", "abc"),
    "a shared module": ("in which one module stands several times", "abc"),
    "set later": ("that got a second variable after it was asked once", "ab"),
    "equal values": ("with two variables of the same value", "ab"),
    "in order": ("with two variables, and a module between them", "aef"),
}


#: What is to be done where variables are missing, by how a module is built.
WHERE = {
    "a module": "Ask each module among the attributes for its parameters, too.",
    "several modules": "Ask every module among the attributes, and go on after the first.",
    "three deep": "A module in a module is asked in the same way: does each ask those that it has?",
    "a list": "Look into attributes that are lists, too.",
    "a list of modules": "What stands in a list may be a module, and is asked as an attribute is.",
    "lists in lists": "What stands in a list may be a list again: look into it in the same way.",
    "equal values": "Tell variables apart by `is`, and not by their values.",
    "set later": "Look at the attributes each time anew.",
}


@goes_on_in_surveys
def assert_collects(submission: Any, kind: str) -> None:
    """Check which variables a module of `MODULES` gives as its parameters, in any order."""
    found = submission.run(probes.collected, kind)
    how, right = MODULES[kind]
    what = f"`collect_parameters()` of a module {how}"
    refuse_odd(found, what, "a list")
    first, found = found
    if sorted(first) == sorted(right) != sorted(found):
        raise CheckFailure(
            f"{what} is right when it is asked for the first time; the second time it lists "
            f"{_listed(found) or 'nothing'}. What is asked changes nothing: are lists of the "
            "module as they were?",
            "claim",
        )
    strange = [one for one in found if one not in set("abcdef")]
    if "Variable" in strange:
        raise CheckFailure(
            f"{what} should list the module's own variables; it lists one that is none of them. "
            "The very objects are asked for, not copies.",
            "claim",
            says_what=True,
        )
    if strange:
        raise CheckFailure(
            f"{what} should list variables alone; it lists something of type {strange[0]}.", "type"
        )
    often = [name for name, count in Counter(found).items() if count > 1]
    if often and set(found) == set(right):
        raise CheckFailure(
            f"{what} should list each once; it lists {_listed(sorted(often))} more than once. Ask "
            "whether it is in the list already, by `is` or by `id(...)`.",
            "claim",
            says_what=True,
        )
    if sorted(found) != sorted(right):
        missing, more = sorted(set(right) - set(found)), sorted(set(found) - set(right))
        said = [
            *(
                [f"{_listed(missing)} {'is' if len(missing) == 1 else 'are'} missing"]
                * bool(missing)
            ),
            *([f"{_listed(more)} should not be there"] * bool(more)),
        ]
        raise CheckFailure(
            f"{what} should list {_listed(right) or 'nothing'}; {' and '.join(said)}."
            + (f" {WHERE[kind]}" if missing and kind in WHERE else ""),
            "claim",
            says_what=bool(missing) and kind in WHERE,
        )


def _listed(names: Sequence[str]) -> str:
    *some, last = names or [""]
    return f"{', '.join(some)} and {last}" if some else last


@goes_on_in_surveys
def assert_called(submission: Any) -> None:
    """Check that a module, when it is called, gives what its `forward` gives."""
    found = submission.run(probes.called, [5.0, 2.0])
    what = "`module(5.0, 2.0)`, where `forward` of the module gives the difference,"
    refuse_odd(found, what, "3, as `forward(5.0, 2.0)` is")
    if found != 3.0:
        raise CheckFailure(f"{what} should be 3; it is {number(found)}.", "claim")


#: Values of parameters, and gradients that are set before each step.
VALUES = (
    np.array([[1.0, -2.0], [0.5, 4.0]]),
    np.array([3.0]),
    np.array(2.5),
    np.array(-1.5),
)
SLOPES = (
    (np.array([[0.5, 1.0], [-2.0, 0.0]]), np.array([4.0]), np.array(1.25), np.array(-0.25)),
    (np.array([[1.5, -1.0], [2.0, 0.5]]), np.array([-1.0]), np.array(-2.0), np.array(0.75)),
    (np.array([[-0.5, 3.0], [1.0, 0.0]]), np.array([2.0]), np.array(3.0), np.array(0.5)),
    (np.array([[0.25, 0.5], [-1.0, 8.0]]), np.array([0.5]), np.array(-0.5), np.array(-2.0)),
)


def steps_of(
    kind: str,
    values: Sequence[np.ndarray],
    slopes: Sequence[Sequence[np.ndarray]],
    options: Mapping[str, float],
) -> list[list[np.ndarray]]:
    """Take the steps of an optimizer by its formulas: the values after each.

    Examples
    --------
    >>> steps_of("GD", [np.array(3.0)], [[np.array(2.0)]], {"lr": 0.5})
    [[array(2.)]]
    """
    lr = options.get("lr", 0.1)
    mu, beta1 = options.get("mu", 0.9), options.get("beta1", 0.9)
    beta2, eps = options.get("beta2", 0.999), options.get("eps", 1e-8)
    now = [np.array(value) for value in values]
    first = [np.zeros(value.shape) for value in now]
    second = [np.zeros(value.shape) for value in now]
    told = []
    for t, each in enumerate(slopes, start=1):
        for i, g in enumerate(each):
            if kind == "Momentum":
                first[i] = mu * first[i] + g
                step = first[i]
            elif kind == "Adam":
                first[i] = beta1 * first[i] + (1.0 - beta1) * g
                second[i] = beta2 * second[i] + (1.0 - beta2) * g**2
                root = np.sqrt(second[i] / (1.0 - beta2**t)) + eps
                step = first[i] / (1.0 - beta1**t) / root
            else:
                step = g
            now[i] = np.asarray(now[i] - lr * step)
        told.append(list(now))
    return told


@goes_on_in_surveys
def assert_steps(
    submission: Any,
    kind: str,
    options: Mapping[str, float],
    count: int = 1,
    steps: int = 1,
    size: float = 1.0,
) -> None:
    """Check the values of parameters after each step, and that gradients stay as they were.

    Parameters
    ----------
    submission : Submission
    kind : str
        ``"GD"``, ``"Momentum"`` or ``"Adam"``.
    options : mapping
    count : int
        How many parameters of `VALUES`, from the last.
    steps : int
    size : float
        By what the gradients are multiplied: small ones show what eps is.
    """
    values = list(VALUES[-count:])
    slopes = [[size * g for g in each[-count:]] for each in SLOPES[:steps]]
    found = submission.run(probes.stepped, kind, values, slopes, dict(options))
    right = steps_of(kind, values, slopes, options)
    how = ", ".join(f"{name}={number(value)}" for name, value in options.items())
    begun = [values, *right[:-1]]
    for t, each in enumerate(zip(found["told"], right, begun, slopes, strict=True), start=1):
        for i, (mine, wanted, before, g) in enumerate(zip(*each, strict=True)):
            which = f"parameter {i}" if count > 1 else "the parameter"
            what = f"The value of {which} after step {t} of `{kind}(params, {how})`"
            refuse_odd(mine, what, "an array")
            usual = _alike(found["told"], usual_steps(kind, values, slopes, options))
            others = {said: told[t - 1][i] for said, told in usual.items()}
            with more_said(lambda: _about(mine, wanted, before, g, others)):  # noqa: B023
                assert_array(mine, wanted, what, "value")
    if not found["same"]:
        raise CheckFailure(
            f"`step()` of `{kind}` changed the gradients. It changes the values of parameters "
            "alone; `zero_grad()` is called for the rest.",
            "claim",
            says_what=True,
        )


def _alike(
    mine: Sequence[Sequence[Any]], usual: Mapping[str, Sequence[Sequence[np.ndarray]]]
) -> dict[str, Sequence[Sequence[np.ndarray]]]:
    """Give those of the usual ways that come to the same values in all steps."""
    return {
        said: told
        for said, told in usual.items()
        if all(
            np.shape(one) == other.shape and np.allclose(one, other)
            for each, others in zip(mine, told, strict=True)
            for one, other in zip(each, others, strict=True)
            if not isinstance(one, dict)
        )
    }


def _about(
    mine: Any,
    right: np.ndarray,
    before: np.ndarray,
    g: np.ndarray,
    others: Mapping[str, np.ndarray],
) -> str:
    """Say how a step was wrong, where it is one of the usual ways."""
    mine = np.asarray(mine)
    if mine.shape != right.shape:
        return " What is remembered of one parameter has its shape, and is its own."
    if not np.all(np.isfinite(mine)):
        return (
            " Something is divided by 0 there, or a root is taken of a negative number: does t "
            "begin at 1, and is g squared in s?"
        )
    if np.array_equal(mine, before):
        return (
            f" It is as it was before. Its gradient was {_shortly(g)}; is it "
            "`parameter.value` that you set, and by what is new in this step?"
        )
    if np.allclose(mine - before, before - right):
        return " It moved in the other direction."
    alike = [said for said, other in others.items() if np.allclose(mine, other)]
    if said := either(alike[:2]):
        return said
    return f" It was {_shortly(before)} before, its gradient {_shortly(g)}."


def _shortly(numbers: np.ndarray) -> Any:
    """A few digits of each number, as a list."""
    digits = [float(f"{one:.4g}") for one in np.ravel(numbers)]
    return np.reshape(digits, np.shape(numbers)).tolist()


@goes_on_in_surveys
def assert_set_back(submission: Any, kind: str, count: int) -> None:
    """Check that `zero_grad` sets the gradients to 0, all of them, and nothing else."""
    values = list(VALUES[-count:])
    found = submission.run(probes.set_back, kind, values)
    said = f"after `zero_grad()` of `{kind}`"
    for i, (one, value, after) in enumerate(
        zip(found["found"], found["values"], found["after"], strict=True)
    ):
        which = f"parameter {i}" if count > 1 else "the parameter"
        refuse_odd(one, f"The gradient of {which}, {said},", "an array of zeros")
        if np.any(one != 0.0):
            raise CheckFailure(
                f"The gradient of {which}, {said}, should be 0; it is {one.tolist()}.", "claim"
            )
        assert_array(value, values[i], f"The value of {which}, {said},", "claim")
        what = f"The gradient of {which}, {said} and `backward` of a sum,"
        assert_array(after, np.ones(values[i].shape), what, "claim")


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
    what += f", while f is `{other[10:]}`," if other else ""
    times = 100 if epochs is None else epochs
    added = [
        _added_up(start, rate, times, other) for start, rate in zip(starts, rates, strict=True)
    ]
    ways = {
        NOT_SET_BACK: [np.array(added)],
        "It is what comes out if every run takes the first rate.": [
            parabola_of(starts, [rates[0]] * len(starts), times, other)[0]
        ],
    }
    _compare_histories(found, right, what, ("x_history", "f_history"), ways)


NOT_SET_BACK = (
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
    refuse_odd(found, what, f"{len(names)} arrays, {' and '.join(names)}")
    for name, mine, wanted in zip(names, found, right, strict=True):
        said = f"{name} of {what}"
        refuse_odd(mine, said, "an array")

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
            return " It never changes: is a step taken?"
        return " All entries are alike: keep copies, not the array that changes."
    if np.allclose(mine[:-1], right[1:]) and not np.allclose(right[:-1], right[1:]):
        return " It is told one step too late: what was before the step is asked for."
    return ""


def _of_another_shape(mine: np.ndarray, right: np.ndarray, steps: int) -> str:
    """Say how the shape of a history is another than the one that was asked for."""
    if mine.ndim == right.ndim > 1 and sorted(mine.shape) == sorted(right.shape):
        return " The axes are in another order: np.transpose, or another order of the loops."
    if mine.ndim == right.ndim and mine.shape[steps] != right.shape[steps]:
        return " Take as many steps as `epochs` says, and note one thing before each."
    if mine.size == right.size and mine.ndim > right.ndim:
        return " It has an axis of size 1 too many: take out the one row, `[0]`, before noting it."
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
    refuse_odd(found, f"{what}.forward()`", "a Variable")
    refuse_attribute(found, f"{what}`")
    for name, mine, begun in zip("xy", found["params"], (x, y), strict=True):
        assert_array(mine, np.array(begun), f"The value of `{name}` in {what}`", "value")
    if found["count"] != 2:
        raise CheckFailure(
            f"{what}` should have two parameters, x and y; collect_parameters() finds "
            f"{found['count']}.",
            "claim",
        )
    z = np.array(height(x, y))
    turned = np.size(found["z"]) == 1 and np.allclose(found["z"], -z)
    with more_said(lambda: " Its sign is turned round." if turned else ""):
        assert_array(found["z"], z, f"{what}.forward()`", "value")
    for name, mine, right in zip("xy", found["grad"], slope_of_height(x, y), strict=True):
        assert_array(mine, np.array(right), f"The derivative of {what}.forward()` by {name}")


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

    ways = {NOT_SET_BACK: [_surface_added_up(starts, options)]}
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
            hint = " An error has no sign: it is how far away x is."
        raise CheckFailure(
            f"`error_factor({c}, {lr})` should be {number(right)}; it is {number(factor)}.{hint}",
            "value",
            says_what=bool(hint),
        )
    largest = as_number(submission.largest_rate(c), f"`largest_rate({c})`")
    if not abs(largest - 2.0 / c) <= 1e-9 * (2.0 / c):
        raise CheckFailure(
            f"`largest_rate({c})` should be {number(2.0 / c)}, where `error_factor` reaches 1; it "
            f"is {number(largest)}. Set the factor to 1, and solve for lr.",
            "value",
            says_what=True,
        )
