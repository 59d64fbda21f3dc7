"""Making tables: PO files are brought up to the sentences that there are, and compiled.

This uses Babel, which comes with what instructors install; speaking a language does not need it.
"""

from __future__ import annotations

import io
import re
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.language.collecting import Place

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

#: Of a new table; a date in it would only say when it was begun.
_BEGUN = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Table:
    """What came of bringing a table up to date.

    Parameters
    ----------
    path : Path
        The PO file.
    said, all : int
        How many sentences have a translation, and how many there are.
    wrong : tuple of str
        What is wrong with some of them; those are not used.
    """

    path: Path
    said: int
    all: int
    wrong: tuple[str, ...]


def update(code: str, folder: Path, places: Iterable[Place]) -> Table:
    """Bring the table of a language up to the sentences that there are, and compile it.

    What was translated stays. A sentence whose English was changed a little keeps its translation,
    marked as fuzzy, and is not used until somebody has looked at it; what is no longer said is kept
    at the end of the file.

    Parameters
    ----------
    code : str
        Such as ``"de"``.
    folder : Path
        Where its PO file is, or comes to be.
    places : iterable of Place
        The sentences.

    Raises
    ------
    ValueError
        If the PO file cannot be read.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    path = folder / f"{code}.po"
    table = read(path, code) if path.is_file() else Catalog(code, **_head(code, _BEGUN))
    begun = table.creation_date if isinstance(table.creation_date, datetime) else _BEGUN
    wanted = Catalog(**_head(None, begun))
    for place in places:
        wanted.add(place.sentence, locations=[(place.file, 0)], flags=_flags(place.sentence))
    table.update(wanted)
    written = io.BytesIO()
    write_po(written, table, width=100, include_lineno=False, include_previous=True)
    folder.mkdir(parents=True, exist_ok=True)
    _replace(path, written.getvalue())
    return compiled(path)


def _head(code: str | None, begun: datetime) -> dict[str, Any]:
    return {
        "project": "autograder",
        "version": "1",
        "header_comment": "# Sentences that students read, in the words of one language.",
        "msgid_bugs_address": "adlearn",
        "creation_date": begun,
        "revision_date": begun,
        "last_translator": "adlearn",
        "language_team": code or "",
        "fuzzy": False,
    }


def read(path: Path, code: str) -> Catalog:
    """Read a PO file.

    Raises
    ------
    ValueError
        If it is none.
    """
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, locale=code, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{path}: line {error.lineno + 1}: {error}") from error


def compiled(path: Path) -> Table:
    """Compile a PO file, and say how complete it is.

    A translation whose places are others than the English sentence's is left out.
    """
    data, table = mo_of(path)
    _replace(path.with_suffix(".mo"), data)
    return table


def mo_of(path: Path) -> tuple[bytes, Table]:
    """Give what a PO file's MO file holds, and how complete it is."""
    from babel.messages.mofile import write_mo

    table = read(path, path.stem)
    messages = [message for message in table if message.id]
    wrong = []
    for message in messages:
        problem = problem_of(message)
        if problem:
            wrong.append(f"{path}: {problem}")
            message.string = ""
    made = io.BytesIO()
    write_mo(made, table)
    said = sum(bool(_strings(message)) and not message.fuzzy for message in messages)
    return made.getvalue(), Table(path, said, len(messages), tuple(wrong))


def problem_of(message: Message) -> str:
    """Say what is wrong with a translation, or nothing."""
    english = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {frozenset(places(text)) for text in english}
    if message.fuzzy:
        return ""
    for said in _strings(message):
        try:
            own = frozenset(places(said))
        except ValueError as error:
            return f"{said!r} has braces that are none of a place ({error})."
        # A form for one may say it in a word: "one point".
        fits = own in allowed or (len(english) > 1 and own | {"count"} in allowed)
        if not fits:
            wanted = ", ".join(f"{{{name}}}" for name in sorted(frozenset().union(*allowed)))
            return f"{said!r} must have the places {wanted or 'of nothing'}, as {english[0]!r} has."
    return ""


def places(sentence: str) -> set[str]:
    """Give the names of a sentence's places.

    Examples
    --------
    >>> sorted(places("{name} ran longer than {seconds:g} s."))
    ['name', 'seconds']
    """
    if not re.search(r"\{[a-z_]", sentence, re.IGNORECASE):  # said without words: braces are braces
        return set()
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def _flags(sentence: object) -> list[str]:
    first = sentence if isinstance(sentence, str) else sentence[0]  # type: ignore[index]
    return ["python-brace-format"] if re.search(r"\{[a-z_]", str(first)) else []


def _strings(message: Message) -> list[str]:
    said = message.string or ""
    strings = [said] if isinstance(said, str) else list(said)
    return [text for text in strings if text]


def _replace(path: Path, data: bytes) -> None:
    """Write a file under another name first: nobody reads half of it."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(data)
    beside.replace(path)
