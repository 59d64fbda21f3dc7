"""A class that was graded, and a teacher who decides otherwise: with the real commands."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.build import write_notebook
from autograder.classroom.decisions import FILE, Row, read_decisions, write_decisions
from autograder.classroom.grades import grades_of
from autograder.classroom.handed_in import Attempt, Class, write_class
from autograder.classroom.people import Student
from autograder.cli import main
from autograder.feedback import to_json, to_markdown, to_page, to_text
from autograder.pack import Assignment
from autograder.report import Report
from tests.autograder.boxes import handed_in
from tests.autograder.classroom.small_class import copied, grade, hand_in, pack_in

pytestmark = pytest.mark.usefixtures("no_process_left")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def pack(where: Path) -> Assignment:
    return pack_in(where)


@pytest.fixture(scope="module")
def submitted(where: Path, pack: Assignment) -> Path:
    return hand_in(pack, where / "submitted")


@pytest.fixture(scope="module")
def graded(where: Path, pack: Assignment, submitted: Path) -> Path:
    """Results that no test writes into."""
    assert grade(submitted, pack, where / "graded", "--seed", "3") == 0
    return where / "graded"


@pytest.fixture
def results(graded: Path, tmp_path: Path) -> Path:
    return copied(graded, tmp_path / "results")


def decide(results: Path, *words: str) -> int:
    return main(["decide", str(results), *words])


def of(results: Path, student: str) -> Report:
    (report,) = [one.report for one in grades_of(results) if one.student.id == student]
    assert report is not None
    return report


def test_a_verdict_is_overruled_and_the_machine_is_still_heard(
    results: Path, capsys: pytest.CaptureFixture[str]
):
    reason = "The sum was *meant* to be <b>allowed</b>."
    assert (
        decide(results, "ben", "q1-mul", "--points", "1,5", "--reason", reason, "--by", "KM") == 0
    )
    assert "ben: q1-mul: 1.5 of 2 points, by machine 0" in capsys.readouterr().out
    row = read_decisions(results)["ben", "q1-mul"]
    stored = json.loads((results / "ben.json").read_text())
    assert row.sha256 == stored["sha256"] and stored["points"] == 8.0
    report = of(results, "ben")
    assert (report.points, report.possible) == (9.5, 10.0)
    said = f"Decided by hand: 1.5 of 2 points. {reason}"
    text = to_text(report)
    assert text.index("It multiplies: not right yet (0/2)") < text.index(said)
    assert "Decided by hand: q1-mul, 1.5 of 2 points (by machine: 0)." in text
    assert f"Decided by hand: 1.5 of 2 points. {reason}" in to_text(report.of(cell="q1-mul"))
    page = to_page(report)
    assert "9.5 of 10 points" in page and "3.5 / 4" in page and "It multiplies" in page
    assert "Decided by hand: 1.5 of 2 points. The sum was *meant* to be &lt;b&gt;allowed" in page
    assert "**Decided by hand: 1.5 of 2 points. The sum was \\*meant\\* to be \\<b\\>" in (
        to_markdown(report).replace("\\:", ":")
    )
    data = json.loads(to_json(report))
    assert data["decisions"][0]["reason"] == reason and data["points"] == 9.5
    assert "KM" not in json.dumps(data) and "KM" not in page  # whom to ask is the teacher's affair


def test_a_decision_survives_every_way_of_grading_again(
    results: Path, pack: Assignment, submitted: Path, capsys: pytest.CaptureFixture[str]
):
    decide(results, "ben", "q1-mul", "--points", "2", "--reason", "It was unclear.")
    decide(results, "ben", "q3", "--points", "3", "--reason", "Well.")
    table = (results / FILE).read_bytes()
    for how in (["--force"], ["--regrade", "q1"], ["--seed", "8"]):
        assert grade(submitted, pack, results, "--only", "ben", *how) == 0
        said = capsys.readouterr().out
        assert "13 / 14" in said and "decided by hand: ben: q1-mul: 2 of 2 points." in said, how
        assert (results / FILE).read_bytes() == table
    report = of(results, "ben")
    assert (report.points, report.possible, report.by_hand) == (13.0, 14.0, {})


def test_a_decision_survives_a_batch_that_is_killed(
    results: Path, pack: Assignment, submitted: Path, child_environment: Mapping[str, str]
):
    decide(results, "ben", "q1-mul", "--points", "2", "--reason", "It was unclear.")
    words = ["grade", str(submitted), "-a", str(pack.folder), "-o", str(results), "--force"]
    command = [sys.executable, "-m", "autograder", *words, "-j", "1"]
    process = subprocess.Popen(
        command, env=dict(child_environment), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("[1/6]")
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)
    process.stdout.close()
    assert of(results, "ben").points == 10.0
    assert grade(submitted, pack, results) == 0
    assert of(results, "ben").points == 10.0


def test_what_is_handed_in_anew_is_looked_at_anew(
    graded: Path, pack: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    write_notebook(handed_in(pack), tmp_path / "in" / "ben" / "boxes.ipynb")
    results = tmp_path / "results"
    assert grade(tmp_path / "in", pack, results) == 0
    decide(results, "ben", "q1-mul", "--points", "1", "--reason", "It was unclear.")
    again = handed_in(pack)
    again["metadata"]["again"] = True
    write_notebook(again, tmp_path / "in" / "ben" / "boxes.ipynb")
    capsys.readouterr()
    assert decide(results) == 1
    assert "boxes.ipynb: handed in anew since it was graded" in capsys.readouterr().err
    assert decide(results, "ben", "q1-mul", "--points", "1", "--reason", "x") == 2
    assert "handed in anew since it was graded" in capsys.readouterr().err
    assert grade(tmp_path / "in", pack, results) == 0
    said = "ben: what was decided of q1-mul is about an earlier file. Decide it again."
    assert f"note: {said}" in capsys.readouterr().err
    assert of(results, "ben").points == 8.0
    assert decide(results) == 1
    assert f"does not count: {said}" in capsys.readouterr().err
    assert decide(results, "ben", "q1-mul", "--points", "1", "--reason", "Still unclear.") == 0
    assert of(results, "ben").points == 9.0 and decide(results) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ben", "q1", "--points", "1", "--reason", "x"], "q1 has the cells q1-add, q1-mul. Say"),
        (["ben", "q9", "--points", "1", "--reason", "x"], "There are q1-add, q1-mul, q2-half"),
        (["ben", "q1-mul", "--points", "3", "--reason", "x"], "3 points are more than the 2"),
        (["ben", "q1-mul", "--points", "1"], "give a reason"),
        (["ben", "q1-mul", "--points", "1", "--reason", " "], "give a reason"),
        (["ben", "q1-mul", "--points", "nan", "--reason", "x"], "--points nan: it must be"),
        (["ben", "q1-mul", "--points=-1", "--reason", "x"], "--points -1: it must be"),
        (["ben", "q1-mul", "--reason", "x"], "say what it gets"),
        (["bne", "q1-mul", "--points", "1", "--reason", "x"], "no result called bne"),
        (["ben", "q3", "--rubric", "order,nothing"], "the rubric has no item 'nothing'"),
        (["ben", "q3", "--rubric", "hint,proof"], "hint and proof are levels of one thing"),
        (["ben", "q1-mul", "--remove"], "nothing was decided about q1-mul of ben"),
        (["--where", "q1-mul=wrong", "--points", "1", "--reason", "x"], "Verdicts are passed"),
        (["--where", "q1-mul=timeout", "--points", "1", "--reason", "x"], "none has timeout"),
        (["ben", "--where", "q1-mul=failed"], "give one of these"),
        (["--points", "1", "--reason", "x"], "say whom it concerns"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_nothing_is_written(
    graded: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    assert decide(graded, *words) == 2
    err = capsys.readouterr().err
    assert said in err and len(err.splitlines()) == 1
    assert read_decisions(graded) == {}


def test_everybody_whom_a_check_was_unfair_to(results: Path, capsys: pytest.CaptureFixture[str]):
    """First whom it concerns, and nothing written; who wrote nothing is not meant."""
    decide(results, "chloe", "q1-mul", "--points", "1", "--reason", "Decided before.")
    capsys.readouterr()
    words = ["--where", "q1-mul=failed", "--points", "2", "--reason", "The check was unfair."]
    assert decide(results, *words) == 1
    said = capsys.readouterr().out
    assert "ben: q1-mul: 2 of 2 points, by machine 0" in said and "Nothing is written yet" in said
    assert "left out: dev." in said and "ada" not in said
    assert "in all" not in said  # of what is not written yet there is no total
    assert list(read_decisions(results)) == [("chloe", "q1-mul")]
    assert decide(results, *words, "--yes") == 0
    assert "chloe: q1-mul: stays 1 point" in capsys.readouterr().out
    points = {row.name: row.points for row in read_decisions(results).values()}
    assert points == {"chloe": 1.0, "ben": 2.0}
    words[1] = "q1-mul=failed:unwritten"
    assert decide(results, *words, "--yes") == 0
    assert ("dev", "q1-mul") in read_decisions(results)


def test_who_handed_nothing_in_is_no_page(
    results: Path, pack: Assignment, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Nor an empty answer that says nothing."""
    write_class(Class((Student("eve", "Eve"),)), results)
    assert main(["view", str(results), "eve", "-a", str(pack.folder), "-o", str(tmp_path)]) == 2
    assert "nothing to show. eve: nothing was handed in." in capsys.readouterr().err


def test_a_student_may_be_named_as_the_roster_does(
    results: Path, capsys: pytest.CaptureFixture[str]
):
    """By name, id or address; the attempt that counts is meant, and another one is said not to."""
    shutil.copy(results / "ben.json", results / "s1@1.json")
    shutil.move(results / "ben.json", results / "s1@2.json")
    ben = Student("s1", "Ben Bit", "ben@uni.org")
    tries = tuple(Attempt("s1", n, f"s1@{n}", f"s1/{n}.ipynb") for n in (1, 2))
    write_class(Class((ben,), tries), results)
    for who in ("S1", "ben bit", "BEN@uni.org"):
        assert decide(results, who, "q1-mul", "--points", "1", "--reason", who) == 0
        assert list(read_decisions(results)) == [("s1@2", "q1-mul")]
    assert of(results, "s1").points == 9.0
    assert decide(results, "s1@1", "q1-mul", "--points", "2", "--reason", "The first.") == 0
    capsys.readouterr()
    assert decide(results) == 1
    assert "s1@1: another attempt counts, s1@2." in capsys.readouterr().err
    assert of(results, "s1").points == 9.0


def test_a_decision_is_taken_back(results: Path):
    decide(results, "BEN", "q1-mul", "--points", "2", "--reason", "x")
    assert of(results, "ben").points == 10.0
    assert decide(results, "ben", "q1-mul", "--remove") == 0
    assert of(results, "ben").points == 8.0


def test_the_list_says_what_the_machine_says_now_and_what_counts_no_more(
    results: Path, capsys: pytest.CaptureFixture[str]
):
    assert decide(results) == 0
    assert "Nothing was decided" in capsys.readouterr().out
    decide(results, "ben", "q1-mul", "--points", "1", "--reason", "Half.", "--by", "KM")
    rows = [*read_decisions(results).values(), Row("123", "q1-mul", 1.0, "A zero was lost.")]
    write_decisions(rows, results)
    capsys.readouterr()
    assert decide(results) == 1
    shown = capsys.readouterr()
    assert "1 of 2" in shown.out and "0: failed" in shown.out and "KM" in shown.out
    assert "123: there is no such result, so this decision is about nobody. Is it 00123?" in (
        shown.err
    )


def test_a_person_decides_where_a_check_went_wrong_by_itself(results: Path):
    path = results / "ben.json"
    data = json.loads(path.read_text())
    (check,) = [one for one in data["checks"] if one["cell"] == "q1-mul"]
    check |= {"verdict": "error", "points": 0.0}
    path.write_text(json.dumps(data))
    (grade_,) = [one for one in grades_of(results) if one.name == "ben"]
    assert grade_.report is None and "gave no verdict" in grade_.problem
    assert decide(results, "ben", "q1-mul", "--points", "2", "--reason", "Our mistake.") == 0
    assert of(results, "ben").points == 10.0


def test_answers_in_words_are_graded_in_one_go(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = tmp_path / "why.html"
    assert main(["open", str(results)]) == 0
    assert "q3-why: 6 answers, 0 with points" in capsys.readouterr().out
    assert main(["open", str(results), "q3", "-o", str(page), "--separator", ";"]) == 0
    text = page.read_text()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Because." in text and "<script" not in text
    assert "Why in this order?" not in text and "The order is named." in text
    assert not any(name in text for name in ("ada", "ben", "chloe", "emil", "00123"))
    table = page.with_suffix(".csv")
    lines = list(csv.reader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";"))
    head = ["answer", "question", "order", "hint", "proof", "points", "reason"]
    assert lines[0] == head and len(lines) == 7
    assert [line[5:] for line in lines[5:]] == [["0", "Nothing is written here."]] * 2

    number = {
        words: next(line for line in lines if line[0] in text.partition(words)[0][-200:])
        for words in ("First add", "Because.", "No idea")
    }
    number["First add"][2:] = ["x", "", "X ", "", ""]
    number["Because."][2:] = ["", "x", "", "1,5", "A start."]
    number["No idea"][6] = "What now?"
    write(table, lines)
    assert decide(results, "--from", str(table)) == 1
    assert "it has a reason and no points. Write 0" in capsys.readouterr().err
    assert read_decisions(results) == {}
    number["No idea"][6] = ""
    write(table, lines)
    assert decide(results, "--from", str(table), "--by", "KM") == 0
    assert "2 answers have no points" in capsys.readouterr().out
    given = {row.name: (row.points, row.items) for row in read_decisions(results).values()}
    expected = {"ada": (4.0, "order proof"), "ben": (1.5, "hint")}
    assert given == {**expected, "dev": (0.0, ""), "emil": (0.0, "")}
    waits = {
        one.name: any("in no total" in note for note in one.report.notes)
        for one in grades_of(results)
        if one.report
    }
    assert {name for name, one in waits.items() if not one} == given.keys()
    before = (results / FILE).read_bytes()
    assert decide(results, "--from", str(table)) == 0  # once more changes nothing
    assert (results / FILE).read_bytes() == before

    lines[4][2:4] = ["x", ""]  # what is filled in and not read yet stays
    write(table, lines)
    assert main(["open", str(results), "q3-why", "-o", str(page)]) == 0
    assert "4 of them with points" in page.read_text()
    again = list(csv.reader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";"))
    assert [line[:5] for line in again] == [[one.strip() for one in line[:5]] for line in lines]

    told = to_text(of(results, "ada"))
    assert "Decided by hand: 4 of 4 points." in told
    assert "[x] 2 points: The order is named." in told and "hinted" not in told
    assert "☐" in to_page(of(results, "ben")) and "(not given)" in to_page(of(results, "ben"))
    assert "- [ ] 2 points: The order is named" in to_markdown(of(results, "ben")).replace("\\", "")


def write(path: Path, lines: list[list[str]]) -> None:
    page = io.StringIO()
    csv.writer(page, delimiter=";").writerows(lines)
    path.write_text(page.getvalue(), "utf-8-sig")


def test_a_filled_in_table_is_not_written_over_and_a_foreign_one_neither(
    graded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    page = tmp_path / "why.html"
    page.write_text("<p>mine</p>")
    assert main(["open", str(graded), "q3", "-o", str(page)]) == 2
    assert "this is there already" in capsys.readouterr().err and "mine" in page.read_text()
    page.unlink()
    page.with_suffix(".csv").write_text("a,b\n1,2\n")
    assert main(["open", str(graded), "q3", "-o", str(page)]) == 2
    assert "is not written over" in capsys.readouterr().err and not page.exists()
    assert main(["open", str(graded), "q1", "-o", str(page)]) == 2
    assert "What a person grades is q3 (q3-why)" in capsys.readouterr().err


def test_an_answer_that_is_gone_is_said_to_be(
    results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = tmp_path / "why.csv"
    table.write_text("answer,question,order,points,reason\nAAAA-BBBB,q3-why,x,,\n")
    assert decide(results, "--from", str(table)) == 1
    assert f"{table}, line 2: there is no answer AAAA-BBBB" in capsys.readouterr().err
    assert main(["open", str(results), "q3", "-o", str(tmp_path / "why.html")]) == 0
    assert "is left out: AAAA-BBBB q3-why x" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_named(
    results: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr("autograder.classroom.decisions.write_whole", refuse)
    assert decide(results, "ben", "q1-mul", "--points", "1", "--reason", "x") == 2
    assert "Read-only file system" in capsys.readouterr().err
