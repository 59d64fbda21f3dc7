"""The stepper as text: one script for a notebook's kernel and for a page without one.

The script is written by hand, in five files and a style sheet. Joining them is all the building
there is: a widget gets the result as an ES module, a page gets it between script tags together
with the numbers it shows.
"""

from __future__ import annotations

import base64
import functools
import html
import json
import re
from importlib.resources import files
from typing import Any
from uuid import uuid4

#: Each after those it imports.
PARTS = ("picture", "steps", "inputs", "lines", "stepper")

#: How far a picture may shrink: its letters are 12 pixels high.
READABLE = 0.75

#: Stands in for the kernel's model on a page of its own: the same numbers for ever.
FROZEN_MODEL = """
const frozen = (traits) => {
  const heard = {};
  const model = {
    get: (name) => traits[name],
    set: (name, value) => {
      const given = typeof name === "string" ? { [name]: value } : name;
      const changed = Object.keys(given).filter((key) => traits[key] !== given[key]);
      Object.assign(traits, given);
      for (const key of changed) for (const react of heard[`change:${key}`] ?? []) react();
    },
    on: (event, react) => (heard[event] ??= []).push(react),
    off: (event, react) => (heard[event] = (heard[event] ?? []).filter((r) => r !== react)),
    save_changes: () => {},
  };
  return model;
};
for (const el of document.querySelectorAll('[data-adlearn="NAME"]:not([data-live])')) {
  el.dataset.live = "";
  el.replaceChildren();
  module.render({ model: frozen(TRAITS), el });
}
"""


#: Puts the markup of a picture in the place of its image: markup takes the colours of the notebook
#: around it, and its boxes say more when they are pointed at.
UNFOLD = """
for (const img of document.querySelectorAll('[data-adlearn="NAME"] img')) {
  const bytes = Uint8Array.from(atob(img.src.split(",")[1]), (c) => c.charCodeAt(0));
  img.outerHTML = new TextDecoder().decode(bytes);
}
"""


@functools.cache
def module_source() -> str:
    """Give the stepper as one ES module, its style inside.

    Returns
    -------
    str
        Its default export holds `render({model, el})`, as anywidget asks for.

    Examples
    --------
    >>> module_source().rstrip().endswith("export default { render };")
    True
    """
    folder = files("adlearn.show") / "static"
    style = json.dumps((folder / "stepper.css").read_text("utf-8"))
    parts = [(folder / f"{name}.js").read_text("utf-8") for name in PARTS]
    joined = re.sub(r"^import .*\n", "", "\n".join(parts), flags=re.MULTILINE)
    joined = re.sub(r"^export (?!default)", "", joined, flags=re.MULTILINE)
    return joined.replace('const STYLE = "";', f"const STYLE = {style};")


def fragment(traits: dict[str, Any], svg: str, sentence: str) -> str:
    """Write a stepper as a piece of HTML that needs no kernel and no network.

    Parameters
    ----------
    traits : dict
        What the stepper's model holds: `picture`, `mode`, `step`, `layer`, `selected`.
    svg : str
        The picture to show where scripts do not run, as in an untrusted notebook.
    sentence : str
        What the picture shows, for those who do not see it.

    Returns
    -------
    str

    Examples
    --------
    >>> "</script" in fragment({"picture": "</script>"}, "<svg/>", "x").split("<script>")[1][:-10]
    False
    """
    name = f"adlearn-{uuid4().hex}"
    source = module_source().replace("export default", "return")
    start = FROZEN_MODEL.replace("NAME", name).replace("TRAITS", json_in_script(traits))
    return (
        f'<div data-adlearn="{name}">{image(svg, sentence)}</div>'
        f"<script>(() => {{ const module = (() => {{ {source} }})();{start}}})();</script>"
    )


def still(svg: str, sentence: str) -> str:
    """Write a picture as a piece of HTML that needs no kernel, for a page of any width.

    Parameters
    ----------
    svg : str
    sentence : str
        What the picture shows, for those who do not see it.

    Returns
    -------
    str

    Examples
    --------
    >>> still('<svg width="400" height="50"/>', "one box").count("min-width:300px")
    1
    """
    name = f"adlearn-{uuid4().hex}"
    start = UNFOLD.replace("NAME", name)
    return f'<div data-adlearn="{name}">{image(svg, sentence)}</div><script>{start}</script>'


def image(svg: str, sentence: str) -> str:
    """Write a picture as an image, which a notebook shows even where it trusts no markup."""
    data = base64.b64encode(svg.encode()).decode()
    return scrolled(
        f'<img alt="{html.escape(sentence)}" style="display:block;width:100%;max-width:none" '
        f'src="data:image/svg+xml;base64,{data}">',
        svg,
    )


def scrolled(content: str, svg: str) -> str:
    """Let a picture shrink to the width there is while it can be read; a wider one scrolls.

    Parameters
    ----------
    content : str
        What shows the picture: an `<svg>` or an `<img>`.
    svg : str
        The picture, which says how wide it is.

    Returns
    -------
    str
    """
    found = re.search(r'\bwidth="([\d.]+)"', svg)
    width = float(found[1]) if found else 0.0
    return (
        f'<div style="overflow-x:auto"><div style="min-width:{width * READABLE:g}px;'
        f'max-width:{width:g}px">{content}</div></div>'
    )


def page(body: str, title: str) -> str:
    """Put a piece of HTML on a page of its own.

    Parameters
    ----------
    body : str
    title : str

    Returns
    -------
    str
        A complete page, light or dark as the reader's system asks.

    Examples
    --------
    >>> page("<p>one</p>", "a < b").count("a &lt; b")
    1
    """
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n"
        "<style>:root { color-scheme: light dark; } body { margin: 16px; }</style>\n"
        f"</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def json_in_script(data: Any) -> str:
    """Write data so that it can stand inside a script: nothing in it ends the script."""
    text = json.dumps(data, allow_nan=False, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c")
