"""What a submission was called where it came from: as Canvas and Moodle read it again."""

from __future__ import annotations

import pytest

from autograder.classroom.grades import Grade
from autograder.classroom.handed_in import Attempt
from autograder.classroom.people import Student
from autograder.outgoing import origin


def came_in(member: str) -> Grade:
    """Make the grade of a submission that came in as this member of an archive."""
    attempt = Attempt("s1", 1, "s1", "s1/1/x.ipynb", source=f"hw_1_2_3.zip: {member}")
    return Grade(Student("s1"), "s1", None, attempt=attempt)


@pytest.mark.parametrize(
    ("member", "prefix", "user"),
    [
        ("lovelaceada_17_901_scalar.ipynb", "lovelaceada_17_901_", "17"),
        ("lovelaceada_LATE_17_901_scalar-1.ipynb", "lovelaceada_LATE_17_901_", "17"),
        ("lovelaceada_17_901_3_4_5.ipynb", "lovelaceada_17_901_", "17"),
        ("teamred_lovelaceada_17_901_hw.ipynb", "teamred_lovelaceada_17_901_", "17"),
        ("late_17_901_hw.ipynb", "late_17_901_", "17"),
        ("anon_x7aQ9_901_hw.ipynb", "anon_x7aQ9_901_", ""),
        ("anon_x7aQ9_LATE_901_hw.ipynb", "anon_x7aQ9_LATE_901_", ""),
        ("dženana_17_901_hw: a_1_2_b.ipynb", "dženana_17_901_", "17"),
        ("ada_17_901_all.zip/other_5_6_x.ipynb", "ada_17_901_", "17"),
        ("scalar.ipynb", "", ""),
        ("ada_17_scalar.ipynb", "", ""),
    ],
)
def test_names_of_canvas(member: str, prefix: str, user: str) -> None:
    """User and file are the first two parts that are numbers alone, as Canvas itself has it."""
    grade = came_in(member)
    assert (origin.canvas_prefix(grade), origin.canvas_user(grade)) == (prefix, user)
    if user:
        numbers = [part for part in f"{prefix}feedback.html".split("_") if part.isdigit()]
        assert numbers == [user, "901"]


@pytest.mark.parametrize(
    ("member", "folder", "participant"),
    [
        (
            "Ada Lovelace_1234_assignsubmission_file/hw/x.ipynb",
            "Ada Lovelace_1234_assignsubmission_file",
            "1234",
        ),
        (
            "Ada_1234_assignsubmission_file_/Ben_9_assignsubmission_file/x.ipynb",
            "Ada_1234_assignsubmission_file_",
            "1234",
        ),
        ("Ada_1234_assignsubmission_file_x.ipynb", "Ada_1234_assignsubmission_file_", "1234"),
        ("Ada\\u202e_12_assignsubmission_file/x.ipynb", "Ada\u202e_12_assignsubmission_file", "12"),
        ("Ada/x.ipynb", "", ""),
    ],
)
def test_names_of_moodle(member: str, folder: str, participant: str) -> None:
    grade = came_in(member)
    assert (origin.moodle_folder(grade), origin.moodle_participant(grade)) == (folder, participant)


def test_what_did_not_come_in_an_archive_has_no_such_name() -> None:
    grade = Grade(Student("a_1_2_b"), "a_1_2_b", None, file="a_1_2_b.ipynb")
    assert origin.canvas_prefix(grade) == origin.moodle_folder(grade) == ""
