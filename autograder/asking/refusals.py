"""Refusing what a probe found to be of the wrong kind, and saying more about what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from autograder.asking.told_by_probes import in_words
from autograder.errors import CheckFailure, StudentError
from autograder.language import say

__all__ = ["either", "first_wrong", "more_said", "refuse_odd"]


def refuse_odd(found: Any, what: str, wanted: str) -> None:
    """Fail where a probe told a class instead of what was asked for.

    Examples
    --------
    >>> refuse_odd({"odd": "list"}, "`f(x)`", "an array")
    Traceback (most recent call last):
    ...
    autograder.errors.CheckFailure: `f(x)` should be an array; it is of type list.
    """
    if isinstance(found, dict) and "odd" in found:
        text = say(
            "{what} should be {wanted}; it is of type {kind}.",
            what=what,
            wanted=wanted,
            kind=in_words(found["odd"]),
        )
        if found["odd"] == "NoneType":
            text += " " + say("Is there a `return` in it?")
        raise CheckFailure(text, "type")


@contextmanager
def more_said(hint: Callable[[], str]) -> Iterator[None]:
    """Add to a failure what a hint has to say of it."""
    try:
        yield
    except CheckFailure as failure:
        said = hint().rstrip()
        told = CheckFailure(
            failure.message + said, failure.kind, failure.counterexample, cases=failure.cases
        )
        told.says_what = bool(said) or failure.says_what
        raise told from None


def either(said: Collection[str]) -> str:
    """Join sentences of which any may be what was done; none, if there are more than two.

    Examples
    --------
    >>> either(["It is twice as much."]), either([]), either(["It is a.", "It is b."])
    (' It is twice as much.', '', ' Either: It is a. Or: It is b.')
    """
    if len(said) == 2:
        one, other = said
        return " " + say("Either: {one} Or: {other}", one=one, other=other)
    return "".join(f" {one}" for one in said) if len(said) == 1 else ""


def first_wrong(*parts: tuple[str, Callable[[], object]]) -> str:
    """Say which of the functions that a wrong answer uses is not right itself; the first of them.

    Parameters
    ----------
    *parts : tuple of str and callable
        Each function's name, and a claim about it.

    Examples
    --------
    >>> first_wrong(("f", lambda: None))
    ''
    """
    for name, claim in parts:
        try:
            claim()
        except (CheckFailure, StudentError):
            return " " + say(
                "`{name}`, which it uses, is not right yet: get its own check right first.",
                name=name,
            )
    return ""
