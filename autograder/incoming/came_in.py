"""The list of every file that came in, with what was done with it.

It grows: files of earlier archives stay in it. It is for people, and nothing reads it but the list
itself.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from autograder.classroom.spreadsheet import harmless, meant
from autograder.finding import COLLECTED as FILE

#: What can be done with a file. What was not taken in waits for a person; what was left out is no
#: notebook, and nobody misses it.
TAKEN, AGAIN, LEFT, NOT = "taken in", "there already", "left out", "not taken in"


@dataclass(frozen=True, slots=True)
class Row:
    """A file that came in.

    Parameters
    ----------
    source, member : str
        The archive or folder, and the file's path in it.
    size, sha256 : str
        In bytes, and of its bytes; empty if it was not read.
    student, attempt : str
        Whose it is, and which attempt it has become; several of each for a group.
    handed_in, late : str
        When, and by how much too late; empty if not known.
    done, why : str
    """

    source: str
    member: str
    size: str = ""
    sha256: str = ""
    student: str = ""
    attempt: str = ""
    handed_in: str = ""
    late: str = ""
    done: str = LEFT
    why: str = ""

    def _file(self) -> tuple[str, str, str]:
        return self.source, self.member, self.sha256


_COLUMNS = tuple(one.name for one in fields(Row))


def read_list(folder: Path) -> list[Row]:
    """Read the list of a folder; what somebody has made of it is not understood is left out."""
    try:
        text = (folder / FILE).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return []
    lines = csv.DictReader(io.StringIO(text, newline=""))
    try:
        return [Row(**{name: meant(line.get(name) or "") for name in _COLUMNS}) for line in lines]
    except csv.Error:
        return []


def list_text(rows: Sequence[Row]) -> str:
    """Write the list as a table for a spreadsheet."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([harmless(getattr(row, name)) for name in _COLUMNS])
    return page.getvalue()


def merged(before: Sequence[Row], now: Sequence[Row]) -> list[Row]:
    """Put what came in now to what had come in before: every file once.

    A file that came in again is said to have been taken in; whose it is may be another one by now.
    """
    # As they will be read again: with what cannot be seen in them escaped.
    written = [Row(*(meant(harmless(getattr(row, name))) for name in _COLUMNS)) for row in now]
    again = {row._file() for row in written}
    taken = {row._file() for row in before if row.done == TAKEN}
    kept = [row for row in before if row._file() not in again]
    return kept + [
        replace(row, done=TAKEN) if row.done == AGAIN and row._file() in taken else row
        for row in written
    ]


def print_list(rows: Sequence[Row]) -> None:
    """Print how many files of each source came to what."""
    from rich.console import Console
    from rich.table import Table

    table = Table(header_style="bold")
    table.add_column("came in", overflow="fold")
    kinds = ("files", TAKEN, AGAIN, LEFT, NOT)
    for kind in kinds:
        table.add_column(kind, justify="right")
    sources = list(dict.fromkeys(row.source for row in rows))
    for source in sources:
        table.add_row(source, *_counts([row for row in rows if row.source == source]))
    if len(sources) > 1:
        table.add_section()
        table.add_row("all", *_counts(rows))
    Console(highlight=False).print(table, markup=False)


def _counts(rows: Sequence[Row]) -> list[str]:
    done = Counter(row.done for row in rows)
    return [str(len(rows)), *(str(done[kind]) for kind in (TAKEN, AGAIN, LEFT, NOT))]
