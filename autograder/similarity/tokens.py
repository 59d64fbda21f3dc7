"""Code as a list of tokens in which everything that is easily changed looks the same.

Names that a student chose, numbers, strings, comments and empty lines can be changed in a minute.
What stays is the order of what is done: keywords, operators, Python's own functions, and attributes
that the assignment demands.
"""

from __future__ import annotations

import builtins
import keyword
import re
import sys
import tokenize
from collections import deque
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import NamedTuple

from autograder.sandbox.worker.cells import dedented, without_magics

#: What stands for a name that somebody chose, for a number and for a text.
NAME, NUMBER, TEXT = "name", "number", "text"

#: Attributes of Python's own containers: who renames one has another program.
_CONTAINERS = frozenset(
    name
    for kind in (list, dict, set, str, tuple, deque)
    for name in dir(kind)
    if not name.startswith("_")
)
_BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))

#: How often reading a cell begins again behind what is no Python, before the rest is split.
_ATTEMPTS = 50

#: Longest cell that is read, in characters: nobody's answer is as long.
LONGEST = 100_000

_WORDS = re.compile(r"[^\W\d]\w*|\d[\w.]*|[^\w\s]")


class Token(NamedTuple):
    """A token, and where it stands in its cell.

    Parameters
    ----------
    text : str
        What it counts as.
    line, start : int
        Its first line, from 1, and its first column, from 0.
    last, end : int
        Its last line, and the column behind it.
    """

    text: str
    line: int
    start: int
    last: int
    end: int


def read_tokens(source: str, known: Iterable[str] = ()) -> list[Token]:
    """Read the tokens of a cell, of one that is no Python as far as possible.

    Parameters
    ----------
    source : str
    known : collection of str
        Attributes that the assignment gives or demands, which are told apart.

    Returns
    -------
    list of Token
        Without comments, empty lines and texts that stand alone, such as docstrings.

    Examples
    --------
    >>> [token.text for token in read_tokens("y = f(a.grad, 3)  # slope", {"grad"})]
    ['name', '=', 'name', '(', 'name', '.', 'grad', ',', 'number', ')', ';']
    >>> [token.text for token in read_tokens("for x in (a:\\n  'b'")][:4]
    ['for', 'name', 'in', '(']
    """
    named = frozenset(known) | _CONTAINERS
    # What Jupyter understands and Python does not becomes lines without effect, at their places.
    text = without_magics(dedented(source[:LONGEST]).replace("\f", " "))
    shift = _indent_taken(source, text)
    found: list[Token] = []
    pending: list[tokenize.TokenInfo] = []
    for one in _python_tokens(text):
        if one.type in _ENDS:
            found += _statement(pending, named, shift)
            pending = []
        else:
            pending.append(one)
    return [*found, *_statement(pending, named, shift)]


def _indent_taken(source: str, text: str) -> int:
    """Give how many columns every line of a text has moved to the left."""
    first = next((line for line in source.split("\n") if line.strip()), "")
    same = next((line for line in text.split("\n") if line.strip()), "")
    return max(0, len(first) - len(first.lstrip()) - (len(same) - len(same.lstrip())))


def _statement(
    tokens: list[tokenize.TokenInfo], known: frozenset[str], shift: int
) -> Iterator[Token]:
    """Give the tokens of a statement as they count; of a text that stands alone, none."""
    if all(one.type in _TEXTS for one in tokens):
        return
    before = ""
    for one in tokens:
        (line, start), (last, end) = one.start, one.end
        yield Token(_counts_as(one, before, known), line, start + shift, last, end + shift)
        before = one.string
    yield Token(";", last, end + shift, last, end + shift)


#: What ends a statement; how far it is indented says little that its first word does not.
_ENDS = {tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.INDENT, tokenize.DEDENT}
_TEXTS = {tokenize.STRING}
_F_PARTS: set[int] = set()
if sys.version_info >= (3, 12):  # there the parts of an f-string are tokens of their own
    _TEXTS |= {tokenize.FSTRING_START, tokenize.FSTRING_MIDDLE, tokenize.FSTRING_END}
    _F_PARTS = {tokenize.FSTRING_MIDDLE, tokenize.FSTRING_END}


def _counts_as(one: tokenize.TokenInfo, before: str, known: frozenset[str]) -> str:
    if one.type == tokenize.NUMBER:
        return NUMBER
    if one.type in _TEXTS:
        return TEXT
    if one.type != tokenize.NAME or keyword.iskeyword(one.string):
        return one.string
    if before == ".":
        return one.string if one.string in known else NAME
    return one.string if one.string in _BUILTINS else NAME


_DROPPED = {tokenize.COMMENT, tokenize.NL, tokenize.ENCODING}


def _python_tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """Give Python's tokens; where it stops, go on with the next line."""
    lines = text.splitlines(keepends=True)
    at = 0
    for _ in range(_ATTEMPTS):
        reached = at
        try:
            for one in tokenize.generate_tokens(StringIO("".join(lines[at:])).readline):
                reached = max(reached, at + one.start[0] - 1)
                if one.type not in _DROPPED and one.type not in _F_PARTS:
                    yield _moved(one, at)
            return
        except (tokenize.TokenError, SyntaxError) as error:
            at = max(reached, at + _line_of(error) - 1) + 1
        if at >= len(lines):
            return
    yield from _split(lines, at)


def _line_of(error: Exception) -> int:
    """Give the line at which Python gave up: where a text begins that never ends, for example."""
    if isinstance(error, SyntaxError):
        return error.lineno or 1
    place = error.args[1] if len(error.args) > 1 else None
    return int(place[0]) if isinstance(place, tuple) else 1


def _moved(one: tokenize.TokenInfo, lines: int) -> tokenize.TokenInfo:
    if not lines:
        return one
    start, end = (one.start[0] + lines, one.start[1]), (one.end[0] + lines, one.end[1])
    return one._replace(start=start, end=end)


def _split(lines: list[str], at: int) -> Iterator[tokenize.TokenInfo]:
    """Give the words and signs of lines that are no Python at all."""
    for number, line in enumerate(lines[at:], start=at + 1):
        for word in _WORDS.finditer(line):
            first = word[0][0]
            kind = (
                tokenize.NUMBER
                if first.isdigit()
                else tokenize.NAME
                if first.isalpha() or first == "_"
                else tokenize.OP
            )
            place = (number, word.start()), (number, word.end())
            yield tokenize.TokenInfo(kind, word[0], *place, line)
        end = (number, len(line))
        yield tokenize.TokenInfo(tokenize.NEWLINE, "\n", end, end, line)
