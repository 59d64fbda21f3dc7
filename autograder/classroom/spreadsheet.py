"""Tables that people write in a spreadsheet, and that are written for one.

Spreadsheets put a mark before the first letter, separate by semicolons where numbers have a comma,
leave spaces and empty lines, and take some texts for formulas. Nothing of that is somebody's
mistake, so all of it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder import names
from autograder.errors import UsageError

#: What a spreadsheet takes for a formula at the beginning of a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

#: A number below 0, which is no formula.
_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")

SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table.

    Parameters
    ----------
    place : str
        The file and the line, for what is said of a mistake.
    texts : dict
        Column to what stands there.
    """

    place: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table.

    Parameters
    ----------
    columns : tuple of str
    lines : tuple of Line
    separator : str
        What stands between two columns.
    """

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    separator: str = ","


def read_sheet(path: Path, needed: Sequence[str], example: str) -> Sheet:
    """Read a table.

    Parameters
    ----------
    path : Path
    needed : sequence of str
        Columns that must be there.
    example : str
        Its first line, for what is said of a mistake.

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If there is none.
    UsageError
        If it cannot be read, or is no such table.
    """
    text = _text(path)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep="):  # what Excel writes for itself
        text = rest
    separator = _separator(text, needed)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    skipped = int(text is rest)
    try:
        head = [cell.strip().casefold() for cell in next(reader, [])]
        while head and not head[-1]:
            head.pop()
        missing = [name for name in needed if name not in head]
        if missing:
            raise UsageError(
                f"{path}: there is no column {missing[0]}. Its first line is {example}."
            )
        twice = next((name for name in head if name and head.count(name) > 1), "")
        if twice:
            raise UsageError(f"{path}: the column {twice} is there twice. Remove one of them.")
        lines = []
        for cells in reader:
            place = f"{path}, line {reader.line_num + skipped}"
            texts = [meant(cell) for cell in cells]
            if not any(texts):
                continue
            if any(texts[len(head) :]):
                raise UsageError(
                    f"{place}: it has more cells than the first line. Put quotes around a text "
                    f"with a {separator!r} in it."
                )
            texts += [""] * (len(head) - len(texts))
            lines.append(Line(place, {name: one for name, one in zip(head, texts) if name}))  # noqa: B905
    except csv.Error as error:
        raise UsageError(f"{path}, line {reader.line_num + skipped}: {error}. Mend it.") from error
    return Sheet(tuple(filter(None, head)), tuple(lines), separator)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        raise
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise UsageError(
            f"{path}, line {line}: its letters are in another code than UTF-8. Save it again as "
            "CSV UTF-8."
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: it cannot be read ({reason}). Mend that.") from error


def _separator(text: str, needed: Sequence[str]) -> str:
    """Give what separates the columns that must be there."""
    head = text.lstrip().partition("\n")[0]
    found = {one: {cell.strip(' "\r').casefold() for cell in head.split(one)} for one in SEPARATORS}
    return max(SEPARATORS, key=lambda one: len(found[one] & set(needed)))


def meant(text: str) -> str:
    """Give what somebody wrote: without spaces around it, and what keeps it from being a formula.

    Examples
    --------
    >>> meant(" it's 2 "), meant("'=1+1"), meant(harmless("'-x"))
    ("it's 2", '=1+1', "'-x")
    """
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("'", *_FORMULA) else text


def harmless(text: str) -> str:
    """Write a text so that no spreadsheet takes it for a formula, and no terminal obeys it.

    Examples
    --------
    >>> harmless("=1+1"), harmless("-2.5"), harmless("-2.5+1"), harmless("a\\x1b[31m")
    ("'=1+1", '-2.5', "'-2.5+1", 'a\\\\x1b[31m')
    """
    text = "".join(one if one in "\t\r\n" else names.visible(one) for one in text)
    if _NUMBER.fullmatch(text):  # which is to be added up
        return text
    risky = text[:1] in _FORMULA or (text[:1] == "'" and text[1:2] in ("'", *_FORMULA))
    return "'" + text if risky and text else text


def to_text(head: Sequence[str], lines: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Write a table as text, its cells harmless."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=separator, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(map(harmless, line) for line in lines)
    return page.getvalue()


def number(text: str) -> float:
    """Read a number that is not below 0, with a point or a comma.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> number("2.5"), number(" 2,5 ")
    (2.5, 2.5)
    """
    text = text.strip()
    value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    if not 0 <= value < 1e6 or "_" in text:
        raise ValueError(text)
    return value
