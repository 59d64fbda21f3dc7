"""A graph as one SVG picture: text, so that it is sharp, searchable and read aloud.

Colours are from the palette of Okabe and Ito, and never the only sign: what is marked wrong also
carries a cross, and a constant is drawn with a dashed edge. Light or dark follows the
notebook's theme where there is one, JupyterLab's or VS Code's, and the reader's system elsewhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from html import escape
from typing import Any

from .boxes import GROUP_CHARACTERS, box_of, fitted
from .collapse import MOST_BOXES, Group, groups_of
from .graph import Graph, Node
from .picture import Picture, picture_of
from .text import SHOWN_ROWS, graph_table
from .written import NOT_COMPUTED, in_full, short

LIGHT = (
    "--adl-paper:#fff;--adl-ink:#1b1f24;--adl-line:#57606a;--adl-box:#f6f8fa;--adl-input:#e8f2fa;"
    "--adl-output:#fdf0e6;--adl-value:#00588a;--adl-gradient:#a33c00;--adl-wrong:#b3261e;"
    "--adl-wrong-box:#fdeceb"
)
DARK = (
    "--adl-paper:#15181c;--adl-ink:#eceff2;--adl-line:#9aa4af;--adl-box:#22272e;--adl-input:#1b2f40;"
    "--adl-output:#3a2a1d;--adl-value:#7cc4f0;--adl-gradient:#ffb27a;--adl-wrong:#ff8a80;"
    "--adl-wrong-box:#431f1d"
)
STYLE = f"""
.adl-graph{{{LIGHT}}}
@media (prefers-color-scheme:dark){{.adl-graph{{{DARK}}}}}
[data-jp-theme-light="true"] .adl-graph{{{LIGHT};--adl-paper:var(--jp-layout-color0,#fff)}}
[data-jp-theme-light="false"] .adl-graph{{{DARK};--adl-paper:var(--jp-layout-color0,#15181c)}}
[data-vscode-theme-kind$="light"] .adl-graph{{{LIGHT}}}
[data-vscode-theme-kind$="dark"] .adl-graph{{{DARK}}}
.adl-graph{{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}}
.adl-graph text{{fill:var(--adl-ink);font-size:12px;text-anchor:middle}}
.adl-graph .adl-paper{{fill:var(--adl-paper)}}
.adl-graph .adl-box{{fill:var(--adl-box);stroke:var(--adl-line);stroke-width:1.2}}
.adl-graph .variable .adl-box{{fill:var(--adl-input);stroke:var(--adl-value)}}
.adl-graph .output .adl-box{{fill:var(--adl-output);stroke:var(--adl-gradient);stroke-width:1.8}}
.adl-graph .constant .adl-box{{stroke-dasharray:3 3}}
.adl-graph .group .adl-box{{stroke-width:2.4}}
.adl-graph .inner .adl-box{{stroke-dasharray:8 3}}
.adl-graph .adl-title{{font-weight:600}}
.adl-graph .adl-value{{fill:var(--adl-value)}}
.adl-graph .adl-gradient{{fill:var(--adl-gradient)}}
.adl-graph .adl-edge{{fill:none;stroke:var(--adl-line);stroke-width:1.3}}
.adl-graph .adl-edge.constant,.adl-graph .adl-edge.below{{stroke-dasharray:3 3}}
.adl-graph .adl-head{{fill:var(--adl-line);stroke:none}}
.adl-graph .wrong .adl-box{{fill:var(--adl-wrong-box);stroke:var(--adl-wrong);stroke-width:2.6}}
.adl-graph .adl-edge.wrong{{stroke:var(--adl-wrong);stroke-width:3}}
.adl-graph .adl-cross{{fill:var(--adl-wrong);font-size:16px;font-weight:700}}
""".strip().replace("\n", "")

#: What is wrong, by node id, or by (node, parent) for an arrow; the text says why.
Marks = Mapping[Any, str]


def draw(
    graph: Graph, marks: Marks | None = None, title: str | None = None, most: int = MOST_BOXES
) -> str:
    """Draw a graph as SVG.

    Parameters
    ----------
    graph : Graph
    marks : mapping, optional
        What to mark as wrong: `{node id: reason}`, or `{(node id, parent id): reason}` for an
        arrow.
    title : str, optional
        What the picture shows; by default the output and its value.
    most : int, optional
        How many boxes are drawn before nodes are drawn as groups.

    Returns
    -------
    str
        An `<svg>` element, to be put into a page or a file.

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> x = AutogradValue(3.0)
    >>> picture = draw(snapshot(x * x))
    >>> picture.startswith("<svg"), picture.count('class="adl-edge')
    (True, 2)
    """
    groups = groups_of(graph, most)
    picture = picture_of(graph, groups)
    reasons = dict(marks or {})
    parts = [
        *(edge(graph, one, reasons) for one in picture.edges),
        *(
            node_box(graph, graph.nodes[group.members[0]], picture, reasons)
            if len(group.members) == 1
            else group_box(group, picture, reasons)
            for group in groups
        ),
    ]
    body = "".join(parts)
    name = f"adl{zlib.crc32(body.encode()):08x}"
    width, height = max(picture.width, 1.0), max(picture.height, 1.0)
    said = escape(title or describe(graph))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="adl-graph" role="img" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'style="max-width:100%;height:auto" aria-labelledby="{name}t" '
        f'aria-describedby="{name}d">'
        f'<title id="{name}t">{said}</title><desc id="{name}d">{escape(in_words(graph, reasons))}'
        f"</desc><style>{STYLE}</style>"
        f'<rect class="adl-paper" width="{width:g}" height="{height:g}"/>{body}</svg>'
    )


def describe(graph: Graph) -> str:
    """Say in one line what a picture shows."""
    out = graph.nodes[graph.output]
    many = f"{len(graph.nodes)} nodes" if len(graph.nodes) != 1 else "1 node"
    return f"Computational graph of {out.label} = {short(out.value, 6)}, {many}."


def in_text(graph: Graph) -> str:
    """Say everything that a picture shows, for who gets the picture as one thing, or not at all."""
    return f"{describe(graph)} As text: {graph_table(graph, SHOWN_ROWS)}"


def in_words(graph: Graph, reasons: Mapping[Any, str]) -> str:
    """Say the same as the picture, for who does not see it."""
    said = [str(reason) for reason in reasons.values()]
    for node in graph.nodes[-MOST_BOXES:]:
        box = box_of(graph, node)
        if box.value:
            word = box.word.replace("grad", "gradient")
            said.append(f"{box.title}: value {box.value}, {word} {box.gradient}.")
    return " ".join(said)


def node_box(graph: Graph, node: Node, picture: Picture, reasons: Mapping[Any, str]) -> str:
    """Draw one node."""
    box = box_of(graph, node)
    kind = node.operation if node.operation in ("constant", "variable") else "operation"
    if node.id == graph.output and node.parents:
        kind += " output"
    if node.level < graph.nodes[graph.output].level:
        kind += " inner"
    lines = [("adl-title", box.title)]
    if box.value:
        lines.append(("adl-value", box.value))
    if box.gradient:
        lines.append(("adl-gradient", f"{box.word} {box.gradient}"))
    hover = [f"{box.whole} ({node.operation})", f"value {in_full(node.value)}"]
    if node.tangent is not None:
        hover.append(f"tangent {in_full(node.tangent)}")
    elif node.operation != "constant":
        known = node.gradient is not None
        hover.append(f"gradient {in_full(node.gradient) if known else NOT_COMPUTED}")
    hover += [node.source] if node.source else []
    return a_box(picture.boxes[node.id], kind, lines, hover, reasons.get(node.id), node.id)


def group_box(group: Group, picture: Picture, reasons: Mapping[Any, str]) -> str:
    """Draw some nodes as one box."""
    name = f"g{group.members[-1]}"
    reason = next((reasons[m] for m in group.members if m in reasons), None)
    lines = [("adl-title", fitted(group.label, GROUP_CHARACTERS))]
    return a_box(picture.boxes[name], "group", lines, [group.label], reason, name)


def a_box(
    placed: tuple[float, float, float, float],
    kind: str,
    lines: list[tuple[str, str]],
    hover: list[str],
    reason: str | None,
    name: int | str,
) -> str:
    """Draw a box with lines of text, and a cross if something is wrong with it."""
    x, y, width, height = placed
    left, top = round(x - width / 2, 1), round(y - height / 2, 1)
    first = y - (len(lines) - 1) * 7.5 + 4
    written = "".join(
        f'<text class="{style}" x="{x:g}" y="{first + 15 * i:g}">{escape(line)}</text>'
        for i, (style, line) in enumerate(lines)
    )
    cross = ""
    if reason is not None:
        kind += " wrong"
        hover = [f"✗ {reason}", *hover]
        cross = f'<text class="adl-cross" x="{left + width - 9:g}" y="{top + 15:g}">✗</text>'
    said = escape("\n".join(hover))
    return (
        f'<g class="{kind}" data-node="{name}"><title>{said}</title>'
        f'<rect class="adl-box" x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" '
        f'rx="6"/>{written}{cross}</g>'
    )


def edge(graph: Graph, drawn: dict[str, Any], reasons: Mapping[Any, str]) -> str:
    """Draw one arrow, with its local derivative to read on hovering."""
    points = drawn["points"]
    (x, y), place = points[-1], drawn["place"]
    reason = reasons.get((drawn["node"], drawn["parent"]))
    kind = drawn["kind"] + (" wrong" if reason is not None else "")
    said = f"✗ {reason}" if reason is not None else ""
    if place is not None and drawn["kind"] == "partial":
        partial = graph.nodes[drawn["node"]].partials[place]
        local = "not known here" if partial is None else short(partial, 6)
        said += f"{chr(10) if said else ''}local derivative {local}"
    cross = ""
    if reason is not None:
        (x0, y0), (x1, y1) = points[0], points[-1]
        cross = f'<text class="adl-cross" x="{(x0 + x1) / 2:g}" y="{(y0 + y1) / 2 - 3:g}">✗</text>'
    hover = f"<title>{escape(said)}</title>" if said else ""
    return (
        f'<g data-edge="{drawn["parent"]}-{drawn["node"]}">{hover}'
        f'<path class="adl-edge {kind}" d="{curve(points)}"/>'
        f'<path class="adl-head" d="M{x:g} {y:g}l-7 -3.5v7z"/>{cross}</g>'
    )


def curve(points: list[list[float]]) -> str:
    """Write a line through points that leaves and enters each of them level."""
    (x, y), *rest = points
    path = f"M{x:g} {y:g}"
    for next_x, next_y in rest:
        if next_y == y:
            path += f"H{next_x:g}"
        else:
            middle = round((x + next_x) / 2, 1)
            path += f"C{middle:g} {y:g} {middle:g} {next_y:g} {next_x:g} {next_y:g}"
        x, y = next_x, next_y
    return path
