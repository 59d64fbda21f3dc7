"""Claims about layers, losses, data sets and the training of a perceptron, beside formulas."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.refusals import first_wrong, more_said, refuse_odd
from autograder.asking.variables import probes_perceptrons as probes
from autograder.asking.variables.descents import steps_of
from autograder.asking.variables.gradients import refuse_attribute
from autograder.asking.variables.runs import about_history
from autograder.errors import CheckFailure
from autograder.language import say, template


def columns(seed: int, count: int, inputs: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Draw points as columns, and labels of -1 and 1, both of which occur.

    Examples
    --------
    >>> [one.shape for one in columns(0, 5)]
    [(5, 2, 1), (5, 1, 1)]
    """
    draw = np.random.default_rng(seed)
    x = np.round(draw.normal(size=(count, inputs, 1)), 2)
    y = np.where(draw.uniform(size=(count, 1, 1)) < 0.5, -1.0, 1.0)
    y[0], y[-1] = 1.0, -1.0 if count > 1 else 1.0
    return x, y


@goes_on_in_surveys
def assert_linear(submission: Any, shape: tuple[int, int]) -> None:
    """Check what a layer begins with, what it computes, and its gradients."""
    outputs, inputs = shape
    draw = np.random.default_rng(outputs + 10 * inputs)
    x, weights = draw.normal(size=(inputs, 1)), draw.normal(size=(outputs, 1))
    found = submission.run(probes.linear, list(shape), [0, 0, 1], x, weights)
    what = f"`Linear({shape})`"
    refuse_odd(found, f"{what}(x)", say("a Variable"))
    refuse_attribute(found, what)
    first, again, other = found["begun"]
    for one in (first, other):
        if np.shape(one) != shape:
            raise CheckFailure(
                say(
                    "The weight of {what} should have the shape {right}; it has {yours}.",
                    what=what,
                    right=shape,
                    yours=np.shape(one),
                ),
                "shape",
            )
    if not np.array_equal(first, again):
        raise CheckFailure(
            say(
                "{what} should begin with the same weights every time. Draw them from "
                "`np.random.default_rng(seed)`.",
                what=f"`Linear({shape}, seed=0)`",
            ),
            "claim",
            says_what=True,
        )
    if np.array_equal(first, other) or (np.size(first) > 2 and np.ptp(first) == 0.0):
        raise CheckFailure(
            say(
                "The weight of {what} should hold random numbers, other ones for another "
                "seed; with seed=0 it begins as {tolist}, with seed=1 as {tolist_2}. Draw "
                "them from `np.random.default_rng(seed)`.",
                what=what,
                tolist=np.round(first, 3).tolist(),
                tolist_2=np.round(other, 3).tolist(),
            ),
            "claim",
            says_what=True,
        )
    flat = np.shape(found["bias"]) == (outputs,)
    with more_said(lambda: " " + say("It is a column, as x is: (outputs, 1).") if flat else ""):
        assert_array(
            found["bias"], np.zeros((outputs, 1)), say("The bias of {what}", what=what), "value"
        )
    right = first @ x + np.arange(1.0, outputs + 1).reshape(outputs, 1)
    turned = np.shape(found["y"]) != right.shape
    with more_said(
        lambda: " " + say("The weight stands on the left: weight @ x.") if turned else ""
    ):
        assert_array(found["y"], right, say("{what}(x), of a column x,", what=what), "value")
    assert_array(
        found["of a plain column"], right, say("{what}(x), of a plain column,", what=what), "value"
    )
    names = (say("its weight"), say("its bias"), "x")
    for name, mine, slope in zip(
        names, found["grads"], (weights @ x.T, weights, first.T @ weights), strict=True
    ):
        assert_array(
            mine, slope, say("The gradient of {what}(x), weighed, by {name}", what=what, name=name)
        )
    if found["count"] != 2:
        raise CheckFailure(
            say(
                "{what} should have two parameters, `self.weight` and `self.bias`; "
                "collect_parameters() finds {count}.",
                what=what,
                count=found["count"],
            ),
            "claim",
        )


@goes_on_in_surveys
def assert_activation(submission: Any, given: np.ndarray) -> None:
    """Check the module `Tanh`."""
    weights = np.linspace(1.0, 2.0, given.size).reshape(given.shape)
    found = submission.run(probes.module_of, "Tanh", given, None, weights)
    what = say("What `Tanh()` gives for {tolist},", tolist=given.tolist())
    refuse_odd(found, what, say("a Variable"))
    assert_array(found["value"], np.tanh(given), what, "value")
    slope = weights * (1.0 - np.tanh(given) ** 2)
    assert_array(
        found["grad"],
        slope,
        say("What `Tanh()` sends back at {tolist}, when weights come in,", tolist=given.tolist()),
    )


@goes_on_in_surveys
def assert_loss(submission: Any, output: np.ndarray, label: np.ndarray) -> None:
    """Check the module `MSELoss`."""
    found = submission.run(probes.module_of, "MSELoss", output, label, 1.0)
    what = say(
        "`MSELoss()` of the output {tolist} and the label {tolist_2}",
        tolist=output.tolist(),
        tolist_2=label.tolist(),
    )
    refuse_odd(found, what, say("a Variable"))
    if np.size(found["value"]) != 1:
        raise CheckFailure(
            say(
                "{what} should be one number; it has the shape {yours}. The mean is taken "
                "over all entries.",
                what=what,
                yours=np.shape(found["value"]),
            ),
            "shape",
            says_what=True,
        )
    off = output - label
    value = np.reshape(found["value"], ())
    total = off.size > 1 and np.isclose(value, np.sum(off**2))
    with more_said(lambda: " " + say("That is the sum; the mean is asked for.") if total else ""):
        assert_array(value, np.array(np.mean(off**2)), what, "value")
    assert_array(
        found["grad"], 2.0 * off / off.size, say("The gradient of {what} by the output", what=what)
    )


#: The two parts of an example.
EXAMPLE = (
    template("The input of {place} of {count} examples"),
    template("The label of {place} of {count} examples"),
)


@goes_on_in_surveys
def assert_data(submission: Any, count: int, places: Sequence[int]) -> None:
    """Check how long a data set is, and the examples at some places."""
    x, y = columns(count, count)
    found = submission.run(probes.data_set, x, y, list(places))
    refuse_odd(found, f"`dataset[{places[0]}]`", say("a pair, of the input and the label"))
    if found["length"] != count:
        raise CheckFailure(
            say(
                "`len(dataset)` should be {right}, the number of examples; it is {length}.",
                right=count,
                length=found["length"],
            ),
            "value",
        )
    for i, pair in zip(places, found["found"], strict=True):
        for text, mine, right in zip(EXAMPLE, pair, (x[i], y[i]), strict=True):
            what = say(text, place=f"`dataset[{i}]`", count=count)
            assert_array(mine, right, what, "value")


#: Losses, with their values and their slopes by the output. In the second, output and label are not
#: exchangeable.
LOSSES: Mapping[str, tuple[str, Callable[..., Any], Callable[..., Any]]] = {
    "square": (
        "(output - label) * (output - label)",
        lambda output, label: (output - label) ** 2,
        lambda output, label: 2.0 * (output - label),
    ),
    "another": (
        "output * output - 3.0 * label",
        lambda output, label: output * output - 3.0 * label,
        lambda output, label: 2.0 * output,
    ),
}


@goes_on_in_surveys
def assert_mean_loss(
    submission: Any, x: Sequence[float], y: Sequence[float], loss: str = "square"
) -> None:
    """Check the mean of a loss of `LOSSES`, of a module with one weight, and its gradient."""
    text, value_of, slope_of = LOSSES[loss]
    inputs, labels = np.array(x), np.array(y)
    found = submission.run(probes.over_data, inputs, labels, f"lambda output, label: {text}")
    outputs = 2.0 * inputs
    what = say(
        "`forward_dataset` of w * x with w = 2, the inputs {tolist}, the labels "
        "{tolist_2} and the loss {text},",
        tolist=inputs.tolist(),
        tolist_2=labels.tolist(),
        text=text,
    )
    refuse_odd(found, what, say("a Variable"))
    each = value_of(outputs, labels)
    mean = np.mean(each)
    value = np.reshape(found["value"], ()) if np.size(found["value"]) == 1 else found["value"]
    total = np.size(value) == 1 and len(x) > 1 and np.isclose(value, np.sum(each))
    with more_said(lambda: " " + say("That is the sum; the mean is asked for.") if total else ""):
        assert_array(value, np.array(mean), what, "value")
    slope = np.array(np.mean(slope_of(outputs, labels) * inputs))
    assert_array(
        np.reshape(found["grad"], ()), slope, say("The gradient of {what} by w", what=what)
    )


def training_of(
    x: np.ndarray,
    y: np.ndarray,
    start: Sequence[float],
    lr: float,
    epochs: int,
    optimizer: str = "GD",
) -> list[np.ndarray]:
    """Train a perceptron by formulas: weights, biases and losses before each step, and the end.

    Examples
    --------
    >>> x, y = columns(0, 4)
    >>> [one.shape for one in training_of(x, y, [1.0, 2.0], 0.1, 3)]
    [(3, 2), (3,), (3,), (1, 2), (1, 1)]
    """
    points, labels = x[:, :, 0], y[:, 0, 0]
    w: np.ndarray = np.array(start, dtype=float)
    b: Any = 0.0
    slopes: list[list[np.ndarray]] = []
    weights, biases, losses = [], [], []
    for _ in range(epochs):
        output = np.tanh(points @ w + b)
        weights.append(w)
        biases.append(b)
        losses.append(np.mean((output - labels) ** 2))
        inside = 2.0 * (output - labels) * (1.0 - output**2) / len(labels)
        slopes.append([points.T @ inside, np.array(inside.sum())])
        begun = [np.array(start, dtype=float), np.array(0.0)]
        w, b = steps_of(optimizer, begun, slopes, {"lr": lr})[-1]
    return [
        *map(np.array, (weights, biases, losses)),
        np.array([w]),
        np.array([[float(b)]]),
    ]


@goes_on_in_surveys
def assert_trains(
    submission: Any,
    count: int,
    start: Sequence[float],
    options: Mapping[str, float],
    optimizer: str = "",
    in_place: bool = False,
) -> None:
    """Check a perceptron's training: the histories that `train` gives, and where it ends.

    Parameters
    ----------
    submission : Submission
    count : int
        How many examples.
    start : sequence of float
        The weights to begin with.
    options : mapping
        Of `train`: lr and epochs.
    optimizer : str, optional
        Let the parameters be moved by this class, in a loop of the check's own.
    in_place : bool
        Whether the steps of gradient descent change the arrays that are there meanwhile.
    """
    x, y = columns(count, count, len(start))
    found = submission.run(probes.trained, x, y, list(start), dict(options), optimizer, in_place)
    lr, epochs = options.get("lr", 0.1), int(options.get("epochs", 100))
    *right, weight, bias = training_of(x, y, start, lr, epochs, optimizer or "GD")
    how = ", ".join(f"{name}={number(value)}" for name, value in options.items())
    what = f"`train(perceptron, dataset{', ' + how if how else ''})`"
    names: Sequence[str] = ("weights", "biases", "losses")
    if optimizer:
        what, names, right = (
            say("training with {optimizer}({how})", optimizer=optimizer, how=how),
            ("losses",),
            right[2:],
        )
    refuse_odd(found, what, say("three arrays: weights, biases, losses"))
    for name, mine, wanted in zip(names, found["found"], right, strict=True):
        refuse_odd(mine, say("`{name}` of {what}", name=name, what=what), say("an array"))
        said = say(
            "`{name}` of {what}, for {count} examples from the weights {start},",
            name=name,
            what=what,
            count=count,
            start=list(start),
        )
        with more_said(lambda: about_history(mine, wanted) or _of_parts(submission)):  # noqa: B023
            assert_array(mine, wanted, said, "value")
    for name, mine, wanted in zip(PARAMETERS, found["after"], (weight, bias), strict=True):
        assert_array(mine, wanted, say(name, what=what), "value")


#: The parameters of a perceptron, after something was done.
PARAMETERS = (
    template("The perceptron's weight after {what}"),
    template("The perceptron's bias after {what}"),
)


def _of_parts(submission: Any) -> str:
    """Say which part of a training is not right itself, if one is not."""
    return first_wrong(
        ("Linear", lambda: assert_linear(submission, (1, 2))),
        ("Tanh", lambda: assert_activation(submission, np.array([[0.5]]))),
        ("MSELoss", lambda: assert_loss(submission, np.array([[0.5]]), np.array([[-1.0]]))),
        ("Dataset", lambda: assert_data(submission, 5, [0, 3])),
        ("forward_dataset", lambda: assert_mean_loss(submission, [1.0, 2.0], [3.0, 3.0])),
    )


@goes_on_in_surveys
def assert_boundary(submission: Any, w: Sequence[float], b: float, x1: Sequence[float]) -> None:
    """Check that the line lies where the output is 0."""
    found = submission.run(probes.on_boundary, list(w), b, list(x1))
    what = f"`boundary({list(w)}, {b}, {list(x1)})`"
    refuse_odd(found, what, say("an array of x1"))
    found, same = found
    right = -(w[0] * np.array(x1) + b) / w[1]

    def hint() -> str:
        if found.shape != right.shape:
            return ""
        left = w[0] * x1[0] + w[1] * float(found[0]) + b
        return " " + say(
            "At the first place, w[0] x0 + w[1] x1 + b is {left} there, and not 0.",
            left=number(left),
        )

    with more_said(hint):
        assert_array(found, right, what, "value")
    if not same:
        raise CheckFailure(
            say("{what} changed x0, which belongs to whoever called it.", what=what), "claim"
        )


@goes_on_in_surveys
def assert_loss_surface(
    submission: Any, W0: np.ndarray, W1: np.ndarray, weight: Sequence[float], bias: float
) -> None:
    """Check the mean loss for each pair of weights, and that the perceptron has its own again."""
    x, y = columns(7, 6)
    found = submission.run(probes.over_weights, x, y, W0, W1, list(weight), bias)
    what = say(
        "`loss_surface(perceptron, dataset, W0, W1)` for weights of shape {shape}", shape=W0.shape
    )
    refuse_odd(found, what, say("an array of the shape of W0"))
    inside = W0[..., None] * x[:, 0, 0] + W1[..., None] * x[:, 1, 0] + bias
    right = np.mean((np.tanh(inside) - y[:, 0, 0]) ** 2, axis=-1)
    assert_array(found["found"], right, what, "value")
    wanted = (np.array([weight]), np.array([[bias]]))
    for name, mine, own in zip(PARAMETERS, found["after"], wanted, strict=True):
        with more_said(
            lambda: " " + say("Put back what was there before, a copy or the same array.")
        ):
            assert_array(mine, own, say(name, what=what), "claim")
    if not found["same"]:
        raise CheckFailure(
            say("{what} changed W0 or W1, which belong to whoever called it.", what=what), "claim"
        )
