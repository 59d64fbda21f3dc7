"""What was self-tested, and when: a small file in the pack, and what has changed since.

A full self-test takes minutes. It says the same again as long as neither the pack nor the grader
has another text, so both texts' digests are kept with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import adlearn
import autograder
from autograder.errors import AssignmentError
from autograder.pack import Assignment

FILE = "selftest.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A full self-test in which nothing was wrong.

    Parameters
    ----------
    pack, grader : str
        Digests of what was tested: the assignment's folder, and the grader with its engine.
    when : str
        Date and time, as ISO 8601 writes them.
    minutes : float
        How long it took.
    answers, mutants : int
        How many were graded.
    """

    pack: str
    grader: str
    when: str
    minutes: float
    answers: int
    mutants: int

    def __str__(self) -> str:
        days = (datetime.now(UTC) - datetime.fromisoformat(self.when)).days
        age = "today" if days < 1 else "yesterday" if days == 1 else f"{days} days ago"
        return (
            f"{age}, on {self.when[:10]} ({self.answers} answers and {self.mutants} mutants in "
            f"{self.minutes:.1f} minutes)"
        )


def read_record(assignment: Assignment) -> Record | None:
    """Read the record of an assignment's last full self-test; None if there is none.

    Raises
    ------
    AssignmentError
        If the file holds something else.
    """
    path = assignment.folder / FILE
    if not path.is_file():
        return None
    try:
        return Record(**json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise AssignmentError(
            f"{path}: {error}. Delete it, and write it anew with autograder selftest --record."
        ) from error


def write_record(assignment: Assignment, minutes: float, answers: int, mutants: int) -> Path:
    """Write down that a full self-test of the pack as it stands found nothing wrong."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    digests = digest_of_pack(assignment), digest_of_grader()
    found = Record(*digests, now, round(minutes, 1), answers, mutants)
    path = assignment.folder / FILE
    path.write_text(json.dumps(asdict(found), indent=2) + "\n", encoding="utf-8")
    return path


#: What decides no verdict: the record itself, and words to people.
_DECIDES_NOTHING = (FILE, "README.md", "hints.toml", "language")


def digest_of_pack(assignment: Assignment) -> str:
    """Sum up what verdicts may depend on: the files of a folder, and its notebook's code."""
    found = [
        path
        for path in assignment.folder.rglob("*")
        if path.is_file()
        and not {*path.relative_to(assignment.folder).parts} & {*_DECIDES_NOTHING, "notebook.py"}
        and not _made_by_the_way(path.relative_to(assignment.folder))
    ]
    total = hashlib.sha256(_digest(assignment.folder, found).encode())
    for cell in assignment.cells:
        text = cell.source if cell.kind == "code" else ""
        fields = (cell.id, cell.kind, cell.role, cell.question, cell.points, cell.answer, text)
        total.update(repr((fields, sorted(cell.parts.items()))).encode())
    return total.hexdigest()


def _made_by_the_way(path: Path) -> bool:
    """Say whether a file is Python's, or one that systems and editors leave lying."""
    return any(part == "__pycache__" or part.startswith(".") for part in path.parts)


#: Parts of the grader that hand out, show, and ask in a student's own kernel; they are not there
#: when a submission is graded.
GRADES_NOTHING = (
    *("alone", "course", "importing"),
    *("commands", "incoming", "migrating", "outgoing"),
    *("overview", "similarity"),
    *("__main__.py", "check_file.py", "cli.py", "demo.py", "doctor.py", "pages_folder.py"),
    *("practice.py", "stopping.py", "tables.py", "waiting.py"),
)


def digest_of_grader() -> str:
    """Sum up the modules that grade, and the engine that they ask."""
    total = hashlib.sha256()
    for package in (autograder, adlearn):
        folder = Path(str(package.__file__)).parent
        grades = (
            path
            for path in folder.rglob("*.py")
            if path.relative_to(folder).parts[0] not in GRADES_NOTHING
        )
        total.update(_digest(folder, grades).encode())
    return total.hexdigest()


def _digest(folder: Path, files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        content = path.read_bytes().replace(b"\r\n", b"\n")  # as Git may check it out
        total.update(f"{name} {len(content)}\n".encode() + content)
    return total.hexdigest()
