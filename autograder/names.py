"""Names that somebody else chose: shown without harm, and made into names of files of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import chain, count

#: Longest name of a submission, in bytes: file systems allow 255, endings included.
MAX_NAME = 120

#: Names that are taken: the page that lists all others, and what Windows keeps for itself.
RESERVED = frozenset(
    ["index", "con", "prn", "aux", "nul"] + [f"{a}{n}" for a in ("com", "lpt") for n in range(10)]
)

_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
_ESCAPE = re.compile(r"\\(\\|x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8})")


def shown(name: object) -> str:
    r"""Write a name so that no terminal, table or page does what is in it.

    What cannot be seen is escaped as Python would: control characters, marks that turn the
    direction of writing, bytes that are no text. `meant` gives the name back.

    Examples
    --------
    >>> print(shown("a\x1b[31m\u202eb\nc.ipynb"))
    a\x1b[31m\u202eb\x0ac.ipynb
    """
    return "".join("\\\\" if one == "\\" else visible(one) for one in str(name))


def plain(text: str) -> str:
    r"""Write a sentence on one line, with what cannot be seen escaped: twice is as once.

    Examples
    --------
    >>> print(plain("first\n second\x1b[31m"))
    first second\x1b[31m
    """
    return "".join(map(visible, " ".join(text.split())))


def visible(character: str) -> str:
    """Give a character, or its number in Python's way if nobody could see it."""
    if unicodedata.category(character) not in _UNSEEN:
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def meant(text: str) -> str:
    r"""Give the name that `shown` wrote.

    Examples
    --------
    >>> meant(shown("a\\x1b\x1b\udcff")) == "a\\x1b\x1b\udcff"
    True
    """
    return _ESCAPE.sub(lambda found: found[1] if found[1] == "\\" else _character(found[1]), text)


def _character(digits: str) -> str:
    number = int(digits[1:], 16)
    return chr(number) if number <= 0x10FFFF else ""


def stem(name: str) -> str:
    """Give a name that is safe as the beginning of a file's, in letters of every script.

    Examples
    --------
    >>> stem("Ada (2).ipynb"), stem("CON.x.ipynb"), stem("x.error.ipynb"), stem("../..")
    ('Ada_2', 'CON_.x', 'x.error_', 'submission')
    """
    plain = unicodedata.normalize("NFC", without_ending(name))
    made = re.sub(r"[^\w.=@+-]+", "_", plain).strip("._")
    made = made.encode(errors="ignore")[:MAX_NAME].decode(errors="ignore") or "submission"
    first, dot, rest = made.partition(".")
    if first.casefold() in RESERVED:
        made = f"{first}_{dot}{rest}"
    # `x.error.json` says why x was not graded, so it cannot be the result of somebody else.
    return f"{made}_" if made.casefold().endswith(".error") else made


def without_ending(name: str) -> str:
    """Give a notebook's name without ``.ipynb``, however that is written."""
    return name[: -len(".ipynb")] if name.lower().endswith(".ipynb") else name


def unique(wanted: Iterable[tuple[str, str]], held: Mapping[str, str] | None = None) -> list[str]:
    """Give each of several files a name that no other has, also where case does not count.

    Parameters
    ----------
    wanted : iterable of (name, file)
        What each would be called, and something that tells it apart, such as its whole path.
    held : mapping, optional
        Names that are in use already, each with its file: a file keeps its name, and no other gets
        it.

    Examples
    --------
    >>> unique([("hw", "a/hw"), ("HW", "b/HW"), ("index", "c/index")])
    ['hw', 'HW-2', 'index_']
    >>> unique([("hw", "b/hw")], {"hw": "a/hw"}), unique([("hw", "b/hw")], {"hw-2": "b/hw"})
    (['hw-2'], ['hw-2'])
    >>> unique([("a b", "a b"), ("a_b", "a_b")])  # who is called so comes first
    ['a_b-2', 'a_b']
    """
    given = list(wanted)
    wishes = [(stem(name), file) for name, file in given]
    exact = [stem(name) == unicodedata.normalize("NFC", without_ending(name)) for name, _ in given]
    chosen: dict[int, str] = {}
    taken = {folded(name) for name in held or {}}
    own = {file: name for name, file in (held or {}).items()}
    for index, (wish, file) in enumerate(wishes):
        if file in own and re.fullmatch(re.escape(wish) + r"(-\d+)?", own[file]):
            chosen[index] = own.pop(file)
    for index in sorted(range(len(wishes)), key=lambda index: not exact[index]):
        wish = wishes[index][0]
        if index not in chosen:
            numbered = (f"{wish}-{number}" for number in count(2))
            chosen[index] = next(n for n in chain([wish], numbered) if folded(n) not in taken)
            taken.add(folded(chosen[index]))
    return [chosen[index] for index in range(len(wishes))]


def folded(name: str) -> str:
    """Give what names have in common that some file systems do not tell apart."""
    return unicodedata.normalize("NFKC", name.casefold()).casefold()
