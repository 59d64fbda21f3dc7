"""What a student of the applications or the optimization assignment is told to do next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.checks import Check
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook, outlines
from autograder.errors import CheckFailure
from autograder.grading import assignment_checks, grade_notebook
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment

FOLDER = Path(__file__).resolve().parents[2] / "assignments"
PACKS = {name: load_assignment(FOLDER / name) for name in ("applications", "optimization")}
KNOWN = {
    name: {cell: Outline(cell, *fields) for cell, fields in outlines(pack).items()}
    for name, pack in PACKS.items()
}


def changed(pack: str, cell: str, right: str, wrong: str) -> str:
    text = PACKS[pack].answers()[cell]
    assert right in text
    return text.replace(right, wrong)


def told(pack: str, cells: dict[str, str], check: str) -> dict[str, Any]:
    """Give what is said next by a check of a notebook with these answers."""
    notebook = answered_notebook(PACKS[pack], cells)
    checks = [one for one in assignment_checks(PACKS[pack]) if one.id.split(":")[-1] == check]
    read = parse_notebook(json.dumps(notebook).encode(), "t.ipynb")
    (result,) = grade_notebook(read, PACKS[pack], checks=checks, seed=1).checks
    assert result.verdict == "failed", result
    return {"message": result.message, **(result.diagnosis or {})}


ADVECT, PRESSURE, PROJECT = "q1-advect-answer", "q2-pressure-answer", "q2-project-answer"
TRAIN, PICTURE, SLOPES = "q6-train-answer", "q4-picture-answer", "q4-slopes-answer"
SURFACE, POWER, MATMUL = "q5-surface-answer", "q1-power-answer", "q1-functions-answer"
ARITHMETIC, LAYERS, DATA = "q1-arithmetic-answer", "q6-layers-answer", "q6-dataset-answer"
#: A pack, a cell, a change of it, the check that notices, the mistake, and words of the advice.
HINTS: list[tuple[str, str, tuple[str, str], str, str, str]] = [
    (
        *("applications", PRESSURE, ("        p = (neigh", "        p[:] = (neigh")),
        *("test_pressure", "filled-whole", "Write `p = ...`"),
    ),
    (
        "applications",
        TRAIN,
        (
            "losses.append(value)",
            "kept = np.zeros(1)\n        kept[0] = value\n        losses.append(kept[0])",
        ),
        *("test_train_any", "filled-place", "`kept[0] = ...` in line"),
    ),
    (
        *("applications", ADVECT, ("np.floor(x).astype(int)", "np.floor(x)")),
        *("test_advect", "index-no-whole-number", "`.astype(int)`"),
    ),
    (
        *("applications", PROJECT, ("pressure(divergence(vx, vy))", "pressure(vx, vy)")),
        *("test_project", "count-of-array", "`range` takes one whole number"),
    ),
    (
        *("applications", ADVECT, ("np.floor(x)", "np.vectorize(math.floor)(x)")),
        *("test_advect", "module-not-imported", "Write `import math`"),
    ),
    (
        *("applications", PROJECT, ("return vx, vy", "return vx")),
        *("test_project", "several-wanted", "in this order: vx, vy"),
    ),
    (
        *("applications", PROJECT, ("return vx, vy", "print(vx, vy)")),
        *("test_project", "printed", "Write `return` in front"),
    ),
    (
        *("applications", PROJECT, ("return vx, vy", "vx, vy")),
        *("test_project", "no-return", "Nothing came back"),
    ),
    (
        *("applications", TRAIN, ("return w, losses", "return losses, w")),
        *("test_train", "order-of-several", "in an order: w, losses"),
    ),
    (
        *("applications", PICTURE, ("def gradient(velocities, i)", "def gradient(velocities)")),
        *("test_picture", "called-by-another", "with 2 arguments, and it takes 1"),
    ),
    (
        *("applications", SLOPES, ("final, _ = simulate", "final = simulate")),
        *("test_objective", "parts-of-other-shapes", "takes it apart"),
    ),
    (
        *("applications", SLOPES, ("ad.value_and_grad(objective)", "ad.gradient(objective)")),
        *("test_objective_slopes", "module-says", "names what may be meant"),
    ),
    (
        *("optimization", SURFACE, ("self.exp(", "np.exp(")),
        *("test_surface", "function-of-variable", "write `exp(x)`, or `x.exp()`"),
    ),
    (
        *("optimization", SURFACE, ("self.exp(", "math.exp(")),
        *("test_surface", "function-of-variable", "`np.exp(value_of(x))`"),
    ),
    (
        *("optimization", ARITHMETIC, ("lambda g: g * y), (b", "y), (b")),
        *("test_multiply", "message-no-function", "`lambda g: ...`"),
    ),
    (
        *("optimization", MATMUL, ("g @ y.T", "y.T @ g")),
        *("test_matmul", "shapes-of-matmul", "both must be of one length"),
    ),
    (
        *("optimization", LAYERS, ("self.weight @ x", "np.dot(self.weight, x)")),
        *("test_linear", "function-of-variable", "write `a @ b`"),
    ),
    (
        *("optimization", LAYERS, ("self.weight @ x", "self.weight.T @ x")),
        *("test_linear", "asked-of-variable", "`.value.T`"),
    ),
    (
        *(
            "optimization",
            LAYERS,
            ("mean((output - label) ** 2)", "np.mean((output - label) ** 2)"),
        ),
        *("test_tanh_and_loss", "function-of-variable", "write `mean(x)`"),
    ),
    (
        *("optimization", DATA, ("loss(module(x), y)", "loss(module(x), y).value")),
        *("test_dataset", "variable-wanted", "Return the Variable"),
    ),
    (
        *("optimization", DATA, ("return self.x[i], self.y[i]", "return self.x[i]")),
        *("test_dataset", "pair-wanted", "the input and the label"),
    ),
    (
        *(
            "optimization",
            ARITHMETIC,
            ("x, y = value_of(a), value_of(b)", "x, y = a.value, b.value"),
        ),
        *("test_multiply_by_a_number", "plain-for-variable", "`value_of(x)`"),
    ),
    (
        *("optimization", "q2-answer", ("id(one) not in seen", "one.value not in seen")),
        *("test_chain", "unhashable", "by its `id(...)`"),
    ),
    (
        *("optimization", "q2-derivative-answer", ("return variable.grad", "return variable")),
        *("test_derivative", "variable-given", "or its `.grad`"),
    ),
]


@pytest.mark.parametrize(("pack", "cell", "change", "check", "mistake", "said"), HINTS)
def test_what_to_do_next_fits_the_mistake(
    pack: str, cell: str, change: tuple[str, str], check: str, mistake: str, said: str
) -> None:
    found = told(pack, {cell: changed(pack, cell, *change)}, check)
    assert (found.get("mistake"), said in found.get("next", "")) == (mistake, True), found


def advice(failure: CheckFailure, cells: Cells, question: str, cell: str) -> dict[str, Any]:
    """Give what is said next of a claim that does not hold."""

    def fails(submission: Any) -> None:
        raise failure

    one = Check("test_it", fails, question, cell, 1.0, False, "it")
    return run_check(one, None, 0, cells=lambda: cells).diagnosis or {}


@pytest.mark.parametrize(
    ("question", "cell", "mistake"),
    [("q1", "q1-advect", None), ("q7", "q7-tune", "given-changed")],
)
def test_a_given_cell_that_was_changed_matters_to_what_stands_below_it(
    question: str, cell: str, mistake: str | None
) -> None:
    ran = [Ran("fitting", "def fitting(degree=3, points=30):\n    return None")]
    names = dict.fromkeys(("fitting", "advect", "tune", "grid_search"), lambda: None)
    failure = CheckFailure("`f(x)` should be 1; it is 0.", "value")
    cells = Cells(KNOWN["applications"], ran, names)
    assert advice(failure, cells, question, cell).get("mistake") == mistake


@pytest.mark.parametrize(
    ("body", "said_already", "named"),
    [
        ("return num_steps // 3", False, True),
        ("return num_steps // 3", True, False),  # the check says what is wrong
        ("return -(-num_steps // 3)", False, False),
        ("return [1, 2, 3][num_steps // 3]", False, False),
        ("return sum(1 for _ in range(num_steps // 3))", False, False),
    ],
)
def test_a_division_that_counts_is_not_taken_for_a_slip(
    body: str, said_already: bool, named: bool
) -> None:
    text = f"def best_every(num_steps):\n    {body}"
    failure = CheckFailure("`best_every(4)` is 1.", "value", says_what=said_already)
    cells = Cells(KNOWN["applications"], [Ran("q5-every-answer", text)], {"best_every": len})
    found = advice(failure, cells, "q5", "q5-every")
    assert (found.get("mistake") == "whole-division") == named


def test_a_claim_that_says_what_to_do_is_followed_by_no_general_advice() -> None:
    for says_what in (True, False):
        failure = CheckFailure("Something is left: take it out.", "claim", says_what=says_what)
        found = advice(failure, Cells(), "q1", "q1-f")
        assert found.get("says_what", False) == says_what


RECURSIVE = """
def backward(end):
    found = []

    def visit(one):
        if one not in found:
            for parent, _ in one.edges:
                visit(parent)
            found.append(one)

    visit(end)
    for one in found:
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape)
    for one in reversed(found):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
"""
MODULE, FASTER, SEEN = "q3-module-answer", "q8-optimizers-answer", "q7-answer"
#: What lost points in hidden checks alone: a cell, what stands in it, the public check that asks.
ASKED_IN_PUBLIC: list[tuple[str, str, str, str]] = [
    ("q2-answer", RECURSIVE, "test_chain", "Walk in a loop"),
    (
        MODULE,
        changed(
            "optimization",
            MODULE,
            "waiting += thing",
            "waiting += [one for one in thing if not isinstance(one, list)]",
        ),
        *("test_parameters", "may be a list again"),
    ),
    (
        LAYERS,
        changed("optimization", LAYERS, "mean((output - label) ** 2)", "(output - label) ** 2"),
        *("test_tanh_and_loss", "one number"),
    ),
    (
        SEEN,
        changed("optimization", SEEN, "np.zeros(W0.shape)", "np.zeros_like(W0)"),
        *("test_loss_surface", "should be"),
    ),
    (
        FASTER,
        changed("optimization", FASTER, "self.velocities[i]", "self.velocities[0]"),
        *("test_momentum", "parameter 1"),
    ),
    (
        FASTER,
        changed(
            "optimization",
            FASTER,
            "            g = parameter.grad",
            "            self.t += i\n            g = parameter.grad",
        ),
        *("test_adam", "t counts each parameter"),
    ),
]


@pytest.mark.parametrize(("cell", "text", "check", "said"), ASKED_IN_PUBLIC)
def test_what_the_text_asks_for_is_asked_in_public(
    cell: str, text: str, check: str, said: str
) -> None:
    assert said in told("optimization", {cell: text}, check)["message"]
