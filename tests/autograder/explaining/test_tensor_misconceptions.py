"""What is known of tensors that are understood wrongly: each explains its own answer, alone."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook
from autograder.explaining.agreement import agreed
from autograder.explaining.diagnose import diagnose
from autograder.explaining.interview import Interview
from autograder.explaining.misconceptions import Misconception, load_misconceptions, wrong_engine
from autograder.grading import Grader, assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment

TENSOR = load_assignment(Path(__file__).resolve().parents[3] / "assignments" / "tensor")
KNOWN = {one.name: one for one in load_misconceptions(TENSOR)}


@cache
def checks() -> Sequence[Check]:
    return assignment_checks(TENSOR)


def named(names: dict[str, object], *cells: str) -> dict[str, str | None]:
    """Ask the checks of some graded cells, and give what each that failed is called."""
    session = LocalSession(names)
    found: dict[str, str | None] = {}
    for cell in cells:
        own = [check for check in checks() if check.cell == cell]
        every = [check for check in checks() if check.question == own[0].question]
        results = [run_check(check, Submission(session), 1, explain=False) for check in own]
        if any(result.verdict == "failed" for result in results):
            with np.errstate(all="ignore"):
                interview = Interview(session, own, every, 1, math.inf)
                wrong = diagnose(TENSOR, own[0].question, interview)
            found[cell] = wrong.name if wrong else None
    return found


def answers(text: str) -> dict[str, object]:
    """The reference answers, and a student's text after them."""
    names = wrong_engine(TENSOR, None)
    exec(text, names)
    return names


def rule(cls: str, *lines: str) -> str:
    """A student's `gradient`."""
    body = "\n    ".join(lines)
    return f"def rule(self, out_grad, node):\n    {body}\n{cls}.gradient = rule\n"


def test_there_are_enough_of_every_question():
    """Every question has its own, and there are more than a hundred."""
    counts = {q: sum(one.question == q for one in KNOWN.values()) for q in TENSOR.questions}
    assert sum(counts.values()) >= 120 and min(counts.values()) >= 12, counts


@pytest.mark.parametrize("wrong", KNOWN.values(), ids=lambda one: one.name)
def test_an_explanation_ends_in_a_question(wrong: Misconception):
    """A few sentences say what is done, and a question leads on; both fit a card."""
    assert wrong.ask.endswith("?") and len(wrong.ask) <= 160
    assert 40 <= len(wrong.explanation) <= 260
    assert 1 <= wrong.explanation.count(". ") + 1 <= 3


def test_no_two_say_the_same():
    """A student who reads two names reads two explanations."""
    said = [one.explanation for one in KNOWN.values()]
    twice = {text for text in said if said.count(text) > 1}
    shared = {"gradient-without-history", "function-without-history"}
    assert {name for name, one in KNOWN.items() if one.explanation in twice} <= shared


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("matmul-dot", "q1-matmul"),
        ("sum-axes-at-the-end", "q2-summation"),
        ("broadcast-mean", "q2-broadcastto"),
        ("order-levels-turned-round", "q3-shared"),
        ("order-alike-is-the-same", "q3-order"),
        ("walk-adds-to-the-old-gradient", "q4-operands"),
        ("loss-log-of-the-mean", "q5-loss"),
        ("epoch-short-batch-counts-less", "q6-epoch"),
    ],
)
def test_each_way_of_a_mistake_has_its_name(name: str, cell: str):
    """A mistake is told from all others, whichever way it is done."""
    for way in KNOWN[name].ways:
        assert named(wrong_engine(TENSOR, way), cell) == {cell: name}


@pytest.mark.parametrize(
    ("name", "cell", "text"),
    [
        (
            "sum-axis-zero-is-no-axis",
            "q1-summation",
            "def compute(self, a):\n"
            "    return a.sum() if not self.axes else a.sum(self.axes)\n"
            "Summation.compute = compute",
        ),
        (
            "quotient-sign-forgotten",
            "q2-ewisediv",
            rule("EWiseDiv", "a, b = node.inputs", "return [out_grad * b**-1, out_grad*a*b**-2]"),
        ),
        (
            "pow-log-of-the-exponent",
            "q2-ewisepow",
            rule(
                "EWisePow",
                "a, b = node.inputs",
                "return out_grad * node * b / a, log(b) * node * out_grad",
            ),
        ),
        (
            "gradient-without-history",
            "q2-powerscalar",
            rule(
                "PowerScalar",
                "x = node.inputs[0].numpy()",
                "return Tensor(out_grad.numpy() * self.scalar * x**self.scalar / x)",
            ),
        ),
        (
            "matmul-only-matrices",
            "q2-matmul",
            rule(
                "MatMul",
                "a, b = node.inputs",
                "return [out_grad.matmul(transpose(b)), matmul(a.transpose((-2, -1)), out_grad)]",
            ),
        ),
        (
            "gradient-of-ones",
            "q2-broadcastto",
            rule(
                "BroadcastTo",
                "x = node.inputs[0]",
                "n = np.prod(self.shape) / np.prod(x.shape)",
                "return Tensor(np.full(x.shape, n))",
            ),
        ),
        (
            "order-node-before-inputs",
            "q3-shared",
            "def find_topo_sort(node_list):\n"
            "    stack, found = node_list[::-1], []\n"
            "    while stack:\n"
            "        node = stack.pop()\n"
            "        if node not in found:\n"
            "            found.append(node)\n"
            "            stack += node.inputs\n"
            "    return tuple(found)\n",
        ),
        (
            "walk-last-use-wins",
            "q4-shared",
            "def compute_gradient_of_variables(output_tensor, out_grad):\n"
            "    output_tensor.grad = out_grad\n"
            "    for node in reversed(find_topo_sort([output_tensor])):\n"
            "        if not node.is_leaf():\n"
            "            sent = node.op.gradient_as_tuple(node.grad, node)\n"
            "            for i, source in enumerate(node.inputs):\n"
            "                source.grad = sent[i]\n",
        ),
        (
            "loss-summed",
            "q5-loss",
            "def softmax_loss(Z, y):\n"
            "    top = Tensor(Z.numpy().max(axis=1, keepdims=True)).broadcast_to(Z.shape)\n"
            "    Z = Z - top\n"
            "    all_of = log(exp(Z).sum(axes=(1,)).reshape((Z.shape[0], 1)))\n"
            "    return ((all_of.broadcast_to(Z.shape) - Z) * y).sum()\n",
        ),
        (
            "parse-not-scaled",
            "q5-parse",
            "def parse_mnist(images, labels):\n"
            "    with gzip.open(images) as f:\n"
            "        X = np.frombuffer(f.read(), dtype='u1', offset=16)\n"
            "    with gzip.open(labels) as f:\n"
            "        y = np.frombuffer(f.read(), dtype='u1', offset=8)\n"
            "    return X.reshape(len(y), -1), y\n",
        ),
        (
            "relu-slope-one-everywhere",
            "q6-relu",
            rule("ReLU", "return out_grad * Tensor(np.ones(out_grad.shape))"),
        ),
        (
            "epoch-last-batch-dropped",
            "q6-epoch",
            "def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):\n"
            "    for i in range(len(X) // batch):\n"
            "        part = slice(i * batch, (i + 1) * batch)\n"
            "        Y = np.zeros((batch, W2.shape[1]))\n"
            "        Y[np.arange(batch), y[part]] = 1\n"
            "        hidden = relu(matmul(Tensor(X[part]), W1))\n"
            "        loss = softmax_loss(matmul(hidden, W2), Tensor(Y))\n"
            "        loss.backward()\n"
            "        W1, W2 = [Tensor((W - W.grad * lr).numpy()) for W in (W1, W2)]\n"
            "    return W1, W2\n",
        ),
    ],
)
def test_a_mistake_in_a_students_own_words_is_named(name: str, cell: str, text: str):
    """Other formulas, other containers and single or double precision do not hide it."""
    assert named(answers(text), cell) == {cell: name}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            "q2-ewisediv",
            rule("EWiseDiv", "a, b = node.inputs", "return out_grad / b, out_grad * a / b"),
        ),
        (
            "q2-matmul",
            rule("MatMul", "a, b = node.inputs", "return b.transpose() @ out_grad, a @ out_grad"),
        ),
        (
            "q3-shared",
            "def find_topo_sort(node_list):\n"
            "    def visit(node):\n"
            "        return [node] + [n for one in node.inputs for n in visit(one)]\n"
            "    return [n for node in node_list for n in visit(node)]\n",
        ),
        (
            "q4-shared",
            "def compute_gradient_of_variables(output_tensor, out_grad):\n"
            "    output_tensor.grad = out_grad * 2.0\n"
            "    for node in reversed(find_topo_sort([output_tensor])):\n"
            "        if node.op is not None:\n"
            "            sent = node.op.gradient_as_tuple(node.grad, node)\n"
            "            for source, message in zip(node.inputs, sent):\n"
            "                source.grad = message\n",
        ),
        (
            "q5-loss",
            "def softmax_loss(Z, y):\n    return log(exp(Z).sum(axes=1)).sum() + (Z * y).sum()\n",
        ),
        (
            "q6-epoch",
            "right = nn_epoch\n"
            "def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):\n"
            "    whole = len(X) // batch * batch\n"
            "    return right(X[:whole], y[:whole], W1, W2, 1.0, batch)\n",
        ),
        (
            "q2-summation",  # right for all numbers but one
            "right = Summation.gradient\n"
            + rule(
                "Summation",
                "sent = right(self, out_grad, node)",
                "return sent * 2.0 if sent.shape == (2, 3) else sent",
            ),
        ),
    ],
)
def test_two_mistakes_or_another_one_have_no_name(cell: str, text: str):
    """Nothing is claimed where no single mistake explains every answer."""
    assert named(answers(text), cell) == {cell: None}


def test_right_answers_have_nothing_to_be_named():
    """What passes is not asked what it was."""
    text = rule("EWiseDiv", "a, b = node.inputs", "return out_grad / b, -out_grad * node / b")
    assert named(answers(text), "q2-ewisediv", "q3-several") == {}


def test_a_graded_notebook_is_told_both_of_its_mistakes():
    """In a real process, `compute` and `gradient` of a class have names of their own."""
    cell = (
        "class EWiseDiv(TensorOp):\n"
        "    def compute(self, a, b):\n"
        "        return b / a\n\n"
        "    def gradient(self, out_grad, node):\n"
        "        a, b = node.inputs\n"
        "        return out_grad / b, out_grad * -1.0 * a / b\n"
    )
    notebook = answered_notebook(TENSOR, {"q1-ewisediv-answer": cell})
    submitted = parse_notebook(json.dumps(notebook).encode(), "div.ipynb")
    grader = Grader(submitted, TENSOR, 1, smallest=False)
    own = [check for check in checks() if check.cell in ("q1-ewisediv", "q2-ewisediv")]
    try:
        results = agreed(grader.run(own), TENSOR)
    finally:
        grader.close_all()
    found = {r.cell: (r.diagnosis or {}).get("misconception") for r in results}
    assert found == {
        "q1-ewisediv": "quotient-upside-down",
        "q2-ewisediv": "quotient-square-forgotten",
    }
