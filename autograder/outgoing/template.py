"""A CSV file of somebody else's, in which some cells are replaced and every other byte stays.

Byte order mark, separators, quotes and ends of lines are those of the file that came: whoever
exported it takes it back only in its own form.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import UsageError
from autograder.names import plain

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, and where its text stands in the file, quotes included."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Template:
    """A CSV file.

    Parameters
    ----------
    path : Path
    text : str
        All of it, without the byte order mark.
    separator : str
    rows : tuple of tuple of Cell
        The header first; empty lines are left out.
    lines : tuple of int
        In which line of the file each row begins.
    mark : bytes
        The byte order mark, if there is one.
    encoding : str
    """

    path: Path
    text: str
    separator: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    mark: bytes
    encoding: str

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [cell.text.strip() for cell in self.rows[0]]

    def place(self, row: int) -> str:
        """Name a row for a person."""
        return f"{self.path}, line {self.lines[row]}"

    def with_cells(self, changes: Mapping[tuple[int, int], str]) -> bytes:
        """Give the file's bytes with other texts in some cells.

        Parameters
        ----------
        changes : mapping
            Row and column, as in `rows`, to the text.
        """
        parts: list[str] = []
        done = 0
        for row, column in sorted(changes):
            cell = self.rows[row][column]
            parts += [self.text[done : cell.start], self._written(changes[row, column])]
            done = cell.end
        return self.mark + "".join([*parts, self.text[done:]]).encode(self.encoding, "replace")

    def _written(self, text: str) -> str:
        special = (self.separator, '"', "\r", "\n")
        if not any(one in text for one in special):
            return text
        return '"' + text.replace('"', '""') + '"'


def read_template(path: Path) -> Template:
    """Read a CSV file that some other system wrote.

    Raises
    ------
    UsageError
        If it cannot be read, is no text, or its rows do not have as many cells as its header.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: it cannot be read ({error.strerror}). Check --template.") from (
            error
        )
    mark, encoding = b"", "utf-8"
    for begin, name in zip(_MARKS, _ENCODINGS, strict=True):
        if data.startswith(begin):
            mark, encoding = begin, name
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(
            f"{path}: this is not text in UTF-8. Export it again, and do not save it in a "
            "spreadsheet before."
        ) from error
    first = min((text.find(end) for end in "\r\n" if end in text), default=len(text))
    separator = max(",;\t", key=text[:first].count)
    rows, lines = _parsed(text, separator, path)
    if not rows:
        raise UsageError(f"{path}: there is nothing in it. Export it again.")
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(rows[0]):
            raise UsageError(
                f"{path}, line {line}: there are {len(row)} cells, and the first line has "
                f"{len(rows[0])}. Export it again."
            )
    return Template(path, text, separator, tuple(rows), tuple(lines), mark, encoding)


def _parsed(text: str, separator: str, path: Path) -> tuple[list[tuple[Cell, ...]], list[int]]:
    """Take a text apart into rows of cells, as `csv.reader` does, and note where each stands."""
    end = re.compile(f"[{separator}\\r\\n]")
    rows: list[tuple[Cell, ...]] = []
    lines: list[int] = []
    row: list[Cell] = []
    at, line, begun = 0, 1, 1
    while at <= len(text):
        cell, after = _cell(text, at, end)
        if cell is None:
            raise UsageError(f"{path}, line {line}: a quotation mark is never closed. Mend that.")
        row.append(cell)
        line += _ends(text[cell.start : cell.end])
        if text[after : after + 1] == separator:
            at = after + 1
            continue
        if any(one.text for one in row) or len(row) > 1:
            rows.append(tuple(row))
            lines.append(begun)
        row = []
        at = after + (2 if text[after : after + 2] == "\r\n" else 1)
        line += 1
        begun = line
    return rows, lines


def _cell(text: str, start: int, end: re.Pattern[str]) -> tuple[Cell | None, int]:
    """Read the cell that begins somewhere; give it, and where it ends."""
    if text[start : start + 1] != '"':
        after = _place(end, text, start)
        return Cell(text[start:after], start, after), after
    at = start + 1
    while (close := text.find('"', at)) >= 0 and text[close + 1 : close + 2] == '"':
        at = close + 2
    if close < 0:
        return None, start
    # What follows a closing quotation mark without a separator belongs to the cell, too.
    after = _place(end, text, close + 1)
    inner = text[start + 1 : close].replace('""', '"') + text[close + 1 : after]
    return Cell(inner, start, after), after


def _place(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.search(text, start)
    return found.start() if found else len(text)


def _ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def only_column(template: Template, name: str, among: Sequence[int], option: str) -> int:
    """Give the column of a name: the whole one, else the assignment's, else what begins so.

    Raises
    ------
    UsageError
        If there is none, or there are several.
    """
    header = template.header
    wanted = name.strip().casefold()
    ways: tuple[Callable[[str], bool], ...] = (
        lambda text: text.casefold() == wanted,
        lambda text: bare(text) == wanted,
        lambda text: text.casefold().startswith(wanted),
    )
    what = f"there is no column {name}" if wanted else "no column is called like the assignment"
    there = [header[index] for index in among]
    for fits in ways if wanted else ():
        found = [index for index in among if fits(header[index])]
        if len(found) == 1:
            return found[0]
        if found:
            what = f"{len(found)} columns could be {name}"
            there = [header[index] for index in found]
            break
    raise UsageError(
        f"{template.path}: {what}. Give one of these with {option}: "
        f"{', '.join(map(plain, there)) or 'but there is none'}."
    )


def bare(column: str) -> str:
    """Give the name of an assignment without what systems put around it.

    Examples
    --------
    >>> bare("Homework 3 (4711)"), bare("Assignment: Homework 3 (Real)")
    ('homework 3', 'homework 3')
    """
    name = column.casefold().removeprefix("assignment:").strip()
    head, bracket, inside = name.rpartition(" (")
    known = inside.removesuffix(")")
    return head if bracket and (known.isdigit() or known == "real") else name


def like(template: Template, columns: Sequence[int], data: bytes) -> bool:
    """Say whether a file is this one, but for what stands in some columns."""

    def rest(text: str) -> list[list[str]] | None:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=template.separator))
        except csv.Error:
            return None
        return [[c for n, c in enumerate(row) if n not in columns] for row in rows]

    try:
        text = data.removeprefix(template.mark).decode(template.encoding)
    except UnicodeDecodeError:
        return False
    return not data or rest(text) == rest(template.text)
