"""Where a page names a line of the engine, the name leads there: to the file as a page of the site.

A page that says ``adlearn/order.py`` in code, and then *, line 10*, needs no link: it gets one. In
a notebook the same words are words, since there the file is at hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOUSE = Path(__file__).parents[2]
#: What can be read on the site: the engine, and not all that is built on it.
ROOMS = ("derivatives/*", "nesting", "order", "rules/*", "scalars/*", "tensors/*")

_NAMED = re.compile(
    r'(<code[^>]*>(?:<span class="pre">)?(adlearn/[\w/]+)\.py(?:</span>)?</code>), line (\d+)'
)


def files() -> list[str]:
    """Name the files that have a page, without their ending."""
    found = [path for room in ROOMS for path in (HOUSE / "adlearn").glob(f"{room}.py")]
    return sorted(path.relative_to(HOUSE).with_suffix("").as_posix() for path in found)


def linked(body: str, up: str) -> str:
    """Make links of the lines that a page names.

    Parameters
    ----------
    body : str
        The page, as HTML.
    up : str
        From the page to the site's first folder, such as ``../``.

    Returns
    -------
    str

    Examples
    --------
    >>> linked("<code>adlearn/order.py</code>, line 10", "../")
    '<a href="../source/adlearn/order.html#line-10"><code>adlearn/order.py</code>, line 10</a>'
    """

    known = set(files())

    def link(found: re.Match[str]) -> str:
        code, file, line = found.groups()
        if file not in known:
            return found[0]
        return f'<a href="{up}source/{file}.html#line-{line}">{code}, line {line}</a>'

    return _NAMED.sub(link, body)


def _link(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    if page.startswith("tutorials/"):
        context["body"] = linked(context["body"], "../" * page.count("/"))


def _pages(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Write each file of the engine as a page, with a place to go to at each line."""
    for file in files():
        source = (HOUSE / f"{file}.py").read_text(encoding="utf-8")
        text = app.builder.highlighter.highlight_block(
            source, "python", linenos="inline", lineanchors="line"
        )
        yield f"source/{file}", {"title": file, "body": f"<h1>{file}.py</h1>{text}"}, "page.html"


def setup(app: Any) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("html-collect-pages", _pages)
    app.connect("html-page-context", _link)
    return {"parallel_read_safe": True}
