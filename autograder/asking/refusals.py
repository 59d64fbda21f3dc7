"""Refusing what a probe found to be of the wrong kind, and saying more about what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from autograder.errors import CheckFailure

__all__ = ["more_said", "refuse_odd"]


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
        hint = " Is there a `return` in it?" if found["odd"] == "NoneType" else ""
        raise CheckFailure(
            f"{what} should be {wanted}; it is of type {found['odd']}.{hint}", "type"
        )


@contextmanager
def more_said(hint: Callable[[], str]) -> Iterator[None]:
    """Add to a failure what a hint has to say of it."""
    try:
        yield
    except CheckFailure as failure:
        said = hint()
        told = CheckFailure(failure.message + said, failure.kind, failure.counterexample)
        told.says_what = bool(said) or failure.says_what
        raise told from None
