"""The list for people: a table in the terminal, and Markdown to go through line by line."""

from __future__ import annotations

import json

from autograder.migrating import Migration
from autograder.migrating.steps import Step
from autograder.names import plain


def print_list(found: Migration) -> None:
    """Print the list as a table, with what else is to be known below it."""
    from rich.console import Console
    from rich.table import Table

    table = Table(header_style="bold")
    for column in ("cell", "begins with", "what to do", "why"):
        table.add_column(column, overflow="fold")
    for line in found.lines:
        number = f"after {line.cell}" if line.is_new else str(line.cell)
        begins = "" if line.is_new else line.begins
        table.add_row(number, begins, plain(line.what), plain(line.why))
    console = Console(highlight=False, markup=False, emoji=False)
    console.print(table)
    for text in _said(found):
        console.print(plain(text), soft_wrap=True)


def _said(found: Migration) -> list[str]:
    changed = sum(bool(line.steps) and not line.is_new for line in found.lines)
    new = sum(line.is_new for line in found.lines)
    said = [
        f"{found.source.path}: {changed} cells to change, {new} to insert, "
        f"{len(found.lines) - changed - new} to keep; its checks are those of "
        f"{found.assignment.name}."
    ]
    if found.left:
        said.append(
            f"not asked, for no test of the notebook is about it: {', '.join(found.left)}. A "
            "graded cell below the answer brings it in."
        )
    return said


def to_markdown(found: Migration) -> str:
    """Write the list to be gone through by hand: each text and each table to paste in full."""
    parts = [f"# {plain(found.source.path.name)} with the checks of {found.assignment.name}"]
    parts += [plain(one) for one in _said(found)]
    parts.append(
        "Numbers are those of your notebook as it is: go through it from the end, or leave cells "
        "to be removed and inserted for last. Metadata of a cell is pasted in JupyterLab under "
        "*Property Inspector*, *Advanced Tools*, *Cell Metadata*."
    )
    for line in found.lines:
        head = f"After cell {line.cell}" if line.is_new else f"Cell {line.cell}"
        begins = "" if line.is_new or not line.begins else f": {_quoted(line.begins)}"
        parts.append(f"## {head}{begins}")
        parts.append(
            f"{line.what[:1].upper()}{line.what[1:]}." if not line.steps else plain(line.what)
        )
        if line.why:
            parts.append(f"Why: {plain(line.why)}.")
        parts += [text for step in line.steps for text in _step(step)]
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    fence = "``" if "`" in text else "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _step(step: Step) -> list[str]:
    if step.do == "metadata":
        return [f"Metadata `{step.key}`:", _block(json.dumps(dict(step.value), indent=2), "json")]
    if step.do == "text":
        return ["Its whole text:", _block(step.text, "python")]
    if step.do == "insert":
        value = json.dumps(dict(step.value), indent=2)
        return ["Its metadata:", _block(value, "json"), "Its text:", _block(step.text, "python")]
    return []


def _block(text: str, language: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"
