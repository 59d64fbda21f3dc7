"""The files of the new assignment's folder: settings, and checks with the notebook's points."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.importing.needs import Edits
from autograder.migrating.decided import Decided
from autograder.migrating.own_tests import HEAD
from autograder.names import plain, stem
from autograder.pack import installed_assignments
from autograder.rubric import Rubric
from autograder.variants.drawing import Numbers


def name_of(path: Path) -> str:
    """Give what the assignment is called: as the notebook's file, which nbgrader knows it by.

    Where one that is installed is called so, it gets another name.
    """
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", stem(path.name)).strip("-") or "assignment"
    return f"{name}-own" if name in installed_assignments() else name


def files_of(found: Decided, name: str) -> dict[str, str]:
    """Write the files of the assignment's folder, all but the notebook."""
    assignment = found.asked.assignment
    files = {"assignment.toml": _settings(found, name)}
    worth: dict[str, float] = {}
    for ours, theirs in found.moved.items():
        worth[theirs] = worth.get(theirs, 0.0) + assignment.points[ours]
    for source, text in assignment.check_sources().items():
        made = _checks(text, found.moved, found.points, worth)
        if made:
            files[f"checks/{Path(source).name}"] = made
    for question in dict.fromkeys(test.question for test in found.own_tests):
        mine = [test.text for test in found.own_tests if test.question == question]
        files[f"checks/{question}.py"] = HEAD + "".join(mine)
    for path in sorted((assignment.folder / "misconceptions").glob("*.py")):
        made = _misconceptions(path.read_text(encoding="utf-8"), found.questions)
        if made:
            files[f"misconceptions/{path.name}"] = made
    numbers = {
        name: values for name, values in assignment.values.items() if name in found.questions
    }
    if numbers:
        files["variants.py"] = _variants(numbers)
    for path in sorted((assignment.folder / "language").glob("*.po")):
        files[f"language/{path.name}"] = path.read_text(encoding="utf-8")
    return files


def _variants(numbers: Numbers) -> str:
    """Write what gives checks the numbers that they ask with: those that stand in the notebook."""
    functions = [
        f"def {question}(draw):\n    return {dict(values)!r}\n"
        for question, values in numbers.items()
    ]
    head = '"""The numbers of the notebook, with which checks ask: the same for every student."""\n'
    return "\n\n".join([head, *functions])


def _settings(found: Decided, name: str) -> str:
    assignment, questions = found.asked.assignment, found.questions
    leans = {
        question: [one for one in others if one in questions]
        for question, others in assignment.leans.items()
        if question in questions
    }
    lines = [
        f"# Made of {json.dumps(found.source.path.name)} with the checks of {assignment.name}.",
        f"name = {_toml(name)}",
        f"title = {_toml(_title(found))}",
        f"packages = {_toml(list(assignment.packages))}",
    ]
    if assignment.language != "en":
        lines.append(f"language = {_toml(assignment.language)}")
    tables: dict[str, Mapping[str, Any]] = {
        "questions": questions,
        "leans": {question: others for question, others in leans.items() if others},
        "limits": assignment.limits,
        "tolerances": assignment.tolerances,
        "confused": assignment.confused,
        "feedback": {"hidden_inputs": True} if assignment.hidden_inputs else {},
        "install": {"what": assignment.install} if assignment.install else {},
    }
    for table, values in tables.items():
        if values:
            lines += ["", f"[{table}]"]
            lines += [f"{_toml_key(key)} = {_toml(value)}" for key, value in values.items()]
    for cell, rubric in _rubrics(found).items():
        lines += ["", f"[rubrics.{_toml_key(cell)}]", f"show = {_toml(rubric.show)}", "items = ["]
        for item in rubric.items:
            said = ((key, value) for key, value in asdict(item).items() if value)
            lines.append(f"  {{ {', '.join(f'{key} = {_toml(value)}' for key, value in said)} }},")
        lines.append("]")
    return "\n".join(lines) + "\n"


def _rubrics(found: Decided) -> dict[str, Rubric]:
    """Give the rubrics of cells that a person still grades, worth what the notebook says."""
    rubrics = found.asked.assignment.rubrics
    kept = {}
    for target in found.targets:
        cell = str(target.marks.get("grade_id", ""))
        if target.ours.get("role") == "open" and cell in rubrics:
            points = float(target.marks["points"])
            rubric = rubrics[cell].scaled(points)
            if rubric.points == points:  # thirds of a point need not add up
                kept[cell] = rubric
    return kept


def _title(found: Decided) -> str:
    for cell in found.source.cells:
        heading = re.search(r"^#{1,6}\s+(.+?)\s*#*$", cell.text, re.MULTILINE)
        if cell.kind == "markdown" and heading:
            return plain(heading[1])[:120]
    return found.asked.assignment.title


def _toml(value: Any) -> str:
    """Write a value as TOML does; of texts JSON's way is TOML's, too."""
    return json.dumps(value, ensure_ascii=True)


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _toml(key)


def _checks(
    text: str,
    moved: Mapping[str, str],
    points: Mapping[str, float],
    worth: Mapping[str, float],
) -> str:
    """Give a file of checks with the notebook's cells and points; empty if none is left."""

    def cell_of(node: ast.stmt) -> str | None:
        mark = _mark(node)
        if mark is None:
            return None
        return next((str(ast.literal_eval(k.value)) for k in mark.keywords if k.arg == "cell"), "")

    dropped = {
        node.name
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and cell_of(node) not in (None, *moved)
    }
    kept = _without(text, dropped)
    edits, found = Edits(kept), False
    for node in ast.parse(kept).body:
        mark, cell = _mark(node), cell_of(node)
        if mark is not None and cell is not None:
            target = moved[cell]
            share = float(ast.literal_eval(mark.args[0])) * points[target] / worth[target]
            number = int(share) if share.is_integer() else share
            edits.replace(mark, f'{ast.unparse(mark.func)}({number!r}, cell="{target}")')
            found = True
    return str(edits) if found else ""


def _mark(node: ast.stmt) -> ast.Call | None:
    """Give the mark of a check that says its points."""
    for one in getattr(node, "decorator_list", []):
        if isinstance(one, ast.Call) and getattr(one.func, "attr", "") == "points":
            return one
    return None


def _misconceptions(text: str, questions: Collection[str]) -> str:
    """Give a file of misconceptions without those of questions that are not asked."""
    dropped, kept = set(), False
    for node in ast.parse(text).body:
        for one in getattr(node, "decorator_list", []):
            if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "misconception":
                about = ast.literal_eval(one.args[0])
                kept = kept or about in questions
                if about not in questions:
                    dropped.add(node.name)  # type: ignore[attr-defined]
    return _without(text, dropped) if kept else ""


def _without(text: str, names: Collection[str]) -> str:
    """Give a text without some functions at its top level."""
    lines = text.split("\n")
    for node in reversed(ast.parse(text).body):
        if isinstance(node, ast.FunctionDef) and node.name in names:
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)]) - 1
            last = node.end_lineno or first
            while last < len(lines) and not lines[last].strip():
                last += 1
            del lines[first:last]
    return "\n".join(lines).rstrip("\n") + "\n"
