"""What `autograder import` prints: what was found, what was left out and why, what is missing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from autograder.importing import Imported
from autograder.importing.found import Answer
from autograder.importing.reading import FUNCTIONS, Item
from autograder.names import plain
from autograder.pack import Assignment


def print_import(found: Imported, assignment: Assignment) -> None:
    """Print a table with a row for each graded question and name, and lists below it."""
    table = Table(header_style="bold")
    for column in ("question", "name", "found in", "state"):
        table.add_column(column, overflow="fold")
    for question in assignment.questions:
        for answer in found.chosen.answers:
            for name, place, state in _rows(answer, question):
                table.add_row(question, plain(name), plain(place), state)
    console = Console(highlight=False, soft_wrap=True)
    Console(highlight=False).print(table, markup=False)
    for one in found.unread:
        names = f" (with {', '.join(one.names)})" if one.names else ""
        text = f"not Python: {one.place}: {one.problem}{names}"
        console.print(plain(text), markup=False)
    for text in found.chosen.said:
        console.print(plain(f"note: {text}"), markup=False)
    if found.unchanged:
        cells = "cell" if found.unchanged == 1 else "cells"
        console.print(f"left out, the assignment's own, unchanged: {found.unchanged} {cells}")
    for reason, items in found.left.items():
        console.print(plain(f"left out, {reason}: {', '.join(map(_short, items))}"), markup=False)


def _rows(answer: Answer, question: str) -> Iterator[tuple[str, str, str]]:
    """Give what a cell answers of a question: name, place and state."""
    parts = answer.template.parts
    own = answer.template.question == question
    for name in answer.asked:
        method = name.rpartition(".")[2]
        mine = parts.get(method, answer.template.question) == question
        if "." in name and not mine or "." not in name and not own:
            continue
        owner = name.partition(".")[0]
        item = answer.found.get(owner)
        if item is None or name in answer.missing or owner in answer.missing:
            state = "missing"
        else:
            state = "not written" if name in answer.stubs else "brought over"
        yield name, item.place if item is not None else "", state


def _short(item: Item) -> str:
    """Give a statement in a few words, with its place."""
    unnamed = item.is_import or not item.names
    names = item.written or (" ".join(ast.unparse(item.node).split()) if unnamed else "")
    said = names or ", ".join(sorted(item.names))
    said = said if len(said) <= 60 else f"{said[:57]}..."
    called = "()" if isinstance(item.node, FUNCTIONS) else ""
    return f"{said}{called} ({item.place})"
