"""A class of twelve, from the exports of three systems to the grades that count."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autograder.build import answered_notebook
from autograder.classroom.grades import grades_of
from autograder.classroom.handed_in import read_class
from autograder.cli import main
from autograder.pack import Assignment
from tests.autograder.incoming.classes import Taken, of_gradescope, zipped

pytestmark = pytest.mark.usefixtures("no_process_left")

PEOPLE = ["Ada Lovelace", "Ben Ng", "Cléo O'Neil", "Дарья Ли", "Åse Sørensen", "王 小明"]
PEOPLE += ["Finn Groß", "Gül Şahin", "Hui-Min Xu", "Ines da Silva", "José María Ruiz", "Kim Le"]
#: From whom two came; the last of all comes never.
TWICE, NEVER = 0, 11
ROSTER = ["id,name,email"] + [f"s{n:02},{name},m{n}@x.org" for n, name in enumerate(PEOPLE)]


@pytest.fixture(scope="module")
def banks(scalar: Assignment) -> Callable[[int], bytes]:
    """Notebooks of the class: two make a mistake, and so does one's first attempt."""
    wrong = {1: "mul-swapped", 5: "div-sign"}
    made = {-1: answered_notebook(scalar, scalar.bank("wrong")["backward-nothing"].cells)}
    for number in range(11):
        cells = scalar.bank("wrong")[wrong[number]].cells if number in wrong else None
        made[number] = answered_notebook(scalar, cells)
    return lambda number: json.dumps(made[number]).encode() + b" " * (number + 1)


def canvas_name(number: int, file: int, late: str = "", copy: str = "") -> str:
    """Write a name as Canvas does: the family name first, letters and digits alone, in small."""
    first, _, last = PEOPLE[number].partition(" ")
    name = "".join(one for one in f"{last}{first}".lower() if one.isalnum())
    return f"{name}_{late}{100 + number}_{file}_scalar{copy}.ipynb"


def exports(system: str, folder: Path, banks: Callable[[int], bytes]) -> list[Path]:
    """Write two exports: of all, when one student's first attempt was there, and a newer one."""
    found = []
    for turn in (0, 1):
        of: dict[int, bytes] = {n: banks(n) for n in range(11) if turn or n % 3 == 0}
        if not turn:
            of[TWICE] = banks(-1)
        path = folder / f"{system}-{turn}.zip"
        if system == "canvas":
            late = {1: "LATE_"}
            files: Mapping[str, bytes] = {
                canvas_name(n, 500 + (50 if turn and n == TWICE else n), late.get(n, "")): data
                for n, data in of.items()
            }
            found.append(zipped(path, files))
        elif system == "moodle":
            place = "{}_{}_assignsubmission_file/scalar.ipynb"
            files = {place.format(PEOPLE[n], 900 + n): data for n, data in of.items()}
            found.append(zipped(path, files))
        else:
            entries = {
                f"submission_{7000 + n + 100 * (turn and n == TWICE)}": (
                    [{"name": "x", "sid": f"s{n:02}", "email": "x@y.z"}],
                    f"2026-11-{20 + (turn and n in (TWICE, 1))} 12:00:00.000000000 Z",
                    {"scalar.ipynb": data},
                )
                for n, data in of.items()
            }
            found.append(of_gradescope(path, entries))
    return found


def row_of(name: str, said: str) -> str:
    """Give what stands beside a name in the table at the end; nothing if it is not there."""
    return "".join(line for line in said.splitlines() if line.startswith(f"│ {name} "))


def test_a_class_comes_in_from_each_system_and_is_graded_by_what_counts(
    taken: Taken, banks: Callable[[int], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    """The same bytes at the same places; the attempt that counts, and what coming late costs."""
    roster = taken.roster(*ROSTER)
    places = {}
    for system in ("canvas", "moodle", "gradescope"):
        taken.submitted = taken.folder / system
        due = ("--due", "2026-11-21 00:00", "--zone", "UTC", "--late", "per-day:10")
        for turn, export in enumerate(exports(system, taken.folder, banks)):
            unknown = turn and system == "moodle"  # of who handed in two, nothing says when
            taken(export, "--roster", roster, *due, code=1 if unknown else 0)
        assert f"an export of {system}" in taken.out
        assert "nothing came from 1 of 12: s11 (Kim Le)." in taken.out
        assert len(taken.known.attempts) == 12
        places[system] = taken.files
    assert places["canvas"] == places["moodle"] == places["gradescope"]

    taken.submitted, results = taken.folder / "gradescope", taken.folder / "results"
    command = ["grade", str(taken.submitted), "-a", "scalar", "-o", str(results), "--seed", "1"]
    assert main(command) == 0
    said = capsys.readouterr()
    assert "The latest attempt of each student counts; 1 more is not graded." in said.out
    assert "left out" not in said.err
    assert "s00@2: 90 / 100" in said.out and "90 / 100" in row_of("s00@2", said.out)
    assert read_class(results) == taken.known
    grades = {one.student.id: one for one in grades_of(results)}
    assert list(grades) == [f"s{n:02}" for n in range(12)]
    assert grades["s11"].nothing_came and grades["s00"].name == "s00@2"
    points = {who: one.report.points for who, one in grades.items() if one.report}
    right = [points[f"s{n:02}"] for n in range(11) if n not in (1, 5)]
    assert right == [90.0] + [100.0] * 8
    assert points["s01"] < 90 and points["s05"] < 100
    assert grades["s00"].report is not None
    (loss,) = grades["s00"].report.adjustments
    assert loss.text == "It came 1 day late, which costs 10 % of 100 points for each day: 10."

    taken(taken.folder / "gradescope-1.zip", "--attempts", "best")
    assert main(command) == 0
    said = capsys.readouterr()
    assert "11 of 12 are graded already" in said.out
    assert row_of("s00@2", said.out) and not row_of("s00@1", said.out)
    (best,) = [one for one in grades_of(results) if one.student.id == "s00"]
    assert (best.name, best.others) == ("s00@2", ("s00@1",))


def test_a_collected_folder_is_graded_by_what_is_known_of_it(
    taken: Taken, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies in it besides is named; what is gone is, too; and two such folders are two."""
    files = {"ada.ipynb": b"{", "ben.ipynb": b"[]", "cy.ipynb": b"{ }"}
    taken(zipped(taken.folder / "x.zip", files))
    other = taken.folder / "other"
    (taken.submitted / "ben/1/scalar.ipynb").unlink()
    (taken.submitted / "cy/1/scalar.ipynb").write_text("{}")
    (taken.submitted / "cy.ipynb").write_text("{}")
    command = ["grade", str(taken.submitted), "-a", "scalar", "-o", str(taken.folder / "results")]
    assert main(command) == 1
    said = capsys.readouterr().err
    assert "cy.ipynb: it did not come in by autograder collect, so it is nobody's" in said
    assert "ben/1/scalar.ipynb: this attempt is not there any more" in said
    assert "cy/1/scalar.ipynb: this is not what came in: somebody has changed it." in said
    assert "came-in.csv" not in said and said.count("left out") == 1
    taken.submitted = other
    taken(taken.folder / "x.zip")
    assert main(["grade", str(other), *command[1:]]) == 2
    assert (
        "only one folder can be graded that autograder collect has made" in capsys.readouterr().err
    )
