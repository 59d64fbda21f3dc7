"""A small assignment in the manner of needle, and files as its students have them."""

from __future__ import annotations

import json
from pathlib import Path

from autograder.pack import Assignment, load_assignment

SETTINGS = """\
name = "little"
title = "A little tensor engine"

[questions]
q1 = "Q1: forward"
q2 = "Q2: backward"
q3 = "Q3: order"
q4 = "Q4: loss"
"""

CHECKS = '''\
"""Checks of the little tensor engine."""

import numpy as np
import pytest


@pytest.mark.points(2, cell="q1-forward")
def test_forward(submission):
    """Log and DivScalar compute."""
    a = np.array([1.0, 2.0])
    assert np.allclose(submission.Log().compute(a), np.log(a))
    assert np.allclose(submission.DivScalar(2.0).compute(a), a / 2)


@pytest.mark.points(2, cell="q2-backward")
def test_backward(submission):
    """Log and DivScalar send what they should."""
    x = submission.Tensor(np.array([1.0, 2.0]))
    g = submission.Tensor(np.array([3.0, 5.0]))
    for op, expected in ((submission.Log(), [3.0, 2.5]), (submission.DivScalar(2.0), [1.5, 2.5])):
        sent = op.gradient(g, op(x))
        assert np.allclose(sent.realize_cached_data(), expected)


@pytest.mark.points(2, cell="q3-order")
def test_order(submission):
    """find_topo_sort lists all nodes."""
    x = submission.Tensor(np.array([1.0, 2.0]))
    y = submission.log(submission.log(x) + x)
    assert len(submission.find_topo_sort([y])) == 4


@pytest.mark.points(2, cell="q4-loss")
def test_loss(submission):
    """mean_log is the mean of logarithms."""
    x = submission.Tensor(np.array([1.0, 2.0, 4.0]))
    assert np.allclose(submission.mean_log(x).realize_cached_data(), np.log(8.0) / 3)
'''

FRAMEWORK = """\
class Op:
    def __call__(self, *args):
        raise NotImplementedError()


class Value:
    op = None
    inputs = ()


class Tensor(Value):
    def __init__(self, array, op=None, inputs=()):
        self.cached_data, self.op, self.inputs = array_api.asarray(array), op, inputs

    shape = property(lambda self: self.cached_data.shape)

    def realize_cached_data(self):
        return self.cached_data

    def __add__(self, other):
        return EWiseAdd()(self, other)

    def __truediv__(self, other):
        return EWiseDiv()(self, other) if isinstance(other, Tensor) else DivScalar(other)(self)

    def sum(self):
        return Summation()(self)


class TensorOp(Op):
    def __call__(self, *args):
        return Tensor(self.compute(*(a.cached_data for a in args)), self, args)


class EWiseAdd(TensorOp):
    def compute(self, a: NDArray, b: NDArray):
        return a + b

    def gradient(self, out_grad, node):
        return out_grad, out_grad


class EWiseDiv(TensorOp):
    def compute(self, a, b):
        return a / b


class Summation(TensorOp):
    def compute(self, a):
        return a.sum()
"""

IMPORTS = "import numpy as np\nimport numpy as array_api\n\nNDArray = np.ndarray"
#: Cell, role, question, points, text and parts; what stands in braces is the solution.
CELLS = [
    ("imports", "given", "", 0, IMPORTS, {}),
    ("framework", "given", "", 0, FRAMEWORK, {}),
    (
        *("log-answer", "answer", "q1", 0),
        "class Log(TensorOp):\n    def compute(self, a):\n        {return array_api.log(a)}\n\n"
        "    def gradient(self, out_grad, node):\n        {return out_grad / node.inputs[0]}",
        {"gradient": "q2"},
    ),
    (
        *("div-answer", "answer", "q1", 0),
        "class DivScalar(TensorOp):\n    def __init__(self, scalar):\n        self.scalar = scalar"
        "\n\n    def compute(self, a):\n        {return a / self.scalar}\n\n"
        "    def gradient(self, out_grad, node):\n        {return out_grad / self.scalar}",
        {"gradient": "q2"},
    ),
    ("q1-forward", "points", "q1", 2, 'check.points("q1-forward")', {}),
    ("q2-backward", "points", "q2", 2, 'check.points("q2-backward")', {}),
    ("names", "given", "", 0, "def log(a):\n    return Log()(a)", {}),
    (
        *("order-answer", "answer", "q3", 0),
        "def find_topo_sort(node_list):\n    {found = []\n"
        "    topo_sort_dfs(node_list[-1], set(), found)\n    return found}\n\n\n"
        "def topo_sort_dfs(node, visited, topo_order):\n    {if id(node) in visited:\n"
        "        return\n    visited.add(id(node))\n    for one in node.inputs:\n"
        "        topo_sort_dfs(one, visited, topo_order)\n    topo_order.append(node)}",
        {},
    ),
    ("q3-order", "points", "q3", 2, 'check.points("q3-order")', {}),
    (
        *("loss-answer", "answer", "q4", 0),
        "def mean_log(Z):\n    {return log(Z).sum() / Z.shape[0]}",
        {},
    ),
    ("q4-loss", "points", "q4", 2, 'check.points("q4-loss")', {}),
]


def make_little(folder: Path) -> Assignment:
    """Write the assignment's folder."""
    lines = []
    for name, role, question, points, text, parts in CELLS:
        answer = role == "answer"
        nbgrader = {"grade": role == "points", "grade_id": name, "locked": not answer}
        nbgrader |= {"schema_version": 3, "solution": answer, "task": False}
        nbgrader |= {"points": points} if points else {}
        ours = {"role": role} | ({"question": question} if question else {})
        ours |= {"parts": parts} if parts else {}
        lines.append(f"# %% nbgrader={json.dumps(nbgrader)} adlearn={json.dumps(ours)}")
        for line in text.split("\n"):
            indent = line[: len(line) - len(line.lstrip())]
            if answer and line.lstrip().startswith("{"):
                lines.append(indent + "### BEGIN SOLUTION")
            lines.append(line.replace("{", "").replace("}", "") if answer else line)
            if answer and line.endswith("}"):
                lines.append("    ### END SOLUTION")
        lines.append("")
    locked = {"grade": False, "grade_id": "public-checks", "locked": True, "schema_version": 3}
    locked |= {"solution": False, "task": False}
    carrier = f'# %% nbgrader={json.dumps(locked)} adlearn={{"role": "public-checks"}}\n# Checks.\n'
    folder.mkdir(parents=True)
    (folder / "notebook.py").write_text(carrier + "\n" + "\n".join(lines))
    (folder / "assignment.toml").write_text(SETTINGS)
    (folder / "checks.py").write_text(CHECKS)
    return load_assignment(folder)
