"""The list for people: a table in the terminal, and Markdown to go through line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from autograder.migrating.steps import Line, Step
from autograder.names import plain

if TYPE_CHECKING:
    from autograder.migrating import Migration
    from autograder.migrating.cells import Decided
    from autograder.migrating.target import NewCell, Target

#: How much of a cell's first line is shown.
MAX_SHOWN = 60


def lines_of(decided: Decided) -> tuple[Line, ...]:
    """Write down what was decided, cell by cell."""
    lines = [_new(0, new) for new in decided.top]
    for target in decided.targets:
        lines.append(_line(target))
        lines += [_new(target.cell.number, new) for new in target.after]
    return tuple(lines)


def _line(target: Target) -> Line:
    cell, steps, what = target.cell, [], []
    why = "; ".join(target.why)
    if target.removed:
        return Line(
            cell.number, _begins(cell.first_line), "remove it", why, (Step("remove", cell.number),)
        )
    if target.kind != cell.kind:
        steps.append(Step("kind", cell.number, kind=target.kind))
        what.append(f"make it a {target.kind.capitalize()} cell")
    if target.text != cell.text:
        steps.append(Step("text", cell.number, text=target.text))
        what.append(f"its text becomes: {target.text}" if "\n" not in target.text else "new text")
    raw = cell.metadata.get("nbgrader", {})
    if target.marks and target.marks != raw:
        steps.append(Step("metadata", cell.number, key="nbgrader", value=target.marks))
        what.append(_about_marks(target))
    if target.ours:
        steps.append(Step("metadata", cell.number, key="adlearn", value=target.ours))
        what.append(_role(target.ours))
    return Line(cell.number, _begins(cell.first_line), "; ".join(what) or "keep", why, tuple(steps))


def _about_marks(target: Target) -> str:
    raw, new = target.cell.metadata.get("nbgrader", {}), target.marks
    if not target.cell.marks:
        return f"nbgrader: read-only, grade_id {new['grade_id']}"
    said = []
    if raw.get("grade_id") != new["grade_id"]:
        said.append(f"grade_id {new['grade_id']}")
    if target.cell.marks.get("points") != new.get("points"):
        said.append(f"{new.get('points', 'no')} points")
    kept = {name: target.cell.marks.get(name) for name in ("grade", "solution", "locked")}
    if kept != {name: new[name] for name in kept}:
        said.append(_as_nbgrader_says(new))
    if raw.get("schema_version") != new["schema_version"]:
        said.append(f"schema {new['schema_version']}")
    return f"nbgrader: {', '.join(said) or 'only what belongs there'}"


def _as_nbgrader_says(new: dict[str, object]) -> str:
    if new["grade"]:
        return "manually graded answer" if new["solution"] else "autograder tests"
    return "autograded answer" if new["solution"] else "read-only"


def _role(ours: dict[str, object]) -> str:
    question = f" of {ours['question']}" if ours.get("question") else ""
    return f"role {ours['role']}{question}"


def _new(after: int, new: NewCell) -> Line:
    value = {"nbgrader": new.marks, "adlearn": new.ours}
    step = Step("insert", after, kind="code", text=new.text, value=value)
    points = f", {new.marks['points']} points" if "points" in new.marks else ""
    what = f"insert a cell: {_role(new.ours)}, grade_id {new.marks['grade_id']}{points}"
    return Line(after, _begins(new.text.split("\n")[0]), what, new.why, (step,))


def _begins(text: str) -> str:
    said = plain(text)
    return said if len(said) <= MAX_SHOWN else f"{said[: MAX_SHOWN - 1]}…"


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
    console = Console(highlight=False)
    console.print(table, markup=False)
    for text in _said(found):
        Console(highlight=False, soft_wrap=True).print(plain(text), markup=False)


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
            f"not asked, for no test of the notebook is about it: {', '.join(found.left)}. A graded "
            "cell below the answer brings it in."
        )
    return said


def to_markdown(found: Migration) -> str:
    """Write the list to be gone through by hand: each text and each table to paste in full."""
    parts = [f"# {plain(found.source.path.name)} with the checks of {found.assignment.name}"]
    parts += [plain(one) for one in _said(found)]
    parts.append(
        "Numbers are those of your notebook as it is: go through it from the end, or leave cells to "
        "be removed and inserted for last. Metadata of a cell is pasted in JupyterLab under "
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
