"""An assignment about using an engine: all of adlearn is there, and its words reach the student."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import feedback
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.build import release_notebook, write_notebook
from autograder.check_file import check_notebook
from autograder.grading import grade_notebook
from autograder.importing import import_files
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.report import CheckResult, Report
from tests.autograder.boxes import cell, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")

SETTINGS = """\
name = "slopes"
title = "Slopes"
packages = ["numpy", "matplotlib", "adlearn"]

[questions]
q1 = "Q1: slopes"
q2 = "Q2: fits"
"""
WAVE, SLOPE, FIT = "q1-wave-answer", "q1-slope-answer", "q2-fit-answer"
IMPORTS = "import math\nimport numpy as np\nimport adlearn as ad\nimport adlearn.numpy as anp"
CELLS = [
    ("imports", "given", "", 0, IMPORTS),
    (WAVE, "answer", "q1", 0, "def wave(x):\n    {return anp.sum(anp.sin(x) ** 2)}"),
    ("q1-wave", "points", "q1", 2, 'check.points("q1-wave")'),
    (SLOPE, "answer", "q1", 0, "def slope(x):\n    {return ad.grad(wave)(x)}"),
    ("q1-slope", "points", "q1", 2, 'check.points("q1-slope")'),
    (
        *(FIT, "answer", "q2", 0),
        "def fit(loss, start):\n"
        "    {return ad.optim.adam(ad.grad(loss), start, num_iters=300, step_size=0.1)}",
    ),
    ("q2-fit", "points", "q2", 3, 'check.points("q2-fit")'),
]
CHECKS = '''\
"""Checks of slopes."""

import numpy as np
import pytest

from autograder.asking.assertions import assert_array

AT = np.array([1.0, 2.0])


def gradient(ns, x):
    import adlearn as ad

    return ad.grad(ns.wave)(x)


def fitted(ns, start):
    import adlearn.numpy as anp

    return ns.fit(lambda p, i=0: anp.sum((p - 1.0) ** 2), start)


@pytest.mark.points(2, cell="q1-wave")
def test_wave(submission):
    """The wave can be differentiated."""
    assert_array(submission.run(gradient, AT), np.sin(2 * AT), "The gradient of wave")


@pytest.mark.points(1, cell="q1-slope")
def test_slope(submission):
    """It gives the slope."""
    assert_array(submission.slope(AT), np.sin(2 * AT), "What slope returns")


@pytest.mark.points(1, cell="q1-slope")
@pytest.mark.hidden
def test_slope_elsewhere(submission):
    """It gives the slope at other places."""
    assert_array(submission.slope(AT + 0.125), np.sin(2 * AT + 0.25), "What slope returns")


@pytest.mark.points(3, cell="q2-fit")
def test_fit(submission):
    """It finds the minimum."""
    found = submission.run(fitted, np.zeros(2))
    assert_array(found, np.ones(2), "What fit returns", scale=1e4)
'''
RIGHT = {
    name: text.replace("{", "").replace("}", "")
    for name, role, _, _, text in CELLS
    if role == "answer"
}


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """A pack of two questions that offers adlearn."""
    return make_pack(tmp_path_factory.mktemp("using") / "slopes", CELLS, SETTINGS, CHECKS)


def submitted(pack: Assignment, answers: dict[str, str]) -> Any:
    notebook = json.loads(json.dumps(release_notebook(pack)))
    for name, text in {**RIGHT, **answers}.items():
        cell(notebook, name)["source"] = text
    return notebook


def graded(pack: Assignment, answers: dict[str, str]) -> Report:
    text = json.dumps(submitted(pack, answers))
    return grade_notebook(parse_notebook(text.encode(), "n.ipynb"), pack, seed=1)


def result_of(report: Report, name: str) -> CheckResult:
    (found,) = [one for one in report.checks if one.id.endswith(name)]
    return found


OTHERWISE = """\
import adlearn
from adlearn import nn, value_and_grad
from adlearn.optim import adam


def slope(x):
    nn.Linear, adam, adlearn.show
    return value_and_grad(wave)(x)[1]
"""


@pytest.mark.parametrize("answers", [{}, {SLOPE: OTHERWISE}])
def test_right_answers_have_all_points_wherever_they_are_asked(
    pack: Assignment, answers: dict[str, str], tmp_path: Path
):
    """By grading, by the command for a downloaded file, and in the student's own session."""
    report = graded(pack, answers)
    assert (report.points, report.notes) == (report.possible, ())
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps(submitted(pack, answers)))
    assert {one.verdict for one in check_notebook(path).checks} == {"passed"}
    names: dict[str, Any] = {}
    for one in (IMPORTS, *{**RIGHT, **answers}.values()):
        exec(one, names)
    probe = "def probe(ns, x):\n    import adlearn\n    return adlearn.grad(ns.wave)(x)"
    assert Submission(LocalSession(names)).run(probe, 0.0) == 0.0


def test_pytest_grades_it(pack: Assignment, tmp_path: Path, child_environment: dict[str, str]):
    path = write_notebook(nbformat.from_dict(submitted(pack, {})), tmp_path / "n.ipynb")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    installed = {point.name for point in entry_points(group="pytest11")}
    plugin = [] if "autograder" in installed else ["-p", "autograder.plugin_pytest"]
    command = [sys.executable, "-m", "pytest", *plugin, "-p", "no:cacheprovider"]
    command += ["-c", str(tmp_path / "pytest.ini"), str(pack.checks_path)]
    command += [f"--submission={path}", "--allow-weak-isolation"]
    done = subprocess.run(
        command, cwd=tmp_path, env=child_environment, capture_output=True, text=True, timeout=300
    )
    assert "4 passed" in done.stdout, done.stdout + done.stderr


#: Cell, what stands in it, the check that fails, what its message has, and the line it names.
MISTAKES: dict[str, tuple[str, str, str, str, str]] = {
    "float": (
        *(WAVE, "def wave(x):\n    return float(anp.sum(x))", "test_wave"),
        *("LostDerivative: float() of a value that is being differentiated", "line 2"),
    ),
    "math": (
        *(WAVE, "def wave(x):\n    y = x[0]\n    return math.sin(y)", "test_wave"),
        *("math.sin() takes plain numbers only", "line 3"),
    ),
    "vector": (
        *(WAVE, "def wave(x):\n    return anp.sin(x) ** 2", "test_wave"),
        *("wave returned an array of shape (2,)", ""),
    ),
    "nothing": (*(WAVE, "def wave(x):\n    anp.sum(x)", "test_wave", "wave returned None", ""),),
    "in-place": (
        *(WAVE, "def wave(x):\n    x[0] = 2.0\n    return anp.sum(x)", "test_wave"),
        *("NotAssignable: a traced array cannot be changed in place", "line 2"),
    ),
    "into-plain": (
        WAVE,
        "def wave(x):\n    y = np.zeros(2)\n    y[0] = anp.sin(x[0])\n    return anp.sum(y)",
        *("test_wave", "Collect the elements in a list and make an array of them", "line 3"),
    ),
    "array-of-traced": (
        *(WAVE, "def wave(x):\n    return anp.sum(np.array([x[0], x[1]]))", "test_wave"),
        *("was to become a plain array, which would drop the derivative", "line 2"),
    ),
    "argnum": (
        *(SLOPE, "def slope(x):\n    return ad.grad(wave, 1)(x)", "test_slope"),
        *("the derivative by argument number 1", "line 2"),
    ),
    "value-for-function": (
        *(SLOPE, "def slope(x):\n    return ad.grad(wave(x))", "test_slope"),
        *("Pass the function itself, grad(f) and not grad(f(x))", "line 2"),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_what_adlearn_says_of_a_mistake_is_what_the_student_reads(pack: Assignment, name: str):
    """With the line of the student's cell; and what to do next sends no one elsewhere."""
    where, text, check, said, line = MISTAKES[name]
    result = result_of(graded(pack, {where: text}), check)
    assert result.verdict == "failed"
    assert said in result.message
    assert re.findall(r"line \d+", result.message) == ([line] if line else [])
    advice = feedback.to_text(graded(pack, {where: text})).partition("Next: ")[2]
    if name == "into-plain":  # here there is more to say
        assert advice.startswith("`y[0] = ...` in line 3 puts a traced number into a plain array.")
        return
    assert (result.diagnosis or {})["mistake"] == "engine-says"
    assert advice.startswith("adlearn stopped in that line" if line else "adlearn stopped after")


@pytest.mark.parametrize(
    ("imported", "used", "lacking"),
    [
        ("from adlearn import gradient", "gradient(wave)(x)", "adlearn.gradient"),
        ("import adlearn.optimizers as opt", "opt.grad(wave)(x)", "adlearn.optimizers"),
    ],
)
def test_a_name_that_adlearn_lacks_is_not_called_forbidden(
    pack: Assignment, imported: str, used: str, lacking: str
):
    answer = f"{imported}\n\n\ndef slope(x):\n    return {used}"
    text = feedback.to_text(graded(pack, {SLOPE: answer}))
    assert f"Next: There is no `{lacking}`. Mend the line `{imported}`" in text
    assert "your own" not in text


def test_a_warning_stands_beside_what_it_explains(pack: Assignment):
    """Of a public check alone: what is said of a hidden one could tell its case."""
    answer = "def slope(x):\n    zero = ad.grad(lambda y: anp.sum(np.ones(2)))\n    return zero(x)"
    report = graded(pack, {SLOPE: answer})
    (said,) = [one for one in result_of(report, "test_slope").remarks if "warned" in one]
    assert said.startswith(
        "adlearn warned in line 3 of the cell that defines `slope`: IndependentOutputWarning: "
    )
    assert result_of(report, "test_slope_elsewhere").verdict == "failed"
    assert not [one for one in result_of(report, "test_slope_elsewhere").remarks if "warned" in one]


@pytest.mark.parametrize("offered", [True, False])
def test_a_file_that_uses_adlearn_is_imported_where_that_is_offered(
    pack: Assignment, offered: bool, tmp_path: Path
):
    """Its imports come along, also of a name that a star brings."""
    path = tmp_path / "mine.py"
    path.write_text(
        "from adlearn.optim import adam\nfrom adlearn import *\n"
        "from adlearn import numpy as traced\n"
        "def wave(x):\n    return traced.sum(traced.sin(x) ** 2)\n"
        "def slope(x):\n    return value_and_grad(wave)(x)[1]\n"
        "def fit(loss, start):\n"
        "    return adam(value_and_grad(loss), start, num_iters=1)\n"
    )
    kind = pack if offered else dataclasses.replace(pack, packages=("numpy",))
    found = import_files([path], kind)
    said = "comes from `adlearn`, which may not be used here"
    assert (said in "\n".join(found.chosen.said)) is not offered
    if offered:
        text = json.dumps(found.notebook)
        report = grade_notebook(parse_notebook(text.encode(), "n.ipynb"), pack, seed=1)
        verdicts = {one.cell: one.verdict for one in report.checks}
        assert verdicts == {"q1-wave": "passed", "q1-slope": "passed", "q2-fit": "failed"}
