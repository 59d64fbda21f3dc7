"""What was decided, as the lines of a list: each says in words, and literally, what to do."""

from __future__ import annotations

from typing import Any

from autograder.migrating.decided import Decided
from autograder.migrating.steps import Line, Step
from autograder.migrating.target import NewCell, Target
from autograder.names import plain

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


def _role(ours: dict[str, Any]) -> str:
    question = f" of {ours['question']}" if ours.get("question") else ""
    parts = ours.get("parts", {})
    others = ", ".join(f"{name} of {one}" for name, one in parts.items())
    return f"role {ours['role']}{question}" + (f", {others}" if others else "")


def _new(after: int, new: NewCell) -> Line:
    value = {"nbgrader": new.marks, "adlearn": new.ours}
    step = Step("insert", after, kind="code", text=new.text, value=value)
    points = f", {new.marks['points']} points" if "points" in new.marks else ""
    what = f"insert a cell: {_role(new.ours)}, grade_id {new.marks['grade_id']}{points}"
    return Line(after, _begins(new.text.split("\n")[0]), what, new.why, (step,))


def _begins(text: str) -> str:
    said = plain(text)
    return said if len(said) <= MAX_SHOWN else f"{said[: MAX_SHOWN - 1]}…"
