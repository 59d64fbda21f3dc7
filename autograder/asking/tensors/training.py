"""Claims about the network of the tensor assignment: digits from files, its loss, its training."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from autograder.asking.assertions import as_number, assert_array, assert_same, fail_type
from autograder.asking.numbers import number
from autograder.asking.tensors import probes
from autograder.errors import CheckFailure
from autograder.language import say, say_many

#: How far off the step of an epoch, and a weight itself, may be: both are calculated in single
#: precision where the submission keeps that, and nobody has to.
STEP, WEIGHT = 2e-4, 1e-5


def digits(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw images of noise, and labels, as bytes: for reading files there is no better.

    Every file has a black and a white pixel, as those of MNIST do, and not every image: scaling by
    what occurs in the file is right, and by what occurs in one image is not.
    """
    draw = np.random.default_rng(seed)
    images = draw.integers(20, 200, (count, 28, 28), dtype=np.uint8)
    images[-1, 3, 5], images[-1, 20, 7] = 0, 255
    return images, draw.integers(0, 10, count, dtype=np.uint8)


def assert_parsed(submission: Any, count: int, seed: int) -> None:
    """Check what `parse_mnist` reads from a file of so many images."""
    images, labels = digits(seed, count)
    found = submission.run(probes.parsed, images, labels)
    what = say_many(
        "`parse_mnist`, for files of {count} image,",
        "`parse_mnist`, for files of {count} images,",
        count,
    )
    if len(found) == 1:
        raise CheckFailure(
            say(
                "{what} should return two arrays, the images and the labels; it returned "
                "something of type {kind}.",
                what=what,
                kind=found[0],
            ),
            "type",
        )
    kind, X, label_kind, y = found
    right = images.reshape(count, 784) / 255.0
    for name, array, shape in (
        (say("images"), X, right.shape),
        (say("labels"), y, labels.shape),
    ):
        if np.shape(array) != shape:
            raise CheckFailure(
                say(
                    "{what} should return {name} of shape {shape}; they have {array}.",
                    what=what,
                    name=name,
                    shape=shape,
                    array=np.shape(array),
                ),
                "shape",
            )
    if np.max(X, initial=0.0) > 1.5 and np.max(np.abs(X / 255.0 - right)) < 1e-6:
        raise CheckFailure(
            say(
                "{what} returns pixels from 0 to 255; they should be scaled to 0.0 to 1.0.",
                what=what,
            ),
            "value",
        )
    wrong = np.argwhere(np.abs(X - right) > 1e-6)
    if len(wrong):
        at = tuple(map(int, wrong[0]))
        raise CheckFailure(
            say(
                "{what} should return {right} at {at} of the images; it is {x}. {x_2}",
                what=what,
                right=number(right[at]),
                at=list(at),
                x=number(X[at]),
                x_2=_of_pixels(X, right),
            ),
            "value",
        )
    if not np.array_equal(y, labels):
        raise CheckFailure(
            say(
                "{what} should return the labels {tolist}...; they are {tolist_2}... The "
                "labels start after 8 bytes.",
                what=what,
                tolist=labels[:5].tolist(),
                tolist_2=np.asarray(y[:5]).astype(int).tolist(),
            ),
            "value",
        )
    label_kind = "uint8" if label_kind == "int8" else label_kind  # which holds 0 to 9 as well
    for name, mine, wanted in (
        (say("images"), kind, "float32"),
        (say("labels"), label_kind, "uint8"),
    ):
        if mine != wanted:
            raise CheckFailure(
                say(
                    "{what} should return {name} of dtype {wanted}; they are {mine}.",
                    what=what,
                    name=name,
                    wanted=wanted,
                    mine=mine,
                ),
                "type",
            )


def _of_pixels(X: np.ndarray, right: np.ndarray) -> str:
    """Say what is known of wrong pixels: they are scaled, shifted, or in another order."""
    ratio = float(np.sum(X * right) / np.sum(right * right))
    if np.allclose(X, ratio * right, atol=1e-6):
        return say(
            "All of them are {ratio} times what they should be: 255 becomes 1.0, "
            "whatever the largest pixel of a file is.",
            ratio=number(ratio),
        )
    mine, wanted = np.ravel(X), np.ravel(right)
    for shift in range(1, 17):
        if np.allclose(mine[shift:], wanted[:-shift], atol=1e-6):
            return say(
                "They begin {shift} bytes too early: the pixels start after 16 bytes.", shift=shift
            )
        if np.allclose(mine[:-shift], wanted[shift:], atol=1e-6):
            return say(
                "They begin {shift} bytes too late: the pixels start after 16 bytes.", shift=shift
            )
    return say("Row 0 is image 0, row by row; a white pixel is 1.0 and a black one 0.0.")


def batch_of(seed: int, rows: int, classes: int, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Draw logits and one-hot rows; not every class occurs in every batch."""
    draw = np.random.default_rng(seed)
    logits = np.round(draw.normal(size=(rows, classes)) * size, 2)
    return logits, np.eye(classes)[draw.integers(0, classes, rows)]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Give the probabilities of each row."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def assert_loss(submission: Any, logits: np.ndarray, one_hot: np.ndarray) -> None:
    """Check the softmax loss of one batch: its value, its history, its gradient."""
    value, history, gradient, same = submission.run(probes.loss, logits, one_hot)
    what = say_many(
        "`softmax_loss` of {count} row of {classes}",
        "`softmax_loss` of {count} rows of {classes}",
        len(logits),
        classes=logits.shape[1],
    )
    if not isinstance(value, np.ndarray):
        hint = " " + say("Is there a `return` in it?") if value == "NoneType" else ""
        raise CheckFailure(
            say(
                "{what} should be a Tensor; it is of type {kind}.{hint}",
                what=what,
                kind=value,
                hint=hint,
            ),
            "type",
        )
    if value.size != 1:
        raise CheckFailure(
            say(
                "{what} should be one number, the mean over the batch; it has the shape {yours}.",
                what=what,
                yours=value.shape,
            ),
            "shape",
        )
    chosen = np.sum(softmax(logits) * one_hot, axis=1)
    right = float(np.mean(-np.log(chosen)))
    mine = float(np.ravel(value)[0])
    rows = len(logits)
    if rows > 1 and abs(mine - rows * right) <= 1e-6 * rows * right:
        raise CheckFailure(
            say(
                "{what} should be {right}; it is {yours}, the sum over the batch. The mean "
                "is asked for.",
                what=what,
                right=number(right),
                yours=number(mine),
            ),
            "value",
        )
    assert_same(mine, right, what, "value")
    if not history:
        raise CheckFailure(
            say(
                "{what} has the right value and no history, so it cannot be differentiated. "
                "Compute it with the operations of tensors.",
                what=what,
            ),
            "gradient",
        )
    if gradient is None:
        fail_type(gradient, say("The gradient of {what} by the logits", what=what), say("a Tensor"))
    expected = (softmax(logits) - one_hot) / rows
    assert_array(gradient, expected, say("The gradient of {what} by the logits", what=what))
    if not same:
        raise CheckFailure(say("{what} changed the arrays that it was given.", what=what), "claim")


@cache
def network(
    seed: int, examples: int, pixels: int, hidden: int, classes: int, missing: bool = False
) -> tuple[np.ndarray, ...]:
    """Draw X, y, W1 and W2; where `missing`, no example is of the highest class."""
    draw = np.random.default_rng(seed)
    X = draw.normal(size=(examples, pixels)).astype(np.float32)
    y = draw.integers(0, classes - missing, examples).astype(np.uint8)
    W1 = (draw.normal(size=(pixels, hidden)) / np.sqrt(pixels)).astype(np.float32)
    W2 = (draw.normal(size=(hidden, classes)) / np.sqrt(hidden)).astype(np.float32)
    return X, y, W1, W2


def epoch(
    X: np.ndarray,
    y: np.ndarray,
    W1: np.ndarray,
    W2: np.ndarray,
    lr: float,
    batch: int,
    factor: float = 1.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Go through the examples once, by formulas; what products of matrices send is multiplied.

    Examples
    --------
    >>> X, y, W1, W2 = network(0, 5, 3, 4, 2)
    >>> [new.shape for new in epoch(X, y, W1, W2, 0.1, 2)]
    [(3, 4), (4, 2)]
    """
    W1, W2 = W1.astype(float), W2.astype(float)
    for start in range(0, len(X), batch):
        inputs, labels = X[start : start + batch].astype(float), y[start : start + batch]
        before = inputs @ W1
        hidden = np.maximum(before, 0.0)
        slope = (softmax(hidden @ W2) - np.eye(W2.shape[1])[labels]) / len(inputs)
        by_hidden = factor * (slope @ W2.T) * (before > 0)
        W1 = W1 - lr * factor * (inputs.T @ by_hidden)
        W2 = W2 - lr * factor * (hidden.T @ slope)
    return W1, W2


def assert_epochs(
    submission: Any,
    given: Sequence[np.ndarray],
    lr: float | None = None,
    batch: int = 100,
    times: int = 1,
    factor: float = 1.0,
) -> None:
    """Check what `nn_epoch` returns, that it leaves alone what it was given, and keeps no history.

    Parameters
    ----------
    submission : Submission
    given : sequence of ndarray
        X, y, W1 and W2.
    lr, batch, times : number
        Without `lr`, `nn_epoch` is called without both, which means 0.1 and 100.
    factor : float
        What MatMul sends is multiplied by that meanwhile: what does not come from `backward` stays
        as it is.
    """
    X, y, W1, W2 = (np.array(array) for array in given)
    found = submission.run(probes.epochs, X, y, W1, W2, lr, batch, times, factor)
    sizes = say("{count} examples", count=len(X))
    sizes += f", batch={batch}, lr={number(lr)}" if lr else ""
    rate = 0.1 if lr is None else lr
    what = say("`nn_epoch` with {sizes}", sizes=sizes)
    if "type" in found:
        raise CheckFailure(
            say(
                "{what} should return two tensors, W1 and W2; it returned {kind}.",
                what=what,
                kind=found["type"],
            ),
            "type",
        )
    right = [W1, W2]
    for time, mine in enumerate(found["found"], start=1):
        right = list(epoch(X, y, right[0], right[1], rate, batch, factor))
        for name, matrix, expected, start in zip(("W1", "W2"), mine, right, (W1, W2), strict=True):
            if times > 1:
                where = say("{name} after {what}, time {time}", name=name, what=what, time=time)
            else:
                where = say("{name} after {what}", name=name, what=what)
            if factor != 1:
                where = say(
                    "While MatMul sends {factor} times what it should, {where}",
                    factor=number(factor),
                    where=where,
                )
            _assert_matrix(matrix, expected, start, where)
    if found["changed"]:
        raise CheckFailure(
            say(
                "{what} changed {changed}, which belongs to whoever called it. Make new "
                "arrays and tensors.",
                what=what,
                changed=found["changed"][0],
            ),
            "claim",
        )
    if any(map(any, found["history"])):
        raise CheckFailure(
            say(
                "{what} returns weights with a history: the graph of all batches is kept, "
                "and the next epoch walks through it. Make new tensors of the arrays.",
                what=what,
            ),
            "claim",
        )


def _assert_matrix(mine: np.ndarray, right: np.ndarray, start: np.ndarray, what: str) -> None:
    if mine.shape != right.shape:
        raise CheckFailure(
            say(
                "{what} should have the shape {right}; it has {yours}.",
                what=what,
                right=right.shape,
                yours=mine.shape,
            ),
            "shape",
        )
    moved = np.max(np.abs(right - start))
    room = STEP * moved + WEIGHT * np.max(np.abs(right))
    wrong = np.argwhere(~(np.abs(mine - right) <= room))
    if not len(wrong):
        return
    at = tuple(map(int, wrong[0]))
    hint = ""
    if np.array_equal(mine, start.astype(float)):
        hint = " " + say("It is as it was before.")
    elif np.sum((mine - start) * (right - start)) < -0.5 * np.sum((right - start) ** 2):
        hint = " " + say("It moved in the other direction.")
    raise CheckFailure(
        say(
            "{what} should be {right} at {at}; it is {mine} (it was {start} before).{hint}",
            what=what,
            right=number(right[at]),
            at=list(at),
            mine=number(mine[at]),
            start=number(start[at]),
            hint=hint,
        ),
        "gradient",
    )


def assert_trains(submission: Any, steps: int) -> None:
    """Check that the notebook as it stands makes the loss of a small network fall."""
    X, y, W1, W2 = (np.array(one) for one in network(5, 60, 6, 8, 3))
    X[7] = 0.0  # a black image: at 0 a ReLU may send anything in between, and no nan
    found = submission.run(probes.epochs, X, y, W1, W2, 0.3, 20, steps, 1)
    if "type" in found:
        raise CheckFailure(
            say(
                "In your notebook as it stands, `nn_epoch` should return two tensors; it "
                "returned {kind}.",
                kind=found["type"],
            ),
            "type",
        )
    right = W1, W2
    for step, mine in enumerate(found["found"], start=1):
        right = epoch(X, y, right[0], right[1], 0.3, 20)
        expected, loss = (mean_loss(X, y, one, other) for one, other in (right, mine))
        what = say(
            "In your notebook as it stands, the loss of a small network after epoch {step}",
            step=step,
        )
        if not abs(as_number(loss, what) - expected) <= 1e-3 * expected:
            raise CheckFailure(
                say(
                    "{what} should be {right} (it was {x} at the start); it is "
                    "{loss}{loss_2}. So a step is not the one that is asked for.",
                    what=what,
                    right=number(expected),
                    x=number(mean_loss(X, y, W1, W2)),
                    loss=number(loss),
                    loss_2=_off_by(loss - expected),
                ),
                "gradient",
            )


def _off_by(difference: float) -> str:
    """Say by how much a number is wrong, if it is one."""
    if not np.isfinite(difference):
        return say(", which comes of a number divided by 0 or grown too large")
    if difference > 0:
        return say(", which is {difference} too high", difference=number(difference))
    return say(", which is {difference} too low", difference=number(-difference))


def mean_loss(X: np.ndarray, y: np.ndarray, W1: np.ndarray, W2: np.ndarray) -> float:
    """Give the mean softmax loss of a network."""
    with np.errstate(all="ignore"):  # whatever weights a submission came to
        chosen = softmax(np.maximum(X @ W1, 0.0) @ W2)[np.arange(len(y)), y]
        return float(np.mean(-np.log(chosen)))
