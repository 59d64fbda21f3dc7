"""Two answers in one cell are graded apart: each among the reference's version of the other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from autograder.build import answered_notebook
from autograder.errors import AssignmentError
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.parts import reference_parts
from autograder.report import CheckResult
from autograder.trial.mutants import mutants

pytestmark = pytest.mark.usefixtures("no_process_left")

SETTINGS = """\
name = "cubes"
title = "Cubes"

[questions]
q1 = "Q1: compute"
q2 = "Q2: gradient"
"""


def headed(text: str) -> str:
    """Write the heads of cells, here ``@id points {...}``, as a notebook's source has them."""

    def head(found: re.Match[str]) -> str:
        role = json.loads(found["ours"])["role"]
        nbgrader = {
            "grade": role == "points",
            "grade_id": found["id"],
            "locked": role != "answer",
            "schema_version": 3,
            "solution": role == "answer",
            "task": False,
        } | ({"points": int(found["points"])} if found["points"] else {})
        return f"# %% nbgrader={json.dumps(nbgrader)} adlearn={found['ours']}"

    return re.sub(r"^@(?P<id>\S+) ?(?P<points>\d*) (?P<ours>{.*})$", head, text, flags=re.M)


NOTEBOOK = headed(
    '''\
@public-checks {"role": "public-checks"}
# The build puts the public checks here.

@cube-answer {"role": "answer", "question": "q1", "parts": {"gradient": "q2", "doubled": "q2"}}
class Cube:
    """factor * x**3"""

    def __init__(self, factor):
        self.factor = factor

    def compute(self, x):
        ### BEGIN SOLUTION
        return self.factor * self.__cube(x)
        ### END SOLUTION

    @staticmethod
    def __cube(x):
        ### BEGIN SOLUTION
        return x * x * x
        ### END SOLUTION

    def gradient(self, x, g):
        ### BEGIN SOLUTION
        return g * self.factor * 3 * x * x
        ### END SOLUTION


def doubled(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

@q1-cube 3 {"role": "points", "question": "q1"}
check.points("q1-cube")

@q2-cube 5 {"role": "points", "question": "q2"}
check.points("q2-cube")
'''
)

CHECKS = '''\
import pytest


@pytest.mark.points(3, cell="q1-cube")
def test_compute(submission):
    """compute is right."""
    assert submission.Cube(2.0).compute(3.0) == 54.0


@pytest.mark.points(5, cell="q2-cube")
def test_gradient(submission):
    """gradient belongs to compute."""
    cube = submission.Cube(2.0)
    slope = (cube.compute(3.5) - cube.compute(2.5)) - 0.5
    assert cube.gradient(3.0, 1.0) == slope == 54.0
    assert submission.doubled(4.0) == 8.0
'''


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    """An assignment in which one cell answers two questions."""
    folder = tmp_path_factory.mktemp("parts") / "cubes"
    folder.mkdir()
    return written(folder)


def written(folder: Path, notebook: str = NOTEBOOK) -> Assignment:
    for name, text in (
        ("assignment.toml", SETTINGS),
        ("notebook.py", notebook),
        ("checks.py", CHECKS),
    ):
        (folder / name).write_text(text)
    return load_assignment(folder)


def graded(pack: Assignment, answer: str) -> dict[str, CheckResult]:
    text = json.dumps(answered_notebook(pack, {"cube-answer": answer}))
    report = grade_notebook(parse_notebook(text.encode(), "cube.ipynb"), pack, seed=1)
    assert [check.verdict for check in report.checks if check.verdict == "error"] == []
    return {check.question: check for check in report.checks}


def answer(compute: str, gradient: str, doubled: str = "return 2 * x") -> str:
    return f"""
class Cube:
    def __init__(self, factor):
        self.factor = factor
        self.kept = 3

    def compute(self, x):
        {compute}

    def gradient(self, x, g):
        {gradient}

def doubled(x):
    {doubled}
"""


RIGHT = "return self.factor * x ** 3", "return g * self.kept * self.factor * x ** 2"


def test_both_right_have_all_points_as_submitted(pack):
    found = graded(pack, answer(*RIGHT))
    assert [(r.points, r.others) for r in found.values()] == [(3, "submitted"), (5, "submitted")]


@pytest.mark.parametrize("wrong", ["return 1.0", "raise ValueError", "raise NotImplementedError()"])
def test_a_gradient_keeps_its_points_over_a_wrong_compute(pack, wrong):
    found = graded(pack, answer(wrong, RIGHT[1]))
    assert found["q1"].points == 0
    assert (found["q2"].points, found["q2"].others) == (5, "reference")


def test_a_compute_keeps_its_points_over_a_wrong_gradient(pack):
    found = graded(pack, answer(RIGHT[0], "return 1.0"))
    assert found["q1"].points == 3
    assert found["q2"].points == 0


def test_a_function_beside_the_class_is_replaced_as_well(pack):
    assert graded(pack, answer(*RIGHT, doubled="return 3 * x"))["q2"].points == 0
    assert graded(pack, answer("return 1.0", RIGHT[1], doubled="return x + x"))["q2"].points == 5


def test_only_the_part_that_is_still_the_stub_is_not_written_yet(pack):
    stub = pack.by_id["cube-answer"].released
    half = stub.replace(
        "def compute(self, x):\n        # YOUR CODE HERE\n        raise NotImplementedError()",
        "def compute(self, x):\n        return self.factor * x ** 3",
    )
    assert half != stub
    found = graded(pack, half)
    assert found["q1"].points == 3
    assert (found["q2"].diagnosis or {})["kind"] == "unwritten"
    assert found["q2"].others == "submitted"  # nothing to look for among reference answers


def test_what_stands_outside_of_the_functions_is_an_answer_too(pack):
    stub = pack.by_id["cube-answer"].released
    put = "\nCube.gradient = lambda self, x, g: g * self.factor * 3 * x * x"
    put += "\ndoubled = lambda x: x + x"
    assert graded(pack, stub + put)["q2"].points == 5


def test_mutants_of_a_part_belong_to_its_question(pack):
    asked = {mutant.what.partition(":")[0]: mutant.question for mutant in mutants(pack)}
    assert asked["gradient"] == asked["doubled"] == "q2"
    assert asked["compute"] == "q1"


def test_an_unknown_part_and_a_bare_super_are_refused(tmp_path):
    for name, old, new, said in (
        ("unknown", '"doubled"', '"tripled"', "no method or function 'tripled'"),
        ("super", "return g * self", "super(); return g * self", r"super\(Cube, self\)"),
        ("question", '"doubled": "q2"', '"doubled": "q9"', "question 'q9'"),
    ):
        (tmp_path / name).mkdir()
        with pytest.raises(AssignmentError, match=said):
            assignment_checks(written(tmp_path / name, NOTEBOOK.replace(old, new)))


#: Solutions that lean on what stands around them.
AROUND = {
    "isinstance": ("self.__cube(x)", "self.__cube(x) if isinstance(self, Cube) else 0"),
    "super": ("self.__cube(x)", "self.__cube(x) + (super(Cube, self).__repr__() == '')"),
    "a name of the module": ("class Cube:", "{b}POWER = 3{e}class Cube:", "x * x * x", "x**POWER"),
    "a name of the class": (
        '    """factor * x**3"""',
        '    """factor * x**3"""\n    ### BEGIN SOLUTION\n    power = 3\n    ### END SOLUTION',
        *("self.__cube(x)", "self.__cube(x) ** (self.power / 3)"),
    ),
    "a text at the left": ("return self.factor", 's = """\nx\n"""\n        return self.factor'),
    "a helper": (
        "class Cube:",
        "{b}def cubed(x):\n    return x**3{e}class Cube:",
        *("self.__cube(x)", "cubed(x)"),
    ),
}


@pytest.mark.parametrize("changes", AROUND.values(), ids=AROUND)
def test_a_reference_part_finds_what_stands_around_it(tmp_path, changes):
    """The student's class has none of that, and a function of the helper's name."""
    text = NOTEBOOK
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        assert old in text
        new = new.replace("{b}", "### BEGIN SOLUTION\n").replace("{e}", "\n### END SOLUTION\n")
        text = text.replace(old, new, 1)
    pack = written(tmp_path, text)
    own = answer("return 1.0", "return g * cubed(x)") + "\ndef cubed(x):\n    return 6 * x * x\n"
    assert graded(pack, own)["q2"].points == 5


def test_a_property_and_its_setter_stay_together(tmp_path):
    two = """    @property
    def size(self):
        ### BEGIN SOLUTION
        return self.factor
        ### END SOLUTION

    @size.setter
    def size(self, value):
        ### BEGIN SOLUTION
        self.factor = value
        ### END SOLUTION

    @staticmethod"""
    pack = written(tmp_path, NOTEBOOK.replace("    @staticmethod", two, 1))
    assert graded(pack, answer("return 1.0", RIGHT[1]))["q2"].points == 5
    parts = "".join(reference_parts(pack.by_id["cube-answer"], "q2"))
    assert parts.count("def size(self") == 2


def test_no_line_of_a_reference_answer_is_shown(pack):
    """What the reference raises is told at the student's line that called it, not in its words."""
    text = answer("return 1.0", "return self.compute(None)")
    found = graded(pack, text)["q2"]
    assert found.others == "reference"
    assert "TypeError" not in found.message and "return self.compute(None)" in found.message
    assert "TypeError" in (found.withheld or {})["message"]
    assert "self.factor" not in found.message and "__cube" not in found.message


def test_the_other_question_of_a_cell_is_not_an_earlier_cell(pack):
    found = graded(pack, answer(RIGHT[0], "y = g\n        raise NotImplementedError()"))
    assert found["q1"].points == 3
    assert "belongs to" not in str((found["q2"].diagnosis or {}).get("next"))
