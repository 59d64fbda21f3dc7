"""Long tables of a page, folded away: HTML that GitHub and the site both open with a click."""

from __future__ import annotations

from collections.abc import Iterable


def folded(title: str, lines: Iterable[str]) -> list[str]:
    """Fold lines of Markdown away under a title.

    Parameters
    ----------
    title : str
        One line, which stays.
    lines : iterable of str

    Returns
    -------
    list of str
        Blank lines keep what is inside Markdown.

    Examples
    --------
    >>> print("\\n".join(folded("All rows", ["| a |", "| --- |"])))
    <details>
    <summary>All rows</summary>
    <BLANKLINE>
    | a |
    | --- |
    <BLANKLINE>
    </details>
    """
    return ["<details>", f"<summary>{title}</summary>", "", *lines, "", "</details>"]


def counted(number: int, one: str, many: str) -> str:
    """Write how many there are.

    Examples
    --------
    >>> counted(1, "answer loses", "answers lose"), counted(3, "answer loses", "answers lose")
    ('1 answer loses', '3 answers lose')
    """
    return f"{number} {one if number == 1 else many}"
