"""From files to a language: which tables there are, in which order sentences are looked for.

A course's own come first, then a pack's, then ours; what none of them has is said in English.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from autograder.language.speech import ENGLISH, Language

#: Where our own tables are.
OURS = Path(__file__).parent

#: What a language may be called: its two or three letters, and perhaps where it is spoken.
CODE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,8})?")

#: Which form fits a number, where a table does not say it: English's rule.
_RULE = "nplurals=2; plural=(n != 1);"

#: A sentence as it is collected: alone, or with its form for many.
Sentence = str | tuple[str, str]


class Carried(gettext.NullTranslations):
    """A table that travels with a notebook or a report, as data.

    Parameters
    ----------
    sentences : mapping
        English to translation; of sentences with several forms the one for one to the list of all,
        and ``""`` to what a PO file calls ``Plural-Forms``.
    """

    def __init__(self, sentences: Mapping[str, Any]) -> None:
        super().__init__()
        self._sentences = sentences
        self._rule = str(sentences.get("", _RULE))
        self._form = _form(self._rule)

    def info(self) -> dict[str, str]:
        """Give what is known of the table itself."""
        return {"plural-forms": self._rule}

    def gettext(self, message: str) -> str:
        """Give the translation of a sentence."""
        found = self._sentences.get(message) if message else None
        return found if isinstance(found, str) else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Give the form of a sentence that fits a number."""
        forms = self._sentences.get(msgid1)
        if isinstance(forms, list) and forms:
            return str(forms[min(self._form(n), len(forms) - 1)])
        return super().ngettext(msgid1, msgid2, n)


def language(
    code: str, folders: Sequence[Path] = (), sentences: Mapping[str, Any] | None = None
) -> Language:
    """Give a language with its tables.

    Parameters
    ----------
    code : str
    folders : sequence of Path
        Folders with tables, such as ``de.mo``, whose sentences come before ours, in this order.
    sentences : mapping, optional
        A table that was carried along, see `Carried`; it comes before all others.

    Raises
    ------
    OSError, ValueError
        If a table is there and cannot be read.
    """
    if not CODE.fullmatch(code):
        return ENGLISH

    files = [folder / f"{code}.mo" for folder in folders if has(folder, code)]
    if not files and not sentences:
        return _ours(code)

    def own() -> list[gettext.NullTranslations]:
        first: list[gettext.NullTranslations] = [Carried(sentences)] if sentences else []
        return first + [_read(path) for path in files]

    ours = _ours(code).files
    table = _chain([*own(), *map(_read, ours)])
    return Language(code, table, _chain(own()), (*files, *ours))


@cache
def _ours(code: str) -> Language:
    path = OURS / f"{code}.mo"
    return Language(code, _read(path), files=(path,)) if has(OURS, code) else Language(code)


def has(folder: Path, code: str) -> bool:
    """Say whether a folder has a compiled table of a language."""
    return (folder / f"{code}.mo").is_file()


def known(folders: Iterable[Path] = ()) -> list[str]:
    """Give the languages that there is a table of, and English."""
    return sorted({"en", *(path.stem for f in (OURS, *folders) for path in f.glob("*.mo"))})


def _read(path: Path) -> gettext.NullTranslations:
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _chain(tables: Sequence[gettext.NullTranslations]) -> gettext.NullTranslations:
    """Let each table ask the next one for what it does not have."""
    for table in tables[1:]:
        tables[0].add_fallback(table)
    return tables[0]


def carried(spoken: Language, wanted: Iterable[Sentence]) -> dict[str, Any]:
    """Give, as data, what a pack's or a course's own tables make of some sentences.

    Our own tables are wherever the grader is, so nothing of them need be carried.
    """
    if spoken.own is None:
        return {}
    found: dict[str, Any] = {}
    forms, rule = _forms(spoken.own)
    for sentence in wanted:
        if isinstance(sentence, str):
            said = spoken.own.gettext(sentence)
            if said != sentence:
                found[sentence] = said
        else:
            each = [spoken.own.ngettext(*sentence, number) for number in forms]
            if not set(each) <= set(sentence):
                found[sentence[0]] = each
                found[""] = rule
    return found


def _forms(table: gettext.NullTranslations) -> tuple[list[int], str]:
    """Give a number for each of the forms that a language has for numbers, and its rule."""
    rule = table.info().get("plural-forms", _RULE)
    form = _form(rule)
    numbers: dict[int, int] = {}
    for number in range(201):
        numbers.setdefault(form(number), number)
    return [numbers[place] for place in sorted(numbers)], rule


def _form(rule: str) -> Callable[[int], int]:
    """Make a function of a rule that says which form fits a number."""
    found = re.search(r"plural=([^;]+)", rule)
    made: Callable[[int], int] = gettext.c2py(found[1] if found else "n != 1")
    return made
