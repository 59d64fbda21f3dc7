"""The sentences of a pack: titles, what its checks ask and say, its misconceptions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.explaining.misconceptions import load_misconceptions
from autograder.language.collecting import Place, in_files, in_source
from autograder.pack import Assignment


def of_pack(assignment: Assignment) -> Iterator[Place]:
    """Give all sentences of a pack that students read, beside the text of its notebook."""
    yield from _titles(assignment)
    sources = {Path(path).name: text for path, text in assignment.check_sources().items()}
    yield from _of_checks(sources)
    yield from in_files(assignment.folder.glob("checks/_*.py"), assignment.folder)
    for one in load_misconceptions(assignment):
        yield Place(one.explanation, "misconceptions")
        yield Place(one.ask, "misconceptions")


def of_public(assignment: Assignment, sources: Mapping[str, str]) -> Iterator[Place]:
    """Give the sentences of a pack that are said in a notebook that carries these public checks."""
    yield from _titles(assignment)
    yield from _of_checks(sources)


def _titles(assignment: Assignment) -> Iterator[Place]:
    for title in (assignment.title, *assignment.questions.values()):
        yield Place(title, "assignment.toml")


def _of_checks(sources: Mapping[str, str]) -> Iterator[Place]:
    for name, text in sources.items():
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield Place(title_of(ast.get_docstring(node, clean=False), node.name), name)
        yield from in_source(text, name)


def title_of(docstring: str | None, name: str) -> str:
    """Give what a check asks: the first line of its docstring."""
    return (docstring or name).strip().splitlines()[0].removesuffix(".")
