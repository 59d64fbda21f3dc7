"""How a teacher's page looks: whole in itself, light and dark, without scripts and the network."""

from __future__ import annotations

import html
from typing import Any

from autograder.feedback import clean
from autograder.names import visible

#: Nothing is run and nothing is asked for, whatever stands in a page; pictures are in it.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'"
)

#: Colours that are told apart by everybody (Okabe and Ito), as names of styles.
_STYLE = """
:root { color-scheme: light dark; --full: #009E73; --part: #56B4E9; --none: #D55E00;
        --open: #8c8c8c; --line: rgba(128,128,128,.4); --soft: rgba(128,128,128,.12);
        --mark: rgba(230,159,0,.28); }
* { box-sizing: border-box; }
body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 76em; margin: 1.5em auto;
       padding: 0 min(1.2em, 3vw); overflow-wrap: anywhere; }
h1 { font-size: 1.6em; line-height: 1.25; } h2 { margin-top: 1.8em; } h3 { margin-bottom: .3em; }
table { border-collapse: collapse; overflow-wrap: normal; }
th, td { padding: .25em .7em .25em 0; text-align: left; vertical-align: top;
         border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.wide { overflow-x: auto; }
.wide:focus-visible, pre:focus-visible, a:focus-visible, summary:focus-visible,
iframe:focus-visible { outline: 3px solid #0072B2; outline-offset: 2px; }
pre { margin: .4em 0; padding: .6em .8em; background: var(--soft); border-radius: 6px;
      overflow: auto; max-height: 40em; font: .88em/1.45 ui-monospace, monospace; }
code { font: .93em ui-monospace, monospace; }
svg { max-width: 100%; height: auto; } .wide > svg { max-width: none; }
svg text { fill: currentColor; }
details { margin: .5em 0; } summary { cursor: pointer; }
.note { border-left: 4px solid #0072B2; background: var(--soft); padding: .5em .9em;
        border-radius: 0 6px 6px 0; margin: 1em 0; }
"""

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


def plain(text: Any, longest: int = 400) -> str:
    """Clean text and escape it, for titles and attributes: nothing in it is marked as code."""
    return html.escape(clean(text, longest))


def code(text: str) -> str:
    """Escape a piece of code, every character of which can be seen, and no line of which is cut.

    Examples
    --------
    >>> code("a\\t< b\\x1b")
    'a    &lt; b\\\\x1b'
    """
    return html.escape(
        "".join("    " if one == "\t" else one if one == "\n" else visible(one) for one in text)
    )


def percent(share: float) -> str:
    """Write a share of 1 as whole per cent; what is nearly all is not all, nor nearly nothing none.

    Examples
    --------
    >>> percent(0.25), percent(0.999), percent(0.001), percent(1.0)
    ('25 %', '99 %', '1 %', '100 %')
    """
    whole = round(100 * share)
    if 0 < share < 1:
        whole = min(99, max(1, whole))
    return f"{whole} %"


def whole_page(title: str, body: str, style: str = "") -> str:
    """Write a page: its title as it is said, its body as HTML, and its own styles."""
    return _PAGE.format(policy=POLICY, title=plain(title), style=_STYLE + style, body=body)


def table(caption: str, head: list[tuple[str, bool]], rows: list[list[str]]) -> str:
    """Write a table that can be moved to the side where it is too wide.

    Parameters
    ----------
    caption : str
        What a screen reader calls it.
    head : list of (str, bool)
        Each column's name, as HTML, and whether it holds numbers.
    rows : list of list of str
        As HTML. What stands first in a row is its heading.
    """
    tops = "".join(f'<th scope="col"{" class=n" * number}>{text}</th>' for text, number in head)
    lines = []
    for row in rows:
        cells = [f'<th scope="row">{row[0]}</th>']
        cells += [
            f"<td{' class=n' * number}>{text}</td>"
            for text, (_, number) in zip(row[1:], head[1:], strict=True)
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{plain(caption)}"><table>'
        f"<thead><tr>{tops}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )
