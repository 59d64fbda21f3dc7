"""Speaking a language: sentences are looked up and filled in.

Nothing of ours is imported here, so that everything may speak.
"""

from __future__ import annotations

import contextlib
import gettext
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Language:
    """A language, with the tables that its sentences stand in.

    Parameters
    ----------
    code : str
        As file names of tables have it: ``"en"``, ``"de"``, ``"pt_BR"``.
    table : gettext.NullTranslations
        Where sentences are looked up, with what to fall back to.
    own : gettext.NullTranslations, optional
        Of that, what a pack or a course brings along.
    files : tuple of Path
        The files that it was read from.
    """

    code: str = "en"
    table: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    own: gettext.NullTranslations | None = None
    files: tuple[Path, ...] = ()

    @property
    def tag(self) -> str:
        """Its name for HTML's attribute ``lang``.

        Examples
        --------
        >>> Language("pt_BR").tag
        'pt-BR'
        """
        return self.code.replace("_", "-")


ENGLISH = Language()

_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """Give the language that is spoken now."""
    return _spoken.get()


@contextlib.contextmanager
def speaking(language: Language) -> Iterator[Language]:
    """Speak a language inside of a ``with``.

    Threads begin with English, unless they run in a copy of the context that starts them.
    """
    before = _spoken.set(language)
    try:
        yield language
    finally:
        _spoken.reset(before)


class Said(str):
    """A sentence in another language, which remembers its English.

    What kind of mistake something is must not depend on a language, so what recognizes mistakes by
    words looks at these. Sums of sentences remember it, too.
    """

    english: str

    def __new__(cls, text: str, english: str) -> Said:
        """Make it of what is said, and what would be said in English."""
        made = super().__new__(cls, text)
        made.english = english
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.english

    def __add__(self, other: str) -> Said:
        return Said(str(self) + str(other), self.english + in_english(other))

    def __radd__(self, other: str) -> Said:
        return Said(str(other) + str(self), in_english(other) + self.english)


def in_english(text: Any) -> Any:
    """Give the English of something that was said; of anything else, itself.

    Examples
    --------
    >>> in_english("Weiter" + Said(": los", ": go"))
    'Weiter: go'
    """
    return text.english if isinstance(text, Said) else text


def say(sentence: str, /, **words: Any) -> str:
    """Give a sentence in the language that is spoken, its places filled in.

    Parameters
    ----------
    sentence : str
        In English: a literal, so that it is found when tables are made; or a name for one that
        stands in `template`. Braces are places where there are words, and braces where there are
        none.
    **words : object
        What comes into its places.

    Examples
    --------
    >>> say("{name} should be {right}.", name="a.grad", right=3)
    'a.grad should be 3.'
    """
    if spoken() is ENGLISH or not sentence:  # for "" tables tell of themselves
        return _filled(sentence, sentence, {name: in_english(word) for name, word in words.items()})
    return _told(spoken().table.gettext(sentence), sentence, words)


def say_many(one: str, many: str, count: float, /, **words: Any) -> str:
    """Give a sentence in the form that fits a number, which fills its place ``{count}``.

    Parameters
    ----------
    one, many : str
        In English, for one and for any other number.
    count : float
        The number. One that is not whole takes the form for many.
    **words : object
        What comes into the other places; ``count=...`` writes the number in another way.

    Examples
    --------
    >>> say_many("{count} point", "{count} points", 3)
    '3 points'
    """
    whole = int(count) if float(count).is_integer() else 2
    sentence = one if whole == 1 else many
    return _told(spoken().table.ngettext(one, many, whole), sentence, {"count": count, **words})


def _told(found: str, sentence: str, words: Mapping[str, Any]) -> str:
    """Fill a translation, and keep what it is in English."""
    text = _filled(found, sentence, words)
    english = _filled(sentence, sentence, {name: in_english(word) for name, word in words.items()})
    return text if text == english else Said(text, english)


def template(sentence: str, /) -> str:
    """Mark a literal that is said later, by its name: it is given back as it is.

    Examples
    --------
    >>> AGAIN = template("Run it again.")
    >>> say(AGAIN)
    'Run it again.'
    """
    return sentence


def _filled(found: str, sentence: str, words: Mapping[str, Any]) -> str:
    """Fill a sentence's places; a translation with other places costs itself, and nothing else."""
    if not words:
        return found
    try:
        return found.format_map(words)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError):
        return sentence.format_map(words)


def listed(words: Sequence[str], /) -> str:
    """Write words as a list in a sentence.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return say("{some} and {last}", some=", ".join(words[:-1]), last=words[-1])


def joined(words: Iterable[str], /) -> str:
    """Write words with "and" between each two.

    Examples
    --------
    >>> joined(["a", "b", "c"])
    'a and b and c'
    """
    found = ""
    for word in words:
        found = say("{some} and {last}", some=found, last=word) if found else word
    return found


def pattern(sentence: str, /, **words: str) -> str:
    """Give a regular expression for what a sentence says in the language that is spoken.

    Parameters
    ----------
    sentence : str
        As `say` takes it.
    **words : str
        For each of its places a regular expression.

    Examples
    --------
    >>> re.fullmatch(pattern("ran {seconds} s", seconds=r"(\\d+)"), "ran 12 s")[1]
    '12'
    """
    marks = {name: f"\0{number}\0" for number, name in enumerate(words)}
    found = re.escape(say(sentence, **marks))
    for name, mark in marks.items():
        found = found.replace(re.escape(mark), words[name])
    return found
