"""A batch grades what is missing or has changed; nobody's result is taken for another file's."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.build import write_notebook
from autograder.classroom.grades import grades_of
from autograder.cli import main
from autograder.outgoing.tables import to_csv
from autograder.results import Outcome, read_results, write_outcome
from autograder.results_folder import STATE, held
from tests.autograder.boxes import handed_in, make_pack

pytestmark = pytest.mark.usefixtures("no_process_left")


class Course:
    """A small class, its results, and the command that grades it."""

    def __init__(self, place: Path, said: Callable[[], Any]) -> None:
        self.pack = make_pack(place / "boxes")
        checks = (self.pack.folder / "checks.py").read_text().split("\n\n\n")
        (self.pack.folder / "checks").mkdir()
        for question, parts in {"q1": checks[1:3], "q2": checks[3:4], "q3": checks[4:]}.items():
            text = "\n\n\n".join(["import pytest", *parts])
            (self.pack.folder / "checks" / f"{question}.py").write_text(text)
        (self.pack.folder / "checks.py").unlink()
        self.folder = place / "in"
        self.results = place / "results"
        self._said = said
        for name in ("ada", "ben"):
            self.hand_in(name)

    def hand_in(self, name: str, **answers: str) -> Path:
        given = {key.replace("_", "-"): text for key, text in answers.items()}
        return write_notebook(handed_in(self.pack, given), self.folder / f"{name}.ipynb")

    def grade(self, *words: str, code: int = 0) -> set[str]:
        """Grade, and give the names of those whose results were written anew."""
        before = {path: path.stat().st_ino for path in self.results.glob("*.json")}
        command = ["grade", str(self.folder), "-a", str(self.pack.folder), "-j", "1"]
        assert main([*command, "-o", str(self.results), *words]) == code
        self.out, self.err = self._said()
        after = {path: path.stat().st_ino for path in self.results.glob("*.json")}
        return {path.name.split(".")[0] for path, number in after.items() - before.items()}

    def result(self, name: str) -> Any:
        return json.loads((self.results / f"{name}.json").read_text())

    def change(self, name: str, **changes: Any) -> None:
        path = self.results / f"{name}.json"
        path.write_text(json.dumps(self.result(name) | changes))


@pytest.fixture
def course(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Course:
    """A class of two that nobody has graded yet."""
    return Course(tmp_path, capsys.readouterr)


def test_only_what_is_missing_or_changed_is_graded(course: Course):
    """A file, an assignment or a seed that is another makes a new result; nothing else does."""
    assert course.grade() == {"ada", "ben"}
    assert course.grade() == set()
    assert "2 of 2 are graded already" in course.out and "2 of 2 graded" in course.out
    seed = course.result("ada")["seed"]
    course.hand_in("ben", q1_add_answer="def add(a, b):\n    return b + a")
    course.hand_in("cyd")
    assert course.grade() == {"ben", "cyd"}
    assert {course.result(name)["seed"] for name in ("ada", "ben", "cyd")} == {seed}
    check = course.pack.folder / "checks" / "q2.py"
    check.write_text(check.read_text().replace("== 2.0", "== 3.0"))
    assert course.grade() == {"ada", "ben", "cyd"}
    assert course.result("ada")["points"] == 5.0
    assert course.grade("--seed", str(seed + 1)) == {"ada", "ben", "cyd"}
    assert course.grade() == set() and course.result("ada")["seed"] == seed + 1


def test_one_can_ask_for_some_and_for_all(course: Course):
    """--only and --force do what they say, and a name that nobody has is an error."""
    assert course.grade("--only", "ben") == {"ben"}
    assert "1 of 1 graded" in course.out
    assert course.grade() == {"ada"}
    assert course.grade("--force", "--only", "ada") == {"ada"}
    assert course.grade("--only", "bea", code=2) == set()
    assert "no submission is called that" in course.err and "ben" in course.err


def test_one_question_is_asked_anew_and_the_others_results_stay(course: Course):
    """The other questions keep their results where these hold; else all is asked."""
    course.grade()
    for name in ("ada", "ben"):
        checks = [{**check, "message": "as before"} for check in course.result(name)["checks"]]
        course.change(name, checks=checks)
    check = course.pack.folder / "checks" / "q2.py"
    check.write_text(check.read_text().replace("== 2.0", "== 3.0"))
    course.hand_in("ben", q1_add_answer="def add(a, b):\n    return b + a")
    assert course.grade("--regrade", "q2-half") == {"ada", "ben"}

    def kept(name: str) -> set[str]:
        checks = course.result(name)["checks"]
        return {check["cell"] for check in checks if check["message"] == "as before"}

    assert kept("ada") == {"q1-add", "q1-mul", "q3-chain"} and kept("ben") == set()
    assert [check["cell"] for check in course.result("ada")["checks"]] == [
        *("q1-add", "q1-mul", "q2-half", "q3-chain")
    ]
    assert course.result("ada")["points"] == 5.0
    assert course.grade() == set()
    other = course.pack.folder / "checks" / "q1.py"
    other.write_text(other.read_text() + "\n")
    assert course.grade("--regrade", "q2") == {"ada", "ben"} and kept("ada") == set()
    assert course.grade("--regrade", "q9", code=2) == set()
    assert "no such question or graded cell" in course.err and "q3-chain" in course.err


def test_what_is_wrong_with_a_result_is_mended_by_grading_again(course: Course):
    """A damaged result, and one of another file, are no results."""
    course.grade()
    (course.results / "ada.json").write_text("{")
    course.change("ben", key="0" * 64)
    (course.results / ".writing-left").write_text("{")
    assert course.grade() == {"ada", "ben"}
    assert sorted(path.name for path in course.results.iterdir()) == ["ada.json", "ben.json"]


def test_a_file_that_was_handed_in_anew_has_no_grade_yet(
    course: Course, capsys: pytest.CaptureFixture[str]
):
    """No table and no page shows the points of the file before it; one that is gone keeps its."""
    course.grade()
    assert main(["report", str(course.results), "-o", str(course.results / "html")]) == 0
    assert (course.results / "html" / "ben.html").is_file()
    course.hand_in("ben", q1_add_answer="def add(a, b):\n    return b + a")
    (course.folder / "ada.ipynb").unlink()
    reports, problems = read_results(course.results)
    assert list(reports) == ["ada"] and list(problems) == ["ben"]
    assert "ben.ipynb: handed in anew since it was graded" in problems["ben"]
    table = to_csv(grades_of(course.results))
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows["ada"]["points"] == "8" and rows["ben"]["points"] == ""
    capsys.readouterr()
    assert main(["report", str(course.results), "-o", str(course.results / "html")]) == 0
    assert "ben.ipynb: handed in anew" in capsys.readouterr().err
    page = (course.results / "html" / "ben.html").read_text()
    assert "no points yet" in page and "ben.ipynb: handed in anew" in page
    assert "handed in anew" in (course.results / "html" / "index.html").read_text()


def test_files_of_one_name_from_two_places_keep_their_results(course: Course, tmp_path: Path):
    """Graded one after the other into one folder, neither takes the other's place."""
    other = course.hand_in("ada", q1_add_answer="def add(a, b):\n    return b + a")
    place = tmp_path / "elsewhere" / "ada.ipynb"
    place.parent.mkdir()
    other.rename(place)
    course.hand_in("ada")
    course.grade("--only", "ada")
    course.folder, ours = place, course.folder
    assert course.grade() == {"ada-2"} and course.grade() == set()
    course.folder = ours
    assert course.grade("--only", "ada") == set()
    files = {name: Path(course.result(name)["file"]) for name in ("ada", "ada-2")}
    assert files == {"ada": ours / "ada.ipynb", "ada-2": place}


def test_a_check_that_went_wrong_is_no_grade_in_any_later_report(course: Course):
    """Whoever asks for the results later reads what the run said that made them."""
    course.grade()
    checks = course.result("ben")["checks"]
    course.change("ben", checks=[{**checks[0], "verdict": "error", "points": 0.0}, *checks[1:]])
    reports, problems = read_results(course.results)
    assert list(reports) == ["ada"] and list(problems) == ["ben"]
    assert f"these checks went wrong and gave no verdict: {checks[0]['id']}." in problems["ben"]


def test_a_failure_of_the_grader_leaves_the_grade_of_the_same_bytes(course: Course):
    """Only what was handed in anew loses what the file before it got."""
    course.grade()
    for name in ("ada", "ben"):
        before = (course.results / f"{name}.json").read_bytes()
        if name == "ben":
            course.hand_in(name, q1_add_answer="def add(a, b):\n    return b + a")
        lost = Outcome(name, course.folder / f"{name}.ipynb", None, "The process was lost.")
        write_outcome(lost, course.results)
        kept = course.results / ("ada.json" if name == "ada" else "ben.json.earlier")
        assert kept.read_bytes() == before
    reports, problems = read_results(course.results)
    assert list(reports) == ["ada"] and "An earlier file of this name" in problems["ben"]
    assert course.grade("--force") == {"ada", "ben"}
    assert sorted(path.name for path in course.results.iterdir()) == ["ada.json", "ben.json"]


@pytest.mark.parametrize(
    "left", [{"scratch": 5}, {"seed": True}, {"seed": 2.5}, {"pid": "1"}, {"host": None}, {"x": 1}]
)
def test_a_folder_that_says_odd_things_of_its_grader_says_nothing(left: Any, tmp_path: Path):
    """It was damaged, or made by hand: whoever grades next begins anew."""
    (tmp_path / STATE).write_text(json.dumps({"seed": 7} | left))
    with held(tmp_path) as state:
        assert state.seed is None


def test_what_is_said_of_a_question_that_is_asked_anew_is_of_the_new_run(course: Course):
    """Of the others what was said of them stays; and it ran no better than the least of it."""
    course.grade()
    ids = {check["question"]: check["id"] for check in course.result("ada")["checks"]}
    weak = course.result("ada")["isolation"] | {"level": 1}
    course.change(
        "ada",
        private=[f"{ids['q2']} was refused: old", f"{ids['q3']} was refused: old"],
        notes=["its code used up the 60 s, so 2 checks were not asked to their end: old"],
        budget={"spent": "used up the 60 s", "late": {ids["q2"]: "slept", ids["q3"]: "slept"}},
        isolation=weak,
    )
    assert course.grade("--regrade", "q2", "--only", "ada") == {"ada"}
    now = course.result("ada")
    assert now["private"] == [f"{ids['q3']} was refused: old"]
    assert now["notes"] == [f"its code slept, so 1 checks were not asked to their end: {ids['q3']}"]
    assert now["budget"]["late"] == {ids["q3"]: "slept"} and now["isolation"]["level"] == 1
    course.grade("--regrade", "q3", "--only", "ada")
    now = course.result("ada")
    assert (now["private"], now["notes"], now["budget"]["spent"]) == ([], [], "")


@pytest.mark.parametrize("to", ["md", "text", "feedback-json"])
def test_pages_are_taken_away_when_their_result_does_not_count(course: Course, to: str):
    """Of every kind; pages of other results in the same folder stay, and so do other files."""
    course.grade()
    pages, other = course.folder.parent / "pages", course.folder.parent / "other"
    shutil.copytree(course.results, other)
    (other / "ada.json").rename(other / "cyd.json")
    (other / "ben.json").unlink()
    for results in (other, course.results):
        assert main(["report", str(results), "--format", to, "-o", str(pages)]) == 0
    (pages / "ben.pdf").touch()

    def there() -> set[str]:
        return {path.name.partition(".")[0] for path in pages.glob("*.*")} - {"", "index"}

    assert there() == {"ada", "ben", "cyd"}
    course.hand_in("ben", q1_add_answer="def add(a, b):\n    return b + a")
    assert main(["report", str(course.results), "--format", to, "-o", str(pages)]) == 0
    assert {path.name for path in pages.glob("ben.*")} == {"ben.pdf"}
    assert there() == {"ada", "ben", "cyd"}


def test_no_report_overwrites_what_is_no_report(course: Course, capsys: pytest.CaptureFixture[str]):
    """Neither results nor submissions nor anybody's notes, whatever -o says; its own, it does."""
    course.grade()
    notes = course.folder / "ada.md"
    notes.write_text("my notes")
    before = {
        path: path.read_bytes()
        for place in (course.folder, course.results)
        for path in place.iterdir()
    }
    wrong = {
        "feedback-json": [course.results],
        "md": [course.folder],
        "csv": [course.results / "ada.json", course.folder / "ben.ipynb", notes],
        "json": [course.results / "ben.json", course.folder / "ada.ipynb"],
    }
    for to, places in wrong.items():
        for place in places:
            assert main(["report", str(course.results), "--format", to, "-o", str(place)]) == 2
            assert "is there already" in capsys.readouterr().err
    assert before == {
        path: path.read_bytes()
        for place in (course.folder, course.results)
        for path in place.iterdir()
    }
    for to, name in {"csv": "t.csv", "json": "t.json", "md": "md"}.items():
        for _ in range(2):
            place = course.folder / name
            assert main(["report", str(course.results), "--format", to, "-o", str(place)]) == 0
    assert main(["report", str(course.results), "--format", "csv", "-o", "/dev/null"]) == 0


def test_every_row_names_its_file_and_what_has_become_of_it(
    course: Course, capsys: pytest.CaptureFixture[str]
):
    """Graded, not graded, handed in anew and gone: rows can be joined by the file as given."""
    (course.folder / "cyd.ipynb").write_text("{")
    course.hand_in("dot")
    course.grade(code=1)
    course.hand_in("ben", q1_add_answer="def add(a, b):\n    return b + a")
    (course.folder / "dot.ipynb").unlink()
    assert main(["report", str(course.results), "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(out))}
    assert {name: row["submission"] for name, row in rows.items()} == {
        name: str(course.folder / f"{name}.ipynb") for name in ("ada", "ben", "cyd", "dot")
    }
    assert rows["dot"]["points"] == "8" and "not there any more" in rows["dot"]["problem"]
    assert rows["ada"]["problem"] == ""
    assert f"remove {course.results / 'dot.json'}" in err and err.count("note: ") == 1
    shutil.rmtree(course.folder)
    assert main(["report", str(course.results), "--format", "csv"]) == 0
    assert "not there any more" not in "".join(capsys.readouterr())


def test_one_can_ask_by_folder_path_or_part_of_a_name(course: Course):
    """What a student is called is enough; where it is not, those that are close are named."""
    for name in ("ada", "ben"):
        (course.folder / f"{name}.ipynb").unlink()
        course.hand_in(f"{name}/boxes/boxes")
    path = course.hand_in("hal/boxes/boxes (1)")
    assert course.grade("--only", "hal") == {"hal--boxes--boxes_1"}
    assert course.grade("--force", "--only", str(path)) == {"hal--boxes--boxes_1"}
    assert course.grade("--force", "--only", str(path.parent)) == {"hal--boxes--boxes_1"}
    assert course.grade("--force", "--only", "boxes (1).ipynb") == {"hal--boxes--boxes_1"}
    assert course.grade("--only", "boxes_1", code=2) == set()
    assert "Close to it: hal--boxes--boxes_1." in course.err
    assert course.grade("--only", "boxes.ipynb", code=2) == set()
    assert "2 files are called that" in course.err and "ada, ben" in course.err
    (course.folder / "kim.py").touch()
    assert course.grade("--only", "kim", code=2) == set()
    assert "kim.py is left out: a script" in course.err


def test_a_student_without_a_notebook_has_a_row_until_it_comes(
    course: Course, capsys: pytest.CaptureFixture[str]
):
    """Where each student has a folder: it is in every list, by its own name then and later."""
    for name in ("ada", "ben"):
        (course.folder / f"{name}.ipynb").rename(course.folder / f"{name}.x")
        (course.folder / f"{name}.x").unlink()
    course.hand_in("ada/boxes/boxes")
    for name in ("kim/boxes/boxes.py", "lee/boxes/boxes.zip", "mo/boxes/timestamp.txt"):
        (course.folder / name).parent.mkdir(parents=True)
        (course.folder / name).touch()
    (course.folder / "nil" / "boxes").mkdir(parents=True)
    without = {"kim", "lee", "mo", "nil"}
    assert course.grade(code=1) == {"ada"} | without
    assert "1 of 5 graded" in course.out and "left out" not in course.err
    assert "kim: there is no notebook in this folder (only boxes.py)." in course.err
    assert main(["report", str(course.results), "--format", "csv"]) == 0
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert {name for name, row in rows.items() if row["problem"]} == without
    path = course.hand_in("kim/boxes/boxes")
    assert course.grade("--only", "kim") == {"kim"} and course.result("kim")["points"] == 8.0
    path.unlink()
    assert course.grade("--only", "kim", code=1) == {"kim"}
    course.hand_in("flat")
    assert course.grade() == {"flat"} and "boxes.zip: an archive" in course.err
