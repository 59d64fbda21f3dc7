"""Grading for adlearn: a submission is asked, and only the grader knows the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.practice import check

__all__ = ["check"]


def __getattr__(name: str) -> Any:
    """Load `check` when it is first asked for: importing the package stays cheap."""
    if name == "check":
        from autograder.practice import check

        return check
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
