"""An assignment pack: a folder with a notebook source, its checks, its settings and its banks.

The notebook source is the one place that knows the cells and the points; see `autograder.source`.
"""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from autograder.bank_answers import Answer, read_answer
from autograder.cutting import cut_answer, cut_cells, needs_of
from autograder.edition import Edition, read_edition, verify_edition
from autograder.errors import AssignmentError
from autograder.filling import filled, worth_in_words
from autograder.language import Language
from autograder.language.tables import language
from autograder.pack_settings import DEFAULT_PACKAGES, TABLES, read_settings
from autograder.rubric import Rubric
from autograder.source import TemplateCell, read_source
from autograder.variants.drawing import Numbers, declared, drawn
from autograder.variants.students import Students, students_of
from autograder.worth import reweighted, worth_of_cells

ENTRY_POINT_GROUP = "autograder.assignments"


@dataclass(frozen=True)
class Assignment:
    """An assignment pack.

    Parameters
    ----------
    name, title : str
        What commands call it, and what people read.
    folder : Path
        Where its files are.
    questions : dict
        Question id to title, in order.
    packages : tuple of str
        Packages that a submission may import beside the standard library: perhaps ``"adlearn"``,
        the whole of it, or parts such as ``"adlearn.show"``.
    limits : dict
        Overrides of `autograder.sandbox.process.Limits`: what grading one submission may use.
    tolerances : dict
        Overrides of `autograder.asking.run.Tolerances`: how exact numbers must be.
    demo : dict
        Student to answer, for `adlearn demo`: ``"right"``, ``"stubs"``, a name in ``wrong/``, or
        ``"right/"`` and a name in ``right/``.
    hidden_inputs : bool
        Whether students may see the cases that hidden checks failed on.
    install : str
        What students install: a name in an index, an address, or a wheel beside the notebook.
    confused : dict
        Attribute to the attributes that are taken for it, for mutants of the reference answers.
    leans : dict
        Question to the questions whose answers its own is built upon.
    rubrics : dict
        Cell that a person grades to what it is given points for.
    whole : Assignment, optional
        Of an edition, the assignment that it is one of: the pack as it stands.
    edition : Edition, optional
        Which questions are asked of it, and what they are worth.
    numbers : dict, optional
        Of a student's own assignment, question to numbers by name; by default those of the pack.
    student : str
        Whose assignment it is, where students have numbers of their own.
    language : str
        What students are spoken to in, such as ``"de"``.
    """

    name: str
    title: str
    folder: Path
    questions: Mapping[str, str]
    packages: tuple[str, ...] = DEFAULT_PACKAGES
    limits: Mapping[str, Any] = field(default_factory=dict)
    tolerances: Mapping[str, Any] = field(default_factory=dict)
    demo: Mapping[str, str] = field(default_factory=dict)
    hidden_inputs: bool = False
    install: str = ""
    confused: Mapping[str, Sequence[str]] = field(default_factory=dict)
    leans: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rubrics: Mapping[str, Rubric] = field(default_factory=dict)
    whole: Assignment | None = None
    edition: Edition | None = None
    numbers: Numbers | None = None
    student: str = ""
    language: str = "en"

    @property
    def address(self) -> str:
        """What `load_assignment` finds it by again: the file of an edition, or a folder."""
        file = self.edition.file if self.edition is not None else None
        return str(self.folder if file is None else file)

    @property
    def table_folders(self) -> tuple[Path, ...]:
        """Where tables are that come before the grader's own: the course's, and the pack's."""
        course = os.environ.get(TABLES)
        return (*([Path(course)] if course else []), self.folder / "language")

    @property
    def course_table(self) -> Path | None:
        """The course's own table of the language that is spoken; None if it has none."""
        path = Path(os.environ.get(TABLES, "")) / f"{self.language}.mo"
        return path if os.environ.get(TABLES) and path.is_file() else None

    @cached_property
    def speech(self) -> Language:
        """The language of its students, with all tables."""
        return language(self.language, self.table_folders)

    @property
    def checks_path(self) -> Path:
        """Where the checks are: the folder ``checks``, a file a question, or one ``checks.py``."""
        several = self.folder / "checks"
        return several if several.is_dir() else self.folder / "checks.py"

    def check_sources(self) -> dict[str, str]:
        """Read the files with the checks: path to text, by name (q2 before q10).

        Raises
        ------
        AssignmentError
            If there is none, or one cannot be read.
        """
        path = self.checks_path
        paths = sorted(path.glob("[!_]*.py"), key=_by_number) if path.is_dir() else [path]
        if not paths:
            raise AssignmentError(f"{path}: there are no checks in this folder. Write q1.py.")
        try:
            found = {str(one): one.read_text(encoding="utf-8") for one in paths}
        except OSError as error:
            raise AssignmentError(f"{path}: the checks cannot be read ({error}).") from error
        if self.whole is None or self.edition is None or not self.edition.cuts:
            return found
        return reweighted(found, self.whole.points, self.points)

    @cached_property
    def variants(self) -> Mapping[str, Callable[[Any], Any]]:
        """What draws the numbers of a question, of those that have any: the pack's variants.py."""
        path = self.folder / "variants.py"
        if not path.is_file():
            return {}
        every = self.questions if self.whole is None else self.whole.questions
        return declared(path.read_text(encoding="utf-8"), str(path), list(every))

    @cached_property
    def values(self) -> Numbers:
        """The numbers that stand in the notebook and that checks ask with."""
        if self.numbers is not None:
            return self.numbers
        return drawn(self.variants, str(self.folder / "variants.py"))

    @cached_property
    def students(self) -> Students | None:
        """Who has numbers of their own; None if all have the same."""
        return students_of(self.edition) if self.edition is not None else None

    def of_student(self, student: str) -> Assignment:
        """Give the assignment of one student, with the numbers that are drawn for them."""
        if self.students is None:
            return self
        numbers = self.students.numbers(student, self.variants, self.name)
        return replace(self, student=student, numbers=numbers)

    def whose(self, name: str, path: Path, below: Path | None = None) -> Assignment:
        """Give the assignment of whoever handed in a file.

        Raises
        ------
        SubmissionError
            If students have numbers of their own, and nobody knows whose it is.
        """
        if self.students is None:
            return self
        return self.of_student(self.students.whose(name, path, below, self.name))

    @cached_property
    def unfilled(self) -> tuple[TemplateCell, ...]:
        """The cells of the notebook, with places where numbers belong."""
        path = self.folder / "notebook.py"
        if self.whole is None:
            found = read_source(path, self.questions)
            _verify_rubrics(self.rubrics, found, self.folder / "assignment.toml")
            return found
        cells, edition = self.whole.unfilled, self.edition
        if edition is None or not edition.cuts:
            return cells
        graded = [cell for cell in cells if cell.role == "points"]
        of = {cell.id: _asked(cell, self.questions) for cell in graded}
        kept = {cell.id: cell.points for cell in graded if of[cell.id]}
        worth = worth_of_cells(kept, of, edition.points)
        return cut_cells(cells, self.whole.questions, self.questions, edition.given, worth)

    @property
    def one_for_all(self) -> bool:
        """Whether one notebook is released in which everybody finds numbers of their own."""
        told = self.edition.variants if self.edition is not None else None
        return told is not None and bool(told.word) and not self.student

    @cached_property
    def cells(self) -> tuple[TemplateCell, ...]:
        """The cells of the notebook."""
        return self.filled_with(
            {
                f"{question}.{name}": repr(value)
                for question, numbers in self.values.items()
                for name, value in numbers.items()
            }
        )

    def filled_with(
        self, numbers: Mapping[str, str], in_texts: Mapping[str, str] | None = None
    ) -> tuple[TemplateCell, ...]:
        """Fill the places of the notebook: with what cells are worth, and with these numbers.

        Parameters
        ----------
        numbers : mapping
            Such as ``"q8.w"``, to what takes its place.
        in_texts : mapping, optional
            What takes it in texts, if that is something else.
        """
        cells = self.unfilled
        points = {cell.id: cell.points for cell in cells if cell.role == "points"}
        by_hand = {cell.id: cell.points for cell in cells if cell.role == "open"}
        of = {cell.id: cell.question for cell in cells}
        values = {**worth_in_words(points, by_hand, of), **numbers}
        gone: set[str] = set()
        given: set[str] = set()
        if self.whole is not None and self.edition is not None:
            for name in [*self.whole.questions, *self.whole.by_id]:
                there = name in self.questions or name in points or name in by_hand
                if not there:
                    (given if name in self.edition.given else gone).add(f"{name}.points")
        where = self.folder / "notebook.py"
        return filled(cells, values, gone, given, in_texts=in_texts, where=where)

    @cached_property
    def by_id(self) -> Mapping[str, TemplateCell]:
        """The cells that have an id."""
        return {cell.id: cell for cell in self.cells if cell.id}

    @cached_property
    def points(self) -> Mapping[str, float]:
        """Graded cell to points."""
        return {cell.id: cell.points for cell in self.cells if cell.role == "points"}

    def points_of(self, question: str) -> dict[str, float]:
        """Give the graded cells of a question, with their points."""
        return {one.id: one.points for one in self.cells if _graded(one, question)}

    @cached_property
    def open(self) -> Mapping[str, float]:
        """Cell that a person grades, to points; they are in no total of ours."""
        return {cell.id: cell.points for cell in self.cells if cell.role == "open"}

    @cached_property
    def open_of(self) -> Mapping[str, list[str]]:
        """Question to the cells of it that a person grades."""
        found: dict[str, list[str]] = {}
        for cell in self.cells:
            if cell.role == "open":
                found.setdefault(cell.question, []).append(cell.id)
        return found

    def rubric_of(self, cell: str) -> Rubric | None:
        """Give what an open cell is given points for, if its author says it."""
        rubric = self.rubrics.get(cell)
        return rubric and rubric.scaled(self.open[cell])

    @cached_property
    def explained(self) -> Mapping[str, list[str]]:
        """Answer cell to the graded cells that follow it, up to the next answer."""
        found: dict[str, list[str]] = {}
        for cell in self.cells:
            if cell.role == "answer":
                found[cell.id] = []
            elif cell.role == "points" and found:
                found[list(found)[-1]].append(cell.id)
        return found

    @property
    def carried(self) -> dict[str, Any]:
        """What a released notebook has to know of these settings: those that are not ordinary."""
        own = self.packages != DEFAULT_PACKAGES
        cut = self.edition.to_data() if self.edition is not None else {}
        found = {
            "edition": cut,
            "packages": list(self.packages) if own else [],
            "limits": dict(self.limits),
            "tolerances": dict(self.tolerances),
            "language": "" if self.language == "en" else self.language,
        }
        return {name: value for name, value in found.items() if value}

    def answer_of(self, cell: str) -> str:
        """Give the answer that a graded cell is about: the last one that stands before it."""
        return next((name for name, cells in self.explained.items() if cell in cells), "")

    def own_answer_of(self, cell: str) -> str:
        """Give the one answer that a graded cell asks, if that is known; otherwise "".

        A graded cell may name it: ``adlearn={..., "answer": "q4-backward-answer"}``. Or their ids
        say so: without its question and ``-answer``, an answer's id is the graded cell's without
        its own, as ``q1-matmul-answer`` is what ``q2-matmul`` asks.
        """
        if named := self.by_id[cell].answer:
            return named
        part = cell.partition("-")[2]
        own = [
            name
            for name in self.explained
            if name.partition("-")[2].removesuffix("-answer") == part and part
        ]
        return own[0] if own == [self.answer_of(cell)] else ""

    def all_below(self, question: str) -> list[str]:
        """Give the questions that a question leans on, also by way of others, in order."""
        return list(needs_of(list(self.questions), self.leans).get(question, ()))

    def answers(self, question: str | None = None) -> Mapping[str, str]:
        """Give the reference answers, of all questions or of one: cell id to source."""
        return {
            cell.id: cell.source
            for cell in self.cells
            if cell.role == "answer" and (question is None or question in cell.questions)
        }

    def bank(self, kind: str) -> Mapping[str, Answer]:
        """Give the bank of answers in the folder `kind` (``"wrong"`` or ``"right"``) by name."""
        found = {}
        for path in sorted((self.folder / kind).glob("*.py")):
            answer = self.fitted(read_answer(path))
            if answer is not None:
                found[path.stem] = answer
        return found

    def fitted(self, answer: Answer) -> Answer | None:
        """Give an answer of a bank as far as it is one to what is asked; None if it is not."""
        if self.whole is None or self.edition is None or not self.edition.cuts:
            return answer
        asked = {cell.id for cell in self.cells if cell.role == "answer"}
        return cut_answer(answer, asked, self.by_id, self.points)


def _graded(cell: TemplateCell, question: str) -> bool:
    return cell.role == "points" and cell.question == question


def _asked(cell: TemplateCell, questions: Mapping[str, str]) -> str:
    """Give the question of a graded cell, if it is asked."""
    return cell.question if cell.question in questions else ""


def _by_number(path: Path) -> list[tuple[str, int]]:
    """Order names by the numbers in them: those count as numbers, and not digit by digit."""
    return [(text, int(digits or 0)) for text, digits in re.findall(r"(\D*)(\d*)", path.stem)]


def load_assignment(name: str | Path) -> Assignment:
    """Find an assignment by folder or by the name it is installed under.

    Parameters
    ----------
    name : str or path-like
        A folder that holds ``assignment.toml``, a name registered in the entry point group
        ``autograder.assignments``, or the file of an edition.

    Returns
    -------
    Assignment

    Raises
    ------
    AssignmentError
        If there is none, or its files do not fit together.
    """
    folder = Path(name)
    if folder.name == "assignment.toml" and folder.is_file():
        folder = folder.parent
    if folder.suffix == ".toml":
        return _read_edition(folder)
    if not (folder / "assignment.toml").is_file():
        # A folder of a student's may be called as the assignment is.
        if folder.is_dir() and str(name) not in installed_assignments():
            raise AssignmentError(
                f"{folder}: this folder has no assignment.toml. Name the folder of an assignment "
                f"pack, or one that is installed: {_installed_names()}."
            )
        folder = _installed(str(name))
    return Assignment(folder=folder, **read_settings(folder))


def _read_edition(path: Path) -> Assignment:
    """Load the assignment that the file of an edition describes."""
    if not path.is_file():
        raise AssignmentError(
            f"{path}: there is no such file. autograder release writes it beside a notebook when "
            "it is given --questions, --points or --variants."
        )
    edition = read_edition(path.absolute())
    beside = edition.beside(edition.pack)
    folder = (beside / "assignment.toml").is_file()
    if not folder and (edition.pack.endswith(".toml") or "/" in edition.pack):
        raise AssignmentError(
            f"{path}: pack = {edition.pack!r}, and there is no folder of a pack. Was one of the "
            "two moved? The path is as seen from this file."
        )
    return edited(load_assignment(beside if folder else edition.pack), edition)


def edited(whole: Assignment, edition: Edition) -> Assignment:
    """Give an edition of an assignment.

    Raises
    ------
    AssignmentError
        If it asks what the pack does not have, or what cannot be asked so.
    """
    if whole.edition is not None:
        raise AssignmentError(
            f"{whole.edition.file}: this is an edition itself. Name the pack that it is one of: "
            f"{whole.folder}."
        )
    graded = {cell.id: cell.question for cell in whole.unfilled if cell.role == "points"}
    by_hand = {cell.id: cell.question for cell in whole.unfilled if cell.role == "open"}
    every = list(whole.questions)
    if edition.variants is not None and not whole.variants:
        raise AssignmentError(
            f"{whole.folder}: this pack declares no numbers that could differ from student to "
            "student. Write its variants.py, or release it without them."
        )
    answers = {cell.id: cell.questions for cell in whole.unfilled if cell.role == "answer"}
    needs = needs_of(every, whole.leans)
    verify_edition(edition, every, graded, by_hand, answers, needs)
    asked = [name for name in every if name in (edition.questions or every)]
    return replace(
        whole,
        questions={name: whole.questions[name] for name in asked},
        leans={
            name: [one for one in others if one in asked]
            for name, others in whole.leans.items()
            if name in asked
        },
        whole=whole,
        edition=edition,
    )


def installed_assignments() -> dict[str, str]:
    """Give the assignments that are installed, as a dictionary of name to module."""
    return {point.name: point.value for point in entry_points(group=ENTRY_POINT_GROUP)}


def installed_folder(name: str) -> Path | None:
    """Give the folder of the assignment that is installed under a name; None if there is none."""
    try:
        return _installed(name)
    except AssignmentError:
        return None


def _installed_names() -> str:
    return ", ".join(sorted(installed_assignments())) or "none"


def _installed(name: str) -> Path:
    module_name = installed_assignments().get(name)
    if module_name is None:
        raise AssignmentError(
            f"there is no assignment called {name!r}. Installed: {_installed_names()}. Install the "
            "package that holds it (for ours: pip install ./assignments), or give the path of its "
            "folder."
        )
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise AssignmentError(
            f"assignment {name!r} is registered as {module_name}, which does not import: {error}. "
            "Install its package again."
        ) from error
    return Path(str(module.__file__)).parent


def _verify_rubrics(
    rubrics: Mapping[str, Rubric], cells: Sequence[TemplateCell], path: Path
) -> None:
    """See to it that each rubric belongs to a cell that a person grades, and is worth as much.

    Raises
    ------
    AssignmentError
        If one does not.
    """
    worth = {cell.id: cell.points for cell in cells if cell.role == "open"}
    for cell, rubric in rubrics.items():
        if cell not in worth:
            there = f"There are {', '.join(worth)}" if worth else "There is none"
            raise AssignmentError(
                f"{path}: [rubrics.{cell}]: no cell of that name has the role open. {there}."
            )
        if rubric.points != worth[cell]:
            raise AssignmentError(
                f"{path}: [rubrics.{cell}]: its items are worth {rubric.points:g} points together, "
                f"and the cell has {worth[cell]:g}. Make them the same; of items with the same "
                "one_of only the best counts."
            )
