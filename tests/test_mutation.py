"""The mistakes that are made in the engine are mistakes, and what notices them is told from what
only ends."""

from __future__ import annotations

import os
import time

import pytest

from benchmarks.mutation import record
from benchmarks.mutation.asking import allow
from benchmarks.mutation.making import ROOT, is_other_program, mutants_of
from benchmarks.mutation.record import HEAD, outdated, table
from benchmarks.mutation.running import Verdict, answers, own_tests

SOURCE = b'''\
"""Not 1 < 2."""
from sys import path
TABLE = elementwise("f", "x - 1.0", "not a formula", "2.0")

class C:
    def method(self, a: int = 1, *, b: "x + y" = None) -> "not a":
        """Give a - b."""
        if not a or b is None:
            raise ValueError(f"{a - b} is too small")
        self.kept = np.sum(a, b, axis=-1)
        zip(a, b, strict=True)
        return a[0] ** b
'''
CHANGES = {
    "module": [
        "x - 1.0: x - ... -> +",
        "x - 1.0: x - 1.0 -> (1.0 - x)",
        "x - 1.0: 1.0 -> 2.0",
        "2.0: 2.0 -> 4.0",
        "elementwise('x - 1.0', 'f', 'not a formula', '2.0')",
        "elementwise('f', 'not a formula', 'x - 1.0', '2.0')",
        "elementwise('f', 'x - 1.0', '2.0', 'not a formula')",
    ],
    "C.method": [
        "1 -> 2",
        "1 -> 0",
        "not a or b is None -> True",
        "not a or b is None -> False",
        "not a -> False",
        "b is None -> False",
        "not a or ... -> and",
        "not a -> (a)",
        "is -> is not",
        "without raise ValueError(f'{a - b} is too small')",
        "without self.kept = np.sum(a, b, axis=-1)",
        "np.sum(b, a)",
        "np.sum without axis=-1",
        "-1 -> (1)",
        "1 -> 2",
        "1 -> 0",
        "without zip(a, b, strict=True)",
        "zip(b, a)",
        "-> return None",
        "a[0] ** ... -> *",
        "a[0] ** b -> (b ** a[0])",
        "0 -> 1",
        "0 -> -1",
    ],
}


def test_every_mistake_that_a_rule_makes_and_no_other():
    found: dict[str, list[str]] = {}
    for mutant in mutants_of("f.py", SOURCE):
        place, _, change = mutant.what.split(" | ")
        found.setdefault(place, []).append(change.replace('"', "'"))
        assert is_other_program(mutant, SOURCE)
    assert {place: sorted(changes) for place, changes in found.items()} == {
        place: sorted(changes) for place, changes in CHANGES.items()
    }


def test_a_mistake_is_called_the_same_wherever_its_line_stands():
    before = [mutant.key for mutant in mutants_of("f.py", SOURCE)]
    more = b"def other(a):\n    return not a\n\n" + SOURCE + b"\nprint(1 + 1)\n"
    after = [mutant.key for mutant in mutants_of("f.py", more)]
    assert len(set(before)) == len(before) and set(before) < set(after)


def test_a_mistake_changes_what_it_says_and_nothing_else():
    source = b"x = (a\n     < b)  # why\ny = f(a,\n      b)\n"
    made = {mutant.what.split(" | ")[2]: mutant.of(source) for mutant in mutants_of("f.py", source)}
    assert made["< -> >="] == b"x = (a\n     >= b)  # why\ny = f(a,\n      b)\n"
    assert made["f(b, a)"] == b"x = (a\n     < b)  # why\ny = f(b, a)\n"


def hangs():
    allow(0.1)
    while True:
        pass


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (lambda: {"killer": "a test", "cwd": os.getcwd()}, "a test"),
        (hangs, "timeout"),
        (lambda: os._exit(3), "crash"),
    ],
)
def test_a_child_answers_or_was_ended(work, expected, tmp_path):
    ((name, answer),) = answers([("asked", lambda folder: work)], [tmp_path])
    assert name == "asked" and answer["killer"] == expected
    assert answer.get("cwd", str(tmp_path)) == str(tmp_path)


def test_an_error_of_the_machine_is_no_noticed_mistake(tmp_path):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(answers([("asked", lambda folder: lambda: 1 / 0)], [tmp_path]))


def test_as_many_are_asked_at_a_time_as_there_are_folders(tmp_path):
    def task(folder):
        def work():
            (folder / "here").touch(exist_ok=False)
            time.sleep(0.05)
            (folder / "here").unlink()
            return {"killer": folder.name}

        return work

    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    found = [answer["killer"] for _, answer in answers(((i, task) for i in range(6)), folders)]
    assert sorted(found) == ["a", "a", "a", "b", "b", "b"]


def test_every_mutant_stands_in_one_column_of_the_table():
    fates = [
        ("t.py::one", True),
        ("t.py::two", False),
        ("timeout", False),
        ("", False),
        ("", False),
    ]
    mutants = mutants_of("f.py", SOURCE)
    verdicts = [
        Verdict(mutant, killer, own, 0.0)
        for mutant, (killer, own) in zip(mutants, fates, strict=False)
    ]
    file, end = table(verdicts, {mutants[3].key: "nobody could tell"})
    assert dict(zip(HEAD, file, strict=True)) == {
        "file": "f.py",
        "mutants": "5",
        "own tests": "1",
        "other tests": "1",
        "timeout": "1",
        "no mistake": "1",
        "survived": "1",
    }
    assert end == ("sum", *file[1:])


def test_the_page_counts_and_folds_its_long_tables_away(tmp_path, monkeypatch):
    """The sum is seen at once; what became of each file, and what is no mistake, opens."""
    mutants = mutants_of("f.py", SOURCE)[:3]
    fates = ["t.py::one", "t.py::two", ""]
    verdicts = [Verdict(m, killer, True, 0.0) for m, killer in zip(mutants, fates, strict=True)]
    monkeypatch.setattr(record, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(record, "read_equivalent", lambda: {mutants[2].key: "nobody could tell"})
    record.write_page(verdicts, 1.5, 40)
    seen, _, rest = (tmp_path / "page.md").read_text(encoding="utf-8").partition("<details>\n")
    assert "3 of 40 mutants, in 1.5 minutes of CPU." in seen and "| 3 | 2 | 0 | 0 | 1 | 0 |" in seen
    files, _, rest = rest.partition("</details>\n")
    assert "\n\n| file | mutants |" in files and "| f.py | 3 | 2 | 0 | 0 | 1 | 0 |\n\n" in files
    said, _, entries = rest.partition("<details>\n")
    assert "1 change alters nothing that anybody could ask." in said
    assert entries.endswith(" | nobody could tell |\n\n</details>\n")


def test_an_entry_of_what_is_no_mistake_is_out_of_date_once_its_line_has_changed():
    file = "adlearn/tensors/outputs.py"
    there = mutants_of(file, (ROOT / file).read_bytes())[0].key
    gone = [f"{there} anew", "adlearn/tensors/no_such_file.py | f | x | y"]
    assert outdated([there, *gone]) == gone
    assert own_tests(file) == ("tests/adlearn/tensors/", "tests/adlearn/derivatives/")
