"""Text that shows itself: as the last line of a cell or in a terminal it is seen as it is printed,
and not in quotes with `\\n` in it."""

from __future__ import annotations

from html import escape


class Text(str):
    """Several lines of text: a plain `str` for programs, the lines themselves for a reader.

    Examples
    --------
    >>> Text("one\\ntwo")
    one
    two
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Keep every line whole: a notebook breaks lines of plain text that are too long for it."""
        style = (
            "white-space:pre;overflow-x:auto;line-height:1.3;margin:0;"
            "font-family:var(--jp-code-font-family,ui-monospace,Menlo,Consolas,monospace)"
        )
        return f'<pre style="{style}">{escape(self)}</pre>'
