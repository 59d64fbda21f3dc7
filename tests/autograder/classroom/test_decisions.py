"""The table of decisions: however a spreadsheet writes it, and whoever else writes it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.classroom import decisions
from autograder.classroom.decisions import Row, changing, decided, read_decisions, write_decisions
from autograder.errors import UsageError
from autograder.report import CheckResult, OpenAnswer, Report

COLUMNS = "name,cell,points,reason,by,when,sha256"
PLAIN = "name,cell,points,reason\nada,q1,2.5,Half of it; right\n"


def only(folder: Path) -> Row:
    (row,) = read_decisions(folder).values()
    return row


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode(),
        '\ufeffname;cell;points;reason\r\nada ; q1;2,5;"Half of it; right"\r\n;;;\r\n'.encode(),
        b'sep=;\r\nName;Cell;Points;Reason\r\nada;q1;2,5;"Half of it; right" \r\n',
        PLAIN.replace(",", "\t").encode("utf-16"),
        b"name,cell,points,reason,,\nada,q1,2.5,Half of it; right,,\n\n,,,,,\n",
    ],
    ids=["plain", "windows", "german", "told", "unicode-text", "empty-columns"],
)
def test_every_spreadsheet_is_read(data: bytes, tmp_path: Path):
    """A mark before the first letter, semicolons, decimal commas, spaces, empty lines."""
    (tmp_path / "decisions.csv").write_bytes(data)
    assert only(tmp_path) == Row("ada", "q1", 2.5, "Half of it; right")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name,cell,points,reason\nada,q1,1,yes, but\n", "line 2: it has more cells"),
        ("name,cell,points,reason\nada,q1,1,Schön\n".encode("cp1252"), "line 2: its letters"),
        (b"name,cell,points,reason,points\n", "the column points is there twice"),
        (b"name,cell,points,reason\nada,q1,1.000,5,x\n", "line 2: it has more cells"),
        (b"name;cell;points;reason\nada;q1;02. Mai;x\n", "line 2: points must be a number"),
        (b"name,cell,points,reason\nada,q1,1_0,x\n", "line 2: points must be a number"),
        (b"", "there is no column name"),
    ],
)
def test_what_says_nothing_clear_is_named(data: bytes, said: str, tmp_path: Path):
    (tmp_path / "decisions.csv").write_bytes(data)
    with pytest.raises(UsageError, match=said):
        read_decisions(tmp_path)


def test_what_somebody_added_stays_and_nothing_is_a_formula(tmp_path: Path):
    (tmp_path / "decisions.csv").write_text(
        f"{COLUMNS},ask Eve\nada,q1,2.5,-1 for style,,,,yes\nben,q1,1,x,,,,\n"
    )
    with changing(tmp_path) as table:
        table["cleo", "q1"] = Row("cleo", "q1", 1.0, '=HYPERLINK("x")')
    text = (tmp_path / "decisions.csv").read_text()
    assert "'-1 for style" in text and "'=HYPERLINK" in text
    rows = read_decisions(tmp_path)
    assert rows["ada", "q1"].more == {"ask eve": "yes"}
    assert rows["ada", "q1"].reason == "-1 for style"
    assert rows["cleo", "q1"].reason == '=HYPERLINK("x")'


def test_nothing_is_written_where_a_change_goes_wrong(tmp_path: Path):
    write_decisions([Row("ada", "q1", 1.0, "x")], tmp_path)
    before = (tmp_path / "decisions.csv").read_bytes()
    with pytest.raises(ZeroDivisionError), changing(tmp_path) as table:
        table.clear()
        raise ZeroDivisionError
    assert (tmp_path / "decisions.csv").read_bytes() == before
    assert not list(tmp_path.glob(".writing-*"))


def test_a_full_disk_leaves_the_table_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_decisions([Row("ada", "q1", 1.0, "x")], tmp_path)
    before = (tmp_path / "decisions.csv").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.files.os.fsync", full)
    said = "No space left on device.*Nothing was changed"
    with pytest.raises(UsageError, match=said), changing(tmp_path) as table:
        table["ben", "q1"] = Row("ben", "q1", 1.0, "x")
    assert (tmp_path / "decisions.csv").read_bytes() == before


WRITER = """
import sys
from pathlib import Path
from autograder.classroom.decisions import Row, changing

folder, name = Path(sys.argv[1]), sys.argv[2]
for number in range(20):
    with changing(folder) as table:
        table[name, f"q{number}"] = Row(name, f"q{number}", 1.0, "x")
"""


def test_two_writers_lose_nothing(tmp_path: Path, child_environment: Mapping[str, str]):
    """Each reads what the other wrote before it writes: real processes, at the same time."""
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name], env=dict(child_environment)
        )
        for name in ("ada", "ben", "cleo")
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0, 0]
    assert len(read_decisions(tmp_path)) == 60


def test_who_waits_for_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(decisions, "PATIENCE", 0.05)
    with (
        changing(tmp_path),
        pytest.raises(UsageError, match="somebody else is changing it"),
        changing(tmp_path),
    ):
        pass


def report(**more: object) -> Report:
    check = CheckResult("test_a", "q1", "q1-a", "failed", 1.0, 4.0)
    return Report("boxes", "x.ipynb", "a" * 64, (check,), **more)  # type: ignore[arg-type]


TWO = (OpenAnswer("q2-why", "q2", 3.0), OpenAnswer("q2-how", "q2", 2.0))


def test_more_points_than_there_are_count_only_if_that_is_said():
    row = Row("ada", "q1-a", 6.0, "A mistake of ours was found.")
    found, problems = decided(report(), [row])
    assert found.points == 1.0 and "6 points are more than the 4" in problems[0]
    found, problems = decided(report(), [Row(*("ada", "q1-a", 6.0, "x"), above="yes")])
    assert (found.points, found.possible, problems) == (6.0, 4.0, [])


def test_a_question_with_two_answers_in_words_is_decided_cell_by_cell():
    both = report(by_hand={"q2": 5.0}, open_answers=TWO)
    found, problems = decided(both, [Row("ada", "q2", 1.0, "x")])
    assert problems == ["q2 has the cells q2-why, q2-how. Say which."]
    found, problems = decided(both, [Row("ada", "q2-why", 2.0, "x")])
    assert (found.points, found.possible, found.by_hand) == (3.0, 7.0, {"q2": 2.0})
    found, problems = decided(found, [])
    one = report(by_hand={"q2": 3.0}, open_answers=TWO[:1])
    for name in ("q2", "q2-why"):
        found, problems = decided(one, [Row("ada", name, 2.0, "x")])
        assert (found.decisions[0].cell, found.by_hand, problems) == ("q2", {}, [])
    found, problems = decided(one, [Row("ada", "q2", 2.0, "x"), Row("ada", "q2-why", 1.0, "x")])
    assert found.points == 3.0 and "q2 is decided twice" in problems[0]
