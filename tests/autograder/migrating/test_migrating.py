"""Notebooks that others gave for years: who follows the list to the letter has an assignment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

nbgrader_api = pytest.importorskip("nbgrader.api")

from autograder import feedback  # noqa: E402
from autograder.build import answered_notebook  # noqa: E402
from autograder.cli import main  # noqa: E402
from autograder.grading import grade_notebook  # noqa: E402
from autograder.nbgrader.course import init_course  # noqa: E402
from autograder.notebook import parse_notebook, read_notebook  # noqa: E402
from autograder.pack import load_assignment  # noqa: E402
from tests.autograder.migrating.following import follow, make_pack, run_commands  # noqa: E402
from tests.autograder.small_variants import write_pack  # noqa: E402

HERE = Path(__file__).parent
PACKS = HERE.parents[2] / "assignments"

#: A mistake in an answer of each notebook: what is put in place of what, and the cells it costs. A
#: product costs Q7, too, where the notebook as a whole is asked.
MISTAKES = {
    "homework5": ("da, db = b, a", "da, db = a, b", {"q1-tests", "q7-tests"}),
    "lab4": ("return a ** 2", "return a + a", {"grade-square"}),
    "hw1": ("if g != l)", "if g > 99)", {"test_backward_matmul"}),
}
#: Whose checks each notebook gets.
CHECKS_OF = {"homework5": "scalar", "lab4": "scalar", "hw1": "tensor"}
#: Graded cells that are no more, and new ones: what was graded by hand is graded by checks now, and
#: a test of two questions is cut.
CHANGED_IDS = {
    "homework5": ({"graph print"}, {"graph-print-points"}),
    "lab4": (set(), {"grade-backward-q5"}),
}


@dataclass(frozen=True)
class Migrated:
    """A notebook of others, what was said of it, and what came of following that.

    Parameters
    ----------
    original, told, followed : dict
    pack : Path
        The folder that was made by hand.
    """

    original: dict[str, Any]
    told: dict[str, Any]
    followed: dict[str, Any]
    pack: Path


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Migrated]:
    """Every notebook, with the list followed by hand."""
    folder, found = tmp_path_factory.mktemp("migrated"), {}
    for name, pack in CHECKS_OF.items():
        path, listed = HERE / f"{name}.ipynb", folder / f"{name}.json"
        assert main(["migrate", str(path), "-a", str(PACKS / pack), "--json", str(listed)]) == 0
        original, told = json.loads(path.read_text()), json.loads(listed.read_text())
        followed = follow(original, told)
        found[name] = Migrated(original, told, followed, make_pack(followed, told, folder / name))
    return found


def cells_of(notebook: Mapping[str, Any], role: str = "") -> dict[str, dict[str, Any]]:
    """Give the cells that nbgrader knows, by `grade_id`; of all roles or of one."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader")
        and role in ("", cell["metadata"].get("adlearn", {}).get("role"))
    }


def test_what_the_command_does_is_what_following_the_list_does(
    migrated: Mapping[str, Migrated], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The same files, the same notebook; and nothing is ever written over."""
    for name, one in migrated.items():
        path, pack = str(HERE / f"{name}.ipynb"), str(PACKS / CHECKS_OF[name])
        before = Path(path).read_bytes()
        words = ["migrate", path, "-a", pack, "-o", str(tmp_path / name)]
        assert main([*words, "--write", str(tmp_path / f"{name}.ipynb")]) == 0
        assert Path(path).read_bytes() == before
        made = {p.relative_to(tmp_path / name): p.read_text() for p in _files(tmp_path / name)}
        assert made == {p.relative_to(one.pack): p.read_text() for p in _files(one.pack)}
        written = json.loads((tmp_path / f"{name}.ipynb").read_text())
        assert [_plain(cell) for cell in written["cells"]] == [
            _plain(cell) for cell in one.followed["cells"]
        ]
        assert main(words) == 2
        assert "it is there already" in capsys.readouterr().err


def _files(folder: Path) -> list[Path]:
    """List files; what tables are compiled to is no text, and stands in no list."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".mo")


def _plain(cell: Mapping[str, Any]) -> tuple[Any, ...]:
    return cell["cell_type"], "".join(cell["source"]), cell["metadata"]


def test_points_and_ids_stay_the_course_s(migrated: Mapping[str, Migrated]):
    """What nbgrader's gradebook had before, it has after: the same columns, the same points."""
    for name, one in migrated.items():
        before = {id: cell for id, cell in cells_of(one.original).items() if _worth(cell)}
        after = {id: cell for id, cell in cells_of(one.followed).items() if _worth(cell)}
        assert sum(map(_worth, before.values())) == sum(map(_worth, after.values())), name
        gone, new = CHANGED_IDS.get(name, (set(), set()))
        assert {id.replace(" ", "-") for id in before.keys() - gone} == after.keys() - new, name
        schemas = {
            c["metadata"]["nbgrader"]["schema_version"] for c in cells_of(one.followed).values()
        }
        assert schemas == {3}


def _worth(cell: Mapping[str, Any]) -> float:
    return float(cell["metadata"]["nbgrader"].get("points") or 0)


@pytest.fixture(scope="module")
def course(migrated: Mapping[str, Migrated], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An nbgrader course that gave all of them: released, handed in, graded, with pages."""
    folder = init_course(tmp_path_factory.mktemp("years") / "course")
    with (folder / "nbgrader_config.py").open("a") as config:
        packs = {name: str(one.pack) for name, one in migrated.items()}
        config.write(f"\nc.PackPreprocessor.packs = {packs!r}\nc.GradeOutOfProcess.seed = 5\n")
    for name, one in migrated.items():
        assert main(["generate", str(one.pack), "-o", str(folder / "source" / name)]) == 0
    run_commands(folder, [["generate_assignment", name] for name in migrated])
    for name, one in migrated.items():
        released = json.loads((folder / "release" / name / f"{name}.ipynb").read_text())
        answers = {id: _text(cell) for id, cell in cells_of(one.followed, "answer").items()}
        answers |= dict.fromkeys(cells_of(one.followed, "open"), "# Because.")
        right, wrong, _ = MISTAKES[name]
        mistaken = {id: text.replace(right, wrong) for id, text in answers.items()}
        assert mistaken != answers
        for student, texts in {"stubs": {}, "theirs": answers, "wrong": mistaken}.items():
            path = folder / "submitted" / student / name / f"{name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(_answered(released, texts)))
    run_commands(folder, [[do, n] for n in migrated for do in ("autograde", "generate_feedback")])
    return folder


def _text(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _answered(released: Mapping[str, Any], answers: Mapping[str, str]) -> dict[str, Any]:
    made = json.loads(json.dumps(released))
    for id, cell in cells_of(made).items():
        if id in answers:
            cell["source"] = answers[id]
    return made


@pytest.mark.parametrize("name", list(CHECKS_OF))
def test_their_solutions_get_full_marks_the_stubs_none_and_a_mistake_costs_its_cell(
    course: Path, migrated: Mapping[str, Migrated], name: str
):
    graded = {id: _worth(cell) for id, cell in cells_of(migrated[name].followed, "points").items()}
    assert graded
    with nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {
            student: {
                grade.name: grade.auto_score
                for grade in gradebook.find_submission_notebook(name, name, student).grades
                if grade.name in graded
            }
            for student in ("stubs", "theirs", "wrong")
        }
    assert found["theirs"] == graded
    assert found["stubs"] == dict.fromkeys(graded, 0.0)
    lost = {id for id in graded if found["wrong"][id] < graded[id]}
    assert lost == MISTAKES[name][2]


@pytest.mark.parametrize("name", list(CHECKS_OF))
def test_the_release_holds_no_solution_and_the_pages_say_what_is_wrong(course: Path, name: str):
    released = (course / "release" / name / f"{name}.ipynb").read_text()
    assert "SOLUTION" not in released and "HIDDEN" not in released
    assert MISTAKES[name][0] not in released
    pages = {
        s: (course / "feedback" / s / name / f"{name}.html").read_text()
        for s in ("stubs", "wrong", "theirs")
    }
    assert "not right yet" in pages["wrong"] and "Not written yet" in pages["stubs"]
    assert "not right yet" not in pages["theirs"] and "Not written yet" not in pages["theirs"]


def test_what_a_person_graded_a_person_grades(course: Path):
    with nbgrader_api.Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        waiting = {
            grade.name
            for name in CHECKS_OF
            for grade in gradebook.find_submission_notebook(name, name, "theirs").grades
            if grade.needs_manual_grade or grade.max_score_taskcell
        }
    assert waiting == {"why", "loss-in-words", "picture"}


def test_the_list_to_work_through_has_every_text_and_every_piece_of_metadata(
    migrated: Mapping[str, Migrated], tmp_path: Path
):
    for name, one in migrated.items():
        path = tmp_path / f"{name}.md"
        pack = str(PACKS / CHECKS_OF[name])
        assert (
            main(["migrate", str(HERE / f"{name}.ipynb"), "-a", pack, "--markdown", str(path)]) == 0
        )
        text = path.read_text()
        for step in (step for line in one.told["cells"] for step in line["steps"]):
            assert step.get("text", "") in text
            assert not step.get("value") or json.dumps(step["value"], indent=2) in text


def test_what_was_handed_in_in_other_years_is_graded_too(migrated: Mapping[str, Migrated]):
    """The old notebook as it is, with its old ids: answers are found by what they define."""
    for name, one in migrated.items():
        pack = load_assignment(one.pack)
        report = grade_notebook(read_notebook(HERE / f"{name}.ipynb"), pack, seed=3)
        assert report.points == report.possible, name


def test_an_assert_of_their_own_says_which_it_is(migrated: Mapping[str, Migrated]):
    pack = load_assignment(migrated["lab4"].pack)
    right, wrong, _ = MISTAKES["lab4"]
    cells = {id: text.replace(right, wrong) for id, text in pack.answers().items()}
    data = json.dumps(answered_notebook(pack, cells)).encode()
    report = grade_notebook(parse_notebook(data, "lab4.ipynb"), pack, seed=3)
    told = feedback.to_text(report.of(cell="grade-square"))
    assert "This does not hold: `w.value == 9.0`: the value of a square" in told
    assert "isclose" not in told  # a hidden test stays hidden


PRINTING = """\
def graph_print(a):
    ### BEGIN SOLUTION
    print(getattr(a, "value", a))
    for parent in getattr(a, "parents", ()):
        graph_print(parent)


# And arrays.
def wrap_array(a):
    return np.vectorize(AutogradValue, otypes=[object])(a)
    ### END SOLUTION


def unwrap_gradient(a):
    ### BEGIN SOLUTION
    return np.vectorize(lambda v: v.grad, otypes=[float])(a)
    ### END SOLUTION
"""


def test_what_answers_several_questions_is_cut_and_what_asks_nothing_more_is_merged(
    tmp_path: Path,
):
    """One solution cell for Q3 and Q6, one test of both, and a second test of the product."""
    notebook = json.loads((HERE / "lab4.ipynb").read_text())
    head = {"locked": False, "schema_version": 2, "cell_type": "code"}
    cells = {
        "printing": (PRINTING, {"grade": False, "solution": True}),
        "both": (
            "graph_print(1)\nwrap_array(np.ones(2)), unwrap_gradient",
            {"grade": True, "solution": False, "points": 10},
        ),
        "mul-again": ("assert _mul(2, 3)", {"grade": True, "solution": False, "points": 1}),
    }
    for place, (name, (text, marks)) in enumerate(cells.items(), start=8):
        made = {"metadata": {"nbgrader": {**head, **marks, "grade_id": name}}, "source": text}
        notebook["cells"].insert(
            place, {"cell_type": "code", "outputs": [], "execution_count": None, **made}
        )
    path = tmp_path / "more.ipynb"
    path.write_text(json.dumps(notebook))
    words = ["migrate", str(path), "-a", str(PACKS / "scalar"), "-o", str(tmp_path / "more")]
    assert main([*words, "--json", str(tmp_path / "more.json")]) == 0
    told = json.loads((tmp_path / "more.json").read_text())
    assert [line["begins"] for line in told["cells"] if line["what"] == "remove it"] == [
        "assert _mul(2, 3)"
    ]
    pack = load_assignment(tmp_path / "more")
    assert pack.by_id["printing"].question == "q3" and pack.by_id["printing-q6"].question == "q6"
    assert "wrap_array" not in pack.by_id["printing"].source
    assert "np" not in pack.by_id["printing-q6"].released
    assert pack.points["both"] == pack.points["both-q6"] == 5
    assert pack.points["grade-mul"] == 2 + 1
    data = json.dumps(answered_notebook(pack)).encode()
    report = grade_notebook(parse_notebook(data, "more.ipynb"), pack, seed=3)
    assert report.points == report.possible == 57 + 10 + 1


def without_our_marks(pack: str, folder: Path) -> Path:
    """Write a pack's notebook as a course has it that does not know ours."""
    assert main(["generate", pack, "-o", str(folder)]) == 0
    (path,) = folder.glob("*.ipynb")
    notebook = json.loads(path.read_text())
    notebook["cells"] = [
        {**cell, "source": "assert True"} if role == "points" else cell
        for cell in notebook["cells"]
        if (role := cell["metadata"].pop("adlearn", {}).get("role")) not in ("public-checks",)
    ]
    notebook["metadata"].pop("adlearn", None)
    path.write_text(json.dumps(notebook))
    return path.rename(folder / f"our-{path.name}")


def test_what_checks_and_people_need_of_the_pack_comes_along(tmp_path: Path):
    """Its numbers, its language with a table of its own, and what answers in words are worth."""
    pack = write_pack(tmp_path / "multiples")
    with (pack / "assignment.toml").open("r+") as file:
        text = file.read()
        file.seek(0)
        file.write(f'language = "de"\n{text}')
    (pack / "language").mkdir()
    (pack / "language" / "de.po").write_text('msgid "Multiples"\nmsgstr "Vielfache"\n')
    assert main(["language", "de", "--compile", "-o", str(pack / "language")]) == 0
    path = without_our_marks(str(pack), tmp_path / "theirs")
    assert main(["migrate", str(path), "-a", str(pack), "-o", str(tmp_path / "made")]) == 0
    made = load_assignment(tmp_path / "made")
    assert made.values == {"q1": {"a": 7}} and made.language == "de"
    assert made.speech.table.gettext("Multiples") == "Vielfache"
    notebook = answered_notebook(made)
    read = parse_notebook(json.dumps(notebook).encode(), "made.ipynb")
    assert grade_notebook(read, made, seed=1).points == 3


def test_rubrics_of_what_a_person_still_grades_come_along(tmp_path: Path):
    path = without_our_marks("applications", tmp_path)
    folder = tmp_path / "made"
    assert main(["migrate", str(path), "-a", "applications", "-o", str(folder)]) == 0
    assert load_assignment(folder).rubrics == load_assignment("applications").rubrics != {}
