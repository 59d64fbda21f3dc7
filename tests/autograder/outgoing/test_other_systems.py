"""Grades in the files of Canvas and Moodle, and pages in the archives that they take back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.classroom.grades import grades_of
from autograder.classroom.handed_in import read_class, write_class
from autograder.classroom.roster import read_roster
from autograder.cli import main
from autograder.outgoing.feedback_zip import to_zip
from autograder.results import Outcome, write_outcome

#: As Canvas exports it: a byte order mark, a row of points, columns that it computes, and the
#: student whom it makes up.
GRADEBOOK = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Notes,"
    '"Homework 3, scalar (4711)",Homework 30 (99),Homework Current Score,Final Grade\r\n'
    ",,,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,(read only),100.00,10,(read only),(read only)\r\n"
    '"Lovelace, Ada",17,s1,alove,"Mon and ""Wed""",,,3,50.0,B\r\n'
    '"Okri, Ben",18,s2,bokri,Tue,=1+1,"80,00",,,\r\n'
    '"Zhāng, Chloë",19,s3,czhang,Mon,,EX,,,\r\n'
    "Dan,20,s4,dan,Mon,,,,,\r\n"
    "Eve,21,s5,eve,Tue,,7,,,\r\n"
    "Zed,99,s99,zed,Tue,,5,,,\r\n"
    '"Student, Test",7777,,3c0ffee,Mon,,,,,'
)
WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 900",Ada,ADA@uni.org,"Submitted for grading - ","",100.00,Yes,-,-,\n'
    '"Participant 122",Ben,,Submitted,"",100.00,Yes,-,-,"Well done"\n'
    '"Participant 902",Chloë,chloe@uni.org,Submitted,"",100.00,No,-,-,\n'
)

Run = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def run(class_results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Fill in a file; give the exit code, the bytes written, and what was said."""

    def fill(to: str, template: str, *more: str) -> tuple[int, bytes, str]:
        source, output = tmp_path / "template.csv", tmp_path / "out.csv"
        source.write_bytes(template.encode())
        words = ["--format", to, "--template", str(source), "-o", str(output), *more]
        code = main(["report", str(class_results), *words])
        said = capsys.readouterr().err.replace(f"{source}", "FILE")
        return code, output.read_bytes() if output.exists() else b"", said

    return fill


def test_a_gradebook_of_canvas_comes_back_as_it_was_but_for_the_grades(run: Run) -> None:
    code, data, said = run("canvas", GRADEBOOK, "--column", "Homework 3, scalar")
    assert code == 0, said
    assert data == GRADEBOOK.replace(',"Mon and ""Wed""",,,3', ',"Mon and ""Wed""",,100,3').encode()
    for line in (
        "FILE, line 5 (Okri, Ben): 80,00 stands there, and the results say 94. --replace writes it",
        "FILE, line 6 (Zhāng, Chloë): EX stands there, which is no number; it would be 0.",
        "FILE, line 7 (Dan): submitted/s4.ipynb: this is not a notebook.",
        "FILE, line 8 (Eve): nothing was handed in.",
        "FILE, line 9 (Zed): nobody in the results has an id of this line.",
    ):
        assert f"note: {line}" in said
    assert "Test" not in said and "Ada" not in said
    code, data, said = run(
        "canvas", GRADEBOOK, "--column", "homework 3, SCALAR (4711)", "--replace"
    )
    assert code == 0 and "80,00 stood there, and is 94 now" in said
    assert b",=1+1,94,," in data and b",EX,,," in data and b"Eve,21,s5,eve,Tue,,7,,," in data


def test_points_are_converted_only_if_that_is_asked_for(run: Run) -> None:
    code, data, said = run("canvas", GRADEBOOK, "--column", "Homework 30")
    assert (code, data) == (2, b"")
    assert "Homework 30 (99) has 10 points in Canvas, and scalar has 100 here" in said
    code, data, said = run("canvas", GRADEBOOK, "--column", "Homework 30", "--scale")
    assert code == 0 and b'"80,00",9.4,,' in data and b",EX,0,," in data
    assert "3 stands there, and the results say 10" in said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("\ufeffStudent,ID", "\ufeffName,Number", "this is no gradebook of Canvas"),
        ("scalar (4711)", "vectors (4711)", "there is no column Homework 3, scalar"),
        ("Homework 30 (99)", '"Homework 3, scalar (8)"', "2 columns could be Homework 3, scalar"),
        ('Okri, Ben",18,s2', 'Okri, Ben",17,s1', "ids are those of s2 and s1"),
        ("Eve,21,s5,eve", "Ada2,17,s1,alove", "line 8 (Ada2): this is s1, and so is line 4"),
        ('"Okri, Ben",18,s2,bokri', '"Okri, Ben",88,s88,b', "s2: no line of FILE has an id"),
        ("Dan,20,", "Dan,", "line 7: there are 9 cells, and the first line has 10"),
    ],
)
def test_what_is_in_doubt_is_a_line_and_nothing_is_written(
    run: Run, before: str, after: str, said: str
) -> None:
    assert before in GRADEBOOK
    code, data, told = run(
        "canvas", GRADEBOOK.replace(before, after), "--column", "Homework 3, scalar"
    )
    assert (code, data) == (2, b"") and "Traceback" not in told
    (line,) = [line for line in told.splitlines() if said in " ".join(sorted_ids(line))]
    assert line


def sorted_ids(line: str) -> list[str]:
    """Give a line, and the same with two ids in the other order."""
    return [line, line.replace("those of s1 and s2", "those of s2 and s1")]


def test_students_who_are_not_in_the_file_are_left_out_if_that_is_asked_for(run: Run) -> None:
    file = GRADEBOOK.replace('"Okri, Ben",18,s2,bokri', '"Okri, Ben",88,s88,b')
    code, data, said = run("canvas", file, "--column", "Homework 3, scalar", "--partial")
    assert code == 0 and b'Wed""",,100,3' in data and b'"80,00"' in data


def test_an_id_of_two_students_belongs_to_neither(run: Run, class_results: Path) -> None:
    """It is said whose it is, and nobody gets the other one's grade."""
    known = read_class(class_results)
    assert known is not None
    students = [replace(one, login="same", others={}) for one in known.students]
    write_class(replace(known, students=tuple(students), attempts=()), class_results)
    file = "Student,ID,SIS Login ID,Section,scalar (1)\nAda,1,same,M,\n"
    code, data, said = run("canvas", file)
    assert (code, data) == (2, b"")
    assert "it has an id that s1 and s2 and s3 and s4 and s5 share" in said


def test_a_gradebook_without_ids_of_the_school_is_roster_and_template(
    run: Run, class_results: Path, tmp_path: Path
) -> None:
    """Some came in by Canvas and some by other ways: all of them are in its rows."""
    file = "Student,ID,SIS User ID,Section,scalar (1)\n,,,,\n    Points Possible,,,,100\n"
    file += "".join(f"S{n},{16 + n},,M,\n" for n in range(1, 6))
    gradebook = tmp_path / "gradebook.csv"
    gradebook.write_text(file)
    students = read_roster(gradebook).students
    known = read_class(class_results)
    assert known is not None
    attempts = [replace(one, student=students[n].id) for n, one in enumerate(known.attempts)]
    write_class(replace(known, students=students, attempts=tuple(attempts)), class_results)
    code, data, said = run("canvas", file)
    assert (code, data.count(b"M,100\n"), data.count(b"M,94\n")) == (0, 1, 1), said


def test_a_worksheet_of_moodle_takes_grade_and_feedback_together(run: Run) -> None:
    """Matched by e-mail, and by the participant whom the submission's folder names."""
    code, data, said = run("moodle", WORKSHEET)
    assert code == 0, said
    head, ada, ben, chloe = data.decode().splitlines()
    assert head == WORKSHEET.splitlines()[0] and chloe == WORKSHEET.splitlines()[3]
    before = '"Participant 900",Ada,ADA@uni.org,"Submitted for grading - ",'
    assert ada.startswith(f"{before}100,100.00,Yes,-,-,100 of 100 points. Q1: operations: 15 / 15.")
    assert ben == '"Participant 122",Ben,,Submitted,94,100.00,Yes,-,-,"Well done"'
    assert "line 4 (Participant 902): Moodle takes no grade for it; it would be 0." in said


def test_a_gradebook_of_moodle_has_a_column_of_feedback_for_each(run: Run) -> None:
    file = (
        "First name;Last name;ID number;Email address;Assignment: scalar (Real);"
        "Assignment: scalar (Feedback);Course total (Real)\n"
        "Ada;L;s1;x@uni.org;-;;-\nBen;O;;ben@uni.org;94,00;;-\nChloë;Z;s3;;;;-\n"
    )
    code, data, said = run("moodle", file)
    assert code == 0, said
    lines = data.decode().splitlines()
    assert lines[1].startswith("Ada;L;s1;x@uni.org;100;100 of 100 points. Q1")
    assert lines[2].startswith("Ben;O;;ben@uni.org;94,00;94 of 100 points. Q1")
    assert lines[1].endswith(";-") and lines[0] == file.splitlines()[0]


def test_what_students_may_write_is_no_formula_in_moodle(
    run: Run, class_results: Path, graded: Any
) -> None:
    report = replace(graded("right"), questions={"q1": "=cmd|' /C calc'!A0 <b>"}, title="t")
    write_outcome(Outcome("s1", Path("s1.ipynb"), report), class_results)
    code, data, _ = run("moodle", WORKSHEET)
    assert code == 0 and b"points. =cmd" in data and b"<b>" not in data and b"&lt;b&gt;" in data


def test_points_that_a_person_still_gives_are_waited_for(
    run: Run, class_results: Path, graded: Any
) -> None:
    report = replace(graded("right"), by_hand={"q8": 8.0})
    write_outcome(Outcome("s1", Path("s1.ipynb"), report), class_results)
    file = GRADEBOOK.replace("100.00", "108").replace("bokri", "b").replace("czhang", "c")
    words = ("--column", "Homework 3, scalar", "--only", "s1", "--only", "s5")
    code, data, said = run("canvas", file, *words)
    assert code == 0 and data == file.encode()
    assert "line 4 (Lovelace, Ada): 8 points to be graded by hand. --unfinished writes" in said
    code, data, said = run("canvas", file, *words, "--unfinished")
    assert code == 0 and b',"Mon and ""Wed""",,100,3' in data


def test_nothing_else_is_written_over(run: Run, tmp_path: Path) -> None:
    """Its own earlier file is, also with other grades in it; another gradebook is not."""
    words = ("--column", "Homework 3, scalar")
    first = run("canvas", GRADEBOOK, *words)
    assert run("canvas", GRADEBOOK, *words) == first
    code, data, said = run("canvas", GRADEBOOK.replace("Zed", "Zoë"), *words)
    assert code == 2 and data == first[1] and "this is there already" in said
    template = tmp_path / "template.csv"
    code = main(
        ["report", str(tmp_path / "class"), "--format", "canvas", *words]
        + ["--template", str(template), "-o", str(template)]
    )
    assert code == 2 and template.read_bytes().startswith(b"\xef\xbb\xbfStudent")


def test_pages_go_back_under_the_names_that_submissions_came_in_under(
    class_results: Path,
) -> None:
    grades = grades_of(class_results)
    for system, names in {
        "canvas": ["student_17_471_feedback.html", "student_19_473_feedback.html"],
        "moodle": [
            "Ben Okri_122_assignsubmission_file/feedback.html",
            "Ben Okri_124_assignsubmission_file/feedback.html",
        ],
    }.items():
        data, left_out = to_zip(grades, system)
        assert to_zip(grades, system)[0] == data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.namelist() == names
            pages = [archive.read(name).decode() for name in names]
        assert len(left_out) == 2 and "did not come in" in left_out[0]
        if system == "canvas":
            assert "100 of 100 points" in pages[0] and "<strong>0 of 100 points" in pages[1]
        else:
            assert "94 of 100 points" in pages[0]
            assert "no points yet" in pages[1] and "not a notebook" in pages[1]
            assert "submitted/" not in pages[1]


def test_an_archive_that_cannot_be_made(
    results: Path, class_results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "out.zip"
    words = ["--format", "feedback-zip", "-o", str(path)]
    assert main(["report", str(results), *words]) == 2
    assert "needs --for canvas, or --for moodle" in capsys.readouterr().err
    assert main(["report", str(results), *words, "--for", "canvas"]) == 2
    assert "autograder collect" in capsys.readouterr().err and not path.exists()
    known = read_class(class_results)
    assert known is not None
    same = [replace(one, source="a.zip: x_1_2_y.ipynb") for one in known.attempts]
    write_class(replace(known, attempts=tuple(same)), class_results)
    assert main(["report", str(class_results), *words, "--for", "canvas"]) == 2
    assert "s2 and s1 came in under one name, x_1_2_feedback.html" in capsys.readouterr().err
    assert not path.exists()
