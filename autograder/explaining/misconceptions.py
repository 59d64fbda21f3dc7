"""A misconception is a small wrong engine: the reference answers with one thing understood wrongly.

A pack keeps them in its folder ``misconceptions/``, as functions that change the reference answers'
names. They hold solutions, so they stay with the grader and never travel to a student.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from autograder.errors import AssignmentError
from autograder.language import say
from autograder.pack import Assignment
from autograder.recognize import defined

Change = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Misconception:
    """Something that can be understood wrongly, with the numbers it leads to.

    Parameters
    ----------
    name : str
        Such as ``"step-overwrites"``.
    question : str
        The question whose answer it spoils.
    explanation : str
        What it does, in a sentence or two.
    ask : str
        A question back to the student, which leads on without giving the answer.
    change : callable
        Takes the reference answers' names and spoils them.
    also : tuple of callable
        The same thing done in other ways, whose numbers differ.
    """

    name: str
    question: str
    explanation: str
    ask: str
    change: Change
    also: tuple[Change, ...] = ()

    @property
    def ways(self) -> tuple[Misconception, ...]:
        """It, and itself done in each of the other ways."""
        return (self, *(replace(self, change=change, also=()) for change in self.also))


def misconception(
    question: str, ways: Sequence[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Mark a function as a misconception about a question.

    Its name, with dashes, is the misconception's; the first paragraph of its docstring explains
    it, the second asks the student something.

    Parameters
    ----------
    question : str
        Such as ``"q1"``.
    ways : sequence of str, optional
        The same thing is understood wrongly, and done in several ways whose numbers differ: the
        function is called with each of these words as its second argument.

    Examples
    --------
    >>> @misconception("q1")
    ... def mul_swapped(ns):
    ...     '''The two derivatives stand in each other's place.
    ...
    ...     Which of them belongs to the first argument?
    ...     '''
    ...     ns._mul.grads = lambda self, a, b: (a, b)
    >>> mul_swapped.question
    'q1'
    """

    def mark(change: Callable[..., None]) -> Callable[..., None]:
        change.question = question  # type: ignore[attr-defined]
        change.ways = tuple(ways)  # type: ignore[attr-defined]
        return change

    return mark


class Names:
    """The names of a program, to look up and to replace: ``ns.backward = ...``."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        object.__setattr__(self, "_namespace", namespace)
        object.__setattr__(self, "_replaced", set())

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self._namespace[name] = value
        self._replaced.add(name)


@lru_cache(maxsize=8)
def _load(folder: Path, questions: frozenset[str]) -> tuple[Misconception, ...]:
    found: dict[str, Misconception] = {}
    for path in sorted((folder / "misconceptions").glob("*.py")):
        namespace: dict[str, Any] = {"__name__": f"misconceptions_{path.stem}"}
        try:
            exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), namespace)
        except Exception as error:
            raise AssignmentError(f"{path}: the misconceptions do not load: {error!r}") from error
        for value in namespace.values():
            question = getattr(value, "question", None)
            if not inspect.isfunction(value) or question is None:
                continue
            made = _read(value, question, path)
            if made.question not in questions:
                raise AssignmentError(
                    f"{path}: {made.name} needs a question of the assignment "
                    f"({', '.join(sorted(questions))}), not {question!r}."
                )
            if made.name in found:
                raise AssignmentError(
                    f"{path}: another misconception is called {made.name}. Rename one."
                )
            found[made.name] = made
    return tuple(found.values())


def _read(change: Change, question: str, path: Path) -> Misconception:
    name = change.__name__.replace("_", "-")
    paragraphs = inspect.cleandoc(change.__doc__ or "").split("\n\n")
    if len(paragraphs) != 2 or not paragraphs[1].rstrip().endswith("?"):
        raise AssignmentError(
            f"{path}: the docstring of {change.__name__} needs two paragraphs: what is done, and a "
            "question back to the student."
        )
    explanation, ask = (" ".join(paragraph.split()) for paragraph in paragraphs)
    ways = [_in_way(change, way) for way in getattr(change, "ways", ())] or [change]
    return Misconception(name, question, explanation, ask, ways[0], tuple(ways[1:]))


def _in_way(change: Callable[..., None], way: str) -> Change:
    return lambda names: change(names, way)


def load_misconceptions(assignment: Assignment) -> tuple[Misconception, ...]:
    """Give the misconceptions that a pack knows; a pack without the folder knows none.

    Raises
    ------
    AssignmentError
        If a file does not load, a name stands twice, or a docstring lacks its question.
    """
    every = assignment if assignment.whole is None else assignment.whole
    found = _load(assignment.folder.resolve(), frozenset(every.questions))
    return tuple(one for one in found if one.question in assignment.questions)


@lru_cache(maxsize=8)
def _compiled(cells: tuple[tuple[str, str], ...]) -> tuple[CodeType, ...]:
    return tuple(
        compile(source, f"<reference {name}>", "exec", dont_inherit=True) for name, source in cells
    )


def reference_cells(assignment: Assignment) -> tuple[tuple[str, str], ...]:
    """Give the cells of the assignment's own program, answers included, as (name, source)."""
    return tuple(
        (cell.id, cell.source) for cell in assignment.cells if cell.role in ("given", "answer")
    )


def wrong_engine(assignment: Assignment, wrong: Misconception | None) -> dict[str, Any]:
    """Run the reference answers, spoil them, and give their names.

    Parameters
    ----------
    assignment : Assignment
    wrong : Misconception or None
        None leaves them right.

    Raises
    ------
    AssignmentError
        If the misconception does not fit the reference answers.
    """
    return _spoiled(reference_cells(assignment), wrong)[0]


def _spoiled(
    cells: tuple[tuple[str, str], ...], wrong: Misconception | None
) -> tuple[dict[str, Any], frozenset[str]]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for code in _compiled(cells):
        exec(code, namespace)
    names = Names(namespace)
    if wrong is not None:
        try:
            wrong.change(names)
        except Exception as error:
            raise AssignmentError(
                f"misconception {wrong.name}: it does not fit the answers: {error!r}"
            ) from error
    return namespace, frozenset(names._replaced)


@lru_cache(maxsize=4096)
def _replaced(cells: tuple[tuple[str, str], ...], wrong: Misconception) -> frozenset[str]:
    return _spoiled(cells, wrong)[1]


def concerns(assignment: Assignment, wrong: Misconception, answer: str) -> bool:
    """Say whether a misconception may be one about this answer cell.

    It is not if all that it replaces is written in other answers. One that changes things in place,
    as rules in a table or methods of a class, may be about any.

    Parameters
    ----------
    assignment : Assignment
    wrong : Misconception
    answer : str
        The id of an answer cell; empty where that is not known.
    """
    replaced = _replaced(reference_cells(assignment), wrong) if answer else frozenset()
    written = {
        one.id: defined(one.source)
        for one in assignment.cells
        if one.role == "answer" and not replaced.isdisjoint(defined(one.source))
    }
    return not written or answer in written


def as_data(wrong: Misconception) -> Mapping[str, str]:
    """Give what a report says about a misconception."""
    said = {"explanation": say(wrong.explanation), "ask": say(wrong.ask)}
    return {"misconception": wrong.name, **said}


__all__ = [
    "Misconception",
    "as_data",
    "concerns",
    "load_misconceptions",
    "misconception",
    "wrong_engine",
]
