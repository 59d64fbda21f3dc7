"""A roster: a table of students, as a learning platform exports it or as somebody has written it.

Known are Canvas's gradebook, Moodle's participants, grades and grading worksheet, Gradescope's
roster, and any table whose first line names its columns, such as ``id,name,email``.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.classroom.people import Student
from autograder.errors import UsageError
from autograder.names import plain

#: What columns are called, in small letters: by Canvas, Moodle (in English and German), Gradescope
#: and people.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "student id", "student_id", "matriculation number", "matrikelnummer"),
    "sis": ("sis user id",),
    "moodle_id": ("id number", "id-nummer", "idnumber"),
    "sid": ("sid",),
    "identifier": ("identifier", "teilnehmer/in"),
    "login": ("sis login id", "login", "login_id", "username", "anmeldename", "netid"),
    "email": ("email", "email address", "e-mail", "e-mail address", "e-mail-adresse", "mail"),
    "name": ("name", "full name", "student", "vollständiger name"),
    "first": ("first name", "first_name", "firstname", "vorname"),
    "last": ("last name", "last_name", "lastname", "surname", "nachname"),
    "section": ("section", "sections", "section_name", "groups", "group", "gruppe", "gruppen"),
    "role": ("role", "roles", "rolle", "rollen"),
    "due": ("due",),
    "extension": ("extension_days", "extension days"),
    "handed_in": ("last modified (submission)", "zuletzt geändert (abgabe)"),
}

#: Which columns can tell students apart, the best first. Of those a system fills in, one that is
#: not filled in for everybody is passed over.
_IDS = ("sis", "id", "moodle_id", "sid", "login", "email", "identifier")

#: Roles of who hands in.
_STUDENTS = ("student", "teilnehmer/in", "")

#: Lines of Canvas's gradebook that are of nobody.
_OF_CANVAS = ("points possible", "student, test")

#: Largest roster that is read, in bytes.
_LARGEST = 50 * 2**20


@dataclass(frozen=True, slots=True)
class Roster:
    """Students, and what a roster says of their time.

    Parameters
    ----------
    students : tuple of Student
    due : mapping
        A student's id to the end of that student's time, as it is written.
    extension_days : mapping
        A student's id to days beyond everybody's end.
    handed_in : mapping
        A student's id to when the last file was handed in, as Moodle writes it.
    """

    students: tuple[Student, ...]
    due: Mapping[str, str] = field(default_factory=dict)
    extension_days: Mapping[str, float] = field(default_factory=dict)
    handed_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Line:
    """A student's line: its number in the file, and its cells by what they are."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    @property
    def name(self) -> str:
        return self["name"] or f"{self['first']} {self['last']}".strip()


def read_roster(path: Path) -> Roster:
    """Read a roster.

    Raises
    ------
    UsageError
        If it cannot be read, or its lines do not tell students apart: with a line for each fault.
    """
    header, lines = _lines(_text(path), path)
    if not lines:
        raise UsageError(f"{path}: there is no student in it. Give a table with a line for each.")
    column = _id_column(header, lines, path)
    faults = _faults(lines, column)
    extensions: dict[str, float] = {}
    for line in lines:
        if line["extension"]:
            try:
                extensions[line[column]] = _days(line["extension"])
            except ValueError:
                said = plain(line["extension"])
                faults.append(
                    f"line {line.number}: extension_days is {said}, and no number of days."
                )
    if faults:
        raise UsageError("\n".join([f"{path}: this has to be mended first:", *faults]))
    systems = "sis" in header
    students = tuple(_student(line, column, systems) for line in lines)
    due = {line[column]: line["due"] for line in lines if line["due"]}
    times = {
        line[column]: line["handed_in"] for line in lines if line["handed_in"] not in ("", "-")
    }
    return Roster(students, due, extensions, times)


def _text(path: Path) -> str:
    """Read a table's text: UTF-8, or the UTF-16 that Excel calls Unicode."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: this is too large for a roster. Check the path.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be read ({reason}). Check the path.") from error
    if data.startswith(b"PK\x03\x04"):
        raise UsageError(f"{path}: this is no CSV file. Save the table as CSV UTF-8.")
    odd, even = data[1:400:2].count(0), data[0:400:2].count(0)
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if marked or max(odd, even) > 20:
        encoding = "utf-16" if marked else "utf-16-le" if odd > even else "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise UsageError(
            f"{path}: its text is not UTF-8, so names in it would be broken. In a spreadsheet, "
            "save it as CSV UTF-8."
        ) from error


def _lines(text: str, path: Path) -> tuple[dict[str, int], list[_Line]]:
    """Give the known columns of a table, and its lines that are of students."""
    first = text.lstrip("\ufeff")
    if first[:4].lower() == "sep=":  # Excel's own line
        _, _, rest = first.partition("\n")
        text, skipped = rest, 1
    else:
        text, skipped = first, 0
    best: dict[str, int] = {}
    between = ","
    for separator in (",", ";", "\t"):
        header = _header(_first_row(text, separator))
        if len(header) > len(best):
            best, between = header, separator
    header, rows = best, _rows(text, between, skipped, path)[1:]
    if not header.keys() & set(_IDS):
        raise UsageError(
            f"{path}: no column of it tells students apart. Its first line should name columns, "
            "such as id,name,email."
        )
    lines = [_Line(n, _cells(row, header)) for n, row in rows]
    return header, [line for line in lines if _is_student(line, header)]


def _first_row(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=separator), [])
    except csv.Error:  # which reading all of it says, if this is what separates
        return []


def _rows(text: str, separator: str, skipped: int, path: Path) -> list[tuple[int, list[str]]]:
    """Split a table into rows, each with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, begins = [], 1
    try:
        for row in reader:
            rows.append((begins + skipped, row))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UsageError(
            f"{path}, line {begins + skipped}: this is no line of a table ({error}). Look in it "
            "for a quotation mark that is not closed, or one too many."
        ) from error
    return rows


def _header(row: Sequence[str]) -> dict[str, int]:
    """Give which column is what; of two of one kind, the first."""
    found: dict[str, int] = {}
    for number, cell in enumerate(row):
        called = " ".join(unicodedata.normalize("NFC", cell).split()).casefold()
        for kind, words in _COLUMNS.items():
            if called in words:
                found.setdefault(kind, number)
    return found


def _cells(row: Sequence[str], header: Mapping[str, int]) -> dict[str, str]:
    cells = {kind: row[n] if n < len(row) else "" for kind, n in header.items()}
    # A spreadsheet is kept from changing an id by an apostrophe before it.
    return {
        kind: unicodedata.normalize("NFC", cell).strip().removeprefix("'")
        for kind, cell in cells.items()
    }


def _is_student(line: _Line, header: Mapping[str, int]) -> bool:
    """Say whether a line is of somebody who hands in."""
    if not any(line[kind] for kind in (*_IDS, "name", "first", "last")):
        return False
    without = "sis" in header or not any(line[kind] for kind in _IDS)
    if without and line["name"].casefold() in _OF_CANVAS:
        return False
    roles = line["role"].casefold().split(",")
    return any(role.strip() in _STUDENTS for role in roles)


def _id_column(header: Mapping[str, int], lines: Sequence[_Line], path: Path) -> str:
    there = [kind for kind in _IDS if kind in header]
    for kind in there:
        if kind == "id" or all(line[kind] for line in lines):
            return kind
    return there[0]


def _faults(lines: Sequence[_Line], column: str) -> list[str]:
    """Say which lines have no id, and which have the same."""
    faults = []
    of: dict[str, list[_Line]] = {}
    for line in lines:
        if line[column]:
            of.setdefault(line[column].casefold(), []).append(line)
        else:
            name = f" ({plain(line.name)})" if line.name else ""
            faults.append(f"line {line.number}: there is no id{name}. Fill it in.")
    for same in of.values():
        if len(same) > 1:
            numbers = " and ".join(str(line.number) for line in same)
            faults.append(f"lines {numbers}: all have the id {plain(same[0][column])}. Keep one.")
    return faults


def _days(text: str) -> float:
    days = float(text.replace(",", "."))
    if not 0 <= days < 10_000:
        raise ValueError(text)
    return days


def _student(line: _Line, column: str, of_canvas: bool) -> Student:
    others = {
        "canvas": line["id"] if of_canvas else "",
        "sis": line["sis"],
        "moodle": _number(line["identifier"]),
        "gradescope": line["sid"],
    }
    return Student(
        line[column],
        line.name,
        line["email"],
        line["login"],
        line["section"],
        {system: one for system, one in others.items() if one and one != line[column]},
    )


def _number(identifier: str) -> str:
    """Give a participant's number: Moodle writes ``Participant 12345``, in its own language."""
    last = identifier.rpartition(" ")[2]
    return last if last.isdecimal() else ""
