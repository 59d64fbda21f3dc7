"""What is asked of tensors alone: the reference passes, and each way to be wrong has its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import adlearn
from autograder.asking.arrays.uses import uses
from autograder.asking.order import chain, ladder
from autograder.asking.run import Run, running
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.tensors.engine import TABLE, TensorEngine
from autograder.asking.tensors.order import assert_order
from autograder.asking.tensors.rules import assert_backward, assert_forward, assert_history
from autograder.asking.tensors.training import (
    assert_epochs,
    assert_loss,
    assert_parsed,
    assert_trains,
    batch_of,
    epoch,
    network,
    softmax,
)
from autograder.errors import CheckFailure
from autograder.pack import load_assignment

TENSOR = load_assignment(Path(__file__).resolve().parents[4] / "assignments" / "tensor")


@cache
def reference() -> str:
    cells = [cell for cell in TENSOR.cells if cell.role in ("given", "answer")]
    return "\n\n".join(cell.source for cell in cells)


def answers(more: str = "") -> Submission:
    """The reference answers, and what stands in their place."""
    names: dict[str, Any] = {"__name__": "notebook"}
    exec(f"{reference()}\n\n{more}", names)
    return Submission(LocalSession(names))


def refused(claim: Callable[..., None], more: str, *given: Any, **named: Any) -> str:
    """What is said of answers that are wrong."""
    claim(answers(), *given, **named)
    with running(Run(0)), pytest.raises(CheckFailure) as failure:
        claim(answers(more), *given, **named)
    return str(failure.value)


RULE = """
def rule(self, out_grad, node):
    {body}

{cls}.gradient = rule
"""


def rule(cls: str, body: str) -> str:
    return RULE.format(cls=cls, body=body)


@pytest.mark.parametrize("name", TABLE.names)
def test_reference_answers_pass_every_use(name: str) -> None:
    with running(Run(3)):
        assert_forward(answers(), name)
        assert_backward(answers(), name)


def test_a_rule_that_calculates_with_arrays_has_no_derivative() -> None:
    body = "a, b = node.inputs\n    return out_grad * Tensor(1 / b.numpy()), -(out_grad * a / b**2)"
    said = refused(assert_backward, rule("EWiseDiv", body), "div")
    assert "sends to a changes with b, and has no history" in said


def test_what_comes_in_keeps_its_history() -> None:
    """The derivative of what is sent, by `out_grad`, is asked too."""
    (program,) = uses(TABLE, "scale")[0]
    assert_history(TensorEngine(answers()), program)
    wrong = answers(rule("MulScalar", "return Tensor(out_grad.numpy() * self.scalar)"))
    with pytest.raises(CheckFailure, match="changes with out_grad, and has no history"):
        assert_history(TensorEngine(wrong), program)


@pytest.mark.parametrize(
    ("cls", "method", "operation", "who"),
    [
        ("Negate", "compute", "neg", "a"),
        ("Negate", "gradient", "neg", "out_grad"),
        ("Exp", "gradient", "exp", "the result"),
    ],
)
def test_arrays_that_are_changed_in_place_are_named(
    cls: str, method: str, operation: str, who: str
) -> None:
    change = {
        ("Negate", "compute"): "def bad(self, a):\n    a *= -1\n    return 1.0 * a",
        ("Negate", "gradient"): "def bad(self, out_grad, node):\n    sent = -out_grad\n"
        "    out_grad.numpy()[...] = 0\n    return sent",
        (
            "Exp",
            "gradient",
        ): "def bad(self, out_grad, node):\n    sent = out_grad * exp(node.inputs[0])\n"
        "    node.numpy()[...] *= 2\n    return sent",
    }[cls, method]
    claim = assert_forward if method == "compute" else assert_backward
    said = refused(claim, f"{change}\n\n{cls}.{method} = bad", operation)
    assert f"`{cls}.{method}` changed the array of {who} in place" in said


ORDER = "def find_topo_sort(node_list):\n    order = []\n    {body}\n    return order"
WAYS = {
    "nothing": ("return None", "type NoneType"),
    "twice": (
        "for node in node_list:\n        order += find_topo_sort(node.inputs) + [node]",
        "a stands there 2 times",
    ),
    "top down": (
        "order = list(node_list)\n    for node in order:\n"
        "        order += [one for one in node.inputs if one not in order]",
        "b stands before a, which it is made from",
    ),
    "leaves left out": (
        "for node in node_list:\n        topo_sort_dfs(node, set(), order)\n"
        "    order = [node for node in order if node.inputs]",
        "a is missing",
    ),
    "strangers": (
        "topo_sort_dfs(node_list[0], set(), order)\n    order.append(Tensor([1.0]))",
        "no node of the graph",
    ),
}


GRAPHS = {"top down": [[], [0]]}


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_order_is_told_with_the_node(way: str) -> None:
    body, said = WAYS[way]
    assert said in refused(assert_order, ORDER.format(body=body), GRAPHS.get(way, [[], [0, 0]]))


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("visited=set(), order=[]", "the list holds others, as it does if it is kept"),
        ("visited=set()", "What was visited in one call must not count in the next"),
    ],
)
def test_what_is_kept_from_an_earlier_call_is_told_as_that(kept: str, said: str) -> None:
    """The first call is right: the answer is of the kind that is asked, and one call late."""
    order = "" if "order" in kept else "    order = []\n"
    submission = answers(
        f"def find_topo_sort(node_list, {kept}):\n{order}    for node in node_list:\n"
        "        topo_sort_dfs(node, visited, order)\n    return order"
    )
    with running(Run(0)), pytest.raises(CheckFailure) as failure:
        assert_order(submission, [[], [0, 0]])
        assert_order(submission, [[]])
    assert said in str(failure.value) and failure.value.kind == "kept"


def test_any_order_is_right_in_which_nodes_follow_their_inputs() -> None:
    """A stack that is no post-order passes, on deep graphs too."""
    kahn = """
def find_topo_sort(node_list):
    every, waiting = [], list(node_list)
    for node in waiting:
        if node not in every:
            every.append(node)
            waiting += node.inputs
    order = []
    while len(order) < len(every):
        order += [n for n in every if n not in order and all(i in order for i in n.inputs)]
    return order
"""
    for graph in (chain(60), ladder(6), [[], [], [1], [0, 2]]):
        assert_order(answers(kahn), graph)


def test_one_epoch_by_formulas_is_one_by_our_own_engine() -> None:
    """The oracle of `nn_epoch` against gradients that nobody derived by hand."""
    X, y, W1, W2 = network(3, 7, 4, 6, 5, missing=True)
    weights = [W1.astype(float), W2.astype(float)]

    def loss(V1: Any, V2: Any, inputs: Any, labels: Any) -> Any:
        Z = np.maximum(inputs @ V1, 0) @ V2
        chosen = np.sum(Z * np.eye(5)[labels], axis=1)
        return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - chosen)

    for start in (0, 3, 6):
        batch = X[start : start + 3].astype(float), y[start : start + 3]
        slopes = adlearn.grad(loss, argnum=(0, 1))(*weights, *batch)
        weights = [w - 0.2 * g for w, g in zip(weights, slopes, strict=True)]
    for mine, right in zip(epoch(X, y, W1, W2, 0.2, 3), weights, strict=True):
        np.testing.assert_allclose(mine, right, rtol=1e-10)
    assert softmax(np.array([[1e4, 0.0]])).tolist() == [[1.0, 0.0]]


EPOCH = """
own = nn_epoch


def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return own(X, y, W1, W2, -lr, batch)", "It moved in the other direction"),
        ("return own(X[:3], y[:3], W1, W2, lr, batch)", r"W1 after `nn_epoch`.* should be"),
        ("own(X, y, W1, W2, lr, batch)\n    return W1, W2", "It is as it was before"),
        ("return [one * 1.0 for one in own(X, y, W1, W2, lr, batch)]", "with a history"),
        ("new = own(X, y, W1, W2, lr, batch)\n    X *= 0\n    return new", "changed X"),
        ("own(X, y, W1, W2, lr, batch)", "should return two tensors"),
    ],
)
def test_a_wrong_epoch_is_told(body: str, said: str) -> None:
    given = network(2, 10, 5, 4, 3)
    text = EPOCH.format(body=body)
    assert re.search(said, refused(assert_epochs, text, given, lr=0.3, batch=4))


@pytest.mark.parametrize(("rate", "said"), [(2, "too low"), (0.5, "too high")])
def test_a_loss_is_said_to_be_off_by_how_much_and_in_which_direction(
    rate: float, said: str
) -> None:
    """A network whose loss falls further than expected has learned, and not as is asked."""
    text = EPOCH.format(body=f"return own(X, y, W1, W2, {rate} * lr, batch)")
    told = refused(assert_trains, text, 2)
    assert re.search(rf"should be \S+ \(.*it is \S+, which is \S+ {said}", told)
    assert "learn" not in told


def test_an_epoch_by_formulas_of_ones_own_does_not_follow_the_rules() -> None:
    by_hand = """
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    V1, V2 = W1.numpy(), W2.numpy()
    before = X @ V1
    Z = np.maximum(before, 0) @ V2
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    slope = (P - np.eye(V2.shape[1])[y]) / len(X)
    return (
        Tensor(V1 - lr * X.T @ ((slope @ V2.T) * (before > 0))),
        Tensor(V2 - lr * np.maximum(before, 0).T @ slope),
    )
"""
    given = network(1, 6, 5, 4, 3)
    assert_epochs(answers(by_hand), given, lr=0.5, batch=6)
    said = refused(assert_epochs, by_hand, given, lr=0.5, batch=6, factor=3.0)
    assert said.startswith("While MatMul sends 3 times what it should, W1")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return (log(exp(Z).sum(axes=1)) - (Z * y_one_hot).sum(axes=1)).sum()", "the sum over"),
        ("return log(exp(Z).sum(axes=1)) - (Z * y_one_hot).sum(axes=1)", "one number"),
        ("return Tensor(own(Z, y_one_hot).numpy())", "no history"),
        ("return own(Z, y_one_hot).numpy()", "should be a Tensor"),
    ],
)
def test_a_wrong_loss_is_told(body: str, said: str) -> None:
    text = f"own = softmax_loss\n\n\ndef softmax_loss(Z, y_one_hot):\n    {body}"
    assert said in refused(assert_loss, text, *batch_of(1, 4, 4, 1.0))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("X * 255.0, y", "from 0 to 255"),
        ("X.reshape(-1, 28, 28), y", "of shape (6, 784); they have (6, 28, 28)"),
        ("X.astype(np.float64), y", "dtype float32; they are float64"),
        ("X, y.astype(int)", "dtype uint8; they are int"),
        ("X, np.roll(y, 1)", "The labels start after 8 bytes"),
        ("X[::-1], y", "Row 0 is image 0, row by row; a white pixel"),
        ("X * 1.25, y", "All of them are 1.25 times what they should be"),
        ("np.roll(X, 16), y", "They begin 16 bytes too early: the pixels start after 16"),
        ("np.roll(X, -8), y", "They begin 8 bytes too late: the pixels start after 16"),
        ("X", "two arrays"),
    ],
)
def test_wrong_digits_are_told(change: str, said: str) -> None:
    text = (
        "own = parse_mnist\n\n\ndef parse_mnist(image_filename, label_filename):\n"
        f"    X, y = own(image_filename, label_filename)\n    return {change}"
    )
    assert said in refused(assert_parsed, text, 6, 1)
