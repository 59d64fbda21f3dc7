"""An assignment pack: a folder with a notebook source, its checks, its settings and its banks.

The notebook source is the one place that knows the cells and the points; see `autograder.source`.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError
from autograder.language import Language
from autograder.language.tables import CODE, has, known, language
from autograder.source import TemplateCell, read_source

DEFAULT_PACKAGES = ("numpy", "matplotlib")
ENTRY_POINT_GROUP = "autograder.assignments"

#: The environment may say which language a course speaks, and where it keeps tables of its own.
LANGUAGE, TABLES = "AUTOGRADER_LANGUAGE", "AUTOGRADER_TABLES"


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
    language: str = "en"

    @property
    def table_folders(self) -> tuple[Path, ...]:
        """Where tables are that come before the grader's own: the course's, and the pack's."""
        course = os.environ.get(TABLES)
        return (*([Path(course)] if course else []), self.folder / "language")

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
            return {str(one): one.read_text(encoding="utf-8") for one in paths}
        except OSError as error:
            raise AssignmentError(f"{path}: the checks cannot be read ({error}).") from error

    @cached_property
    def cells(self) -> tuple[TemplateCell, ...]:
        """The cells of the source notebook."""
        return read_source(self.folder / "notebook.py", self.questions)

    @cached_property
    def by_id(self) -> Mapping[str, TemplateCell]:
        """The cells that have an id."""
        return {cell.id: cell for cell in self.cells if cell.id}

    @cached_property
    def points(self) -> Mapping[str, float]:
        """Graded cell to points."""
        return {cell.id: cell.points for cell in self.cells if cell.role == "points"}

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
        found = {
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
        found: set[str] = set()
        waiting = [question]
        while waiting:
            fresh = set(self.leans.get(waiting.pop(), ())) - found
            found |= fresh
            waiting += fresh
        return [name for name in self.questions if name in found]

    def answers(self, question: str | None = None) -> Mapping[str, str]:
        """Give the reference answers, of all questions or of one: cell id to source."""
        return {
            cell.id: cell.source
            for cell in self.cells
            if cell.role == "answer" and (question is None or question in cell.questions)
        }

    def bank(self, kind: str) -> Mapping[str, Answer]:
        """Give the bank of answers in the folder `kind` (``"wrong"`` or ``"right"``) by name."""
        return {path.stem: read_answer(path) for path in sorted((self.folder / kind).glob("*.py"))}


def _by_number(path: Path) -> list[tuple[str, int]]:
    """Order names by the numbers in them: those count as numbers, and not digit by digit."""
    return [(text, int(digits or 0)) for text, digits in re.findall(r"(\D*)(\d*)", path.stem)]


@dataclass(frozen=True, slots=True)
class Answer:
    """A submission written as a small patch to the reference notebook.

    Parameters
    ----------
    name, title : str
        The file's stem and what it does.
    cells : dict
        Cell id to the source that replaces it.
    expect : dict
        Whatever its TOML header says about the verdict expected.
    own : tuple of OwnCell
        Cells that the student added.
    """

    name: str
    title: str
    cells: Mapping[str, str]
    expect: Mapping[str, Any]
    own: tuple[OwnCell, ...] = ()

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """What its author calls its mistakes: the header's misconception, or several in a list."""
        named = self.expect.get("misconception", ())
        return (named,) if isinstance(named, str) else tuple(named)


@dataclass(frozen=True, slots=True)
class OwnCell:
    """A cell that a student added: it stands ``"before"`` or ``"after"`` a cell of the assignment.

    Parameters
    ----------
    where, beside, source : str
        ``"before"`` or ``"after"``, the other cell's id, and the text.
    """

    where: str
    beside: str
    source: str


def load_assignment(name: str | Path) -> Assignment:
    """Find an assignment by folder or by the name it is installed under.

    Parameters
    ----------
    name : str or path-like
        A folder that holds ``assignment.toml``, or a name registered in the entry point group
        ``autograder.assignments``.

    Returns
    -------
    Assignment

    Raises
    ------
    AssignmentError
        If there is none, or its files do not fit together.
    """
    folder = Path(name)
    if not (folder / "assignment.toml").is_file():
        # A folder of a student's may be called as the assignment is.
        if folder.is_dir() and str(name) not in installed_assignments():
            raise AssignmentError(
                f"{folder}: this folder has no assignment.toml. Name the folder of an assignment "
                f"pack, or one that is installed: {_installed_names()}."
            )
        folder = _installed(str(name))
    return _read_settings(folder)


def installed_assignments() -> dict[str, str]:
    """Give the assignments that are installed, as a dictionary of name to module."""
    return {point.name: point.value for point in entry_points(group=ENTRY_POINT_GROUP)}


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


def _read_settings(folder: Path) -> Assignment:
    path = folder / "assignment.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
        _verify(settings, path)
        return Assignment(
            name=settings["name"],
            title=settings["title"],
            folder=folder,
            questions=settings["questions"],
            packages=tuple(settings.get("packages", DEFAULT_PACKAGES)),
            limits=settings.get("limits", {}),
            tolerances=settings.get("tolerances", {}),
            demo=settings.get("demo", {}),
            hidden_inputs=settings.get("feedback", {}).get("hidden_inputs", False),
            install=settings.get("install", {}).get("what", ""),
            confused=settings.get("confused", {}),
            leans=settings.get("leans", {}),
            language=_language(settings.get("language", "en"), folder),
        )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise AssignmentError(
            f"{path}: {error!r}. It needs name, title and a table [questions] of id = title."
        ) from error


def _language(setting: str, folder: Path) -> str:
    """Give the language to speak: what the environment says, or else the pack's setting.

    Raises
    ------
    AssignmentError
        If nothing speaks it.
    """
    course = os.environ.get(TABLES)
    folders = [folder / "language", *([Path(course)] if course else [])]
    named = os.environ.get(LANGUAGE)
    code, where = (named, LANGUAGE) if named else (setting, f"{folder / 'assignment.toml'}")
    if course and not Path(course).is_dir():
        raise AssignmentError(f"{TABLES}: there is no folder {course}.")
    if code != "en" and (not CODE.fullmatch(code) or code not in known(folders)):
        raise AssignmentError(
            f"{where}: there is no table of the language {code!r}; there are "
            f"{', '.join(known(folders))}. Make one: autograder language {code}"
        )
    for one in folders:
        _verify_compiled(one / f"{code}.po", has(one, code))
    return code


def _verify_compiled(path: Path, made: bool) -> None:
    """See to it that a table is used as it was written: Python reads what it was compiled to."""
    if not path.is_file():
        return
    compiled = path.with_suffix(".mo")
    if not made or compiled.stat().st_mtime < path.stat().st_mtime:
        from autograder.language.translating import mo_of

        try:
            if made and mo_of(path)[0] == compiled.read_bytes():
                return
        except ValueError as error:
            raise AssignmentError(f"{error}") from error
        raise AssignmentError(
            f"{path} was changed and not compiled. Do: autograder language {path.stem} --compile "
            f"-o {path.parent}"
        )


#: What assignment.toml may say, and of what kind each is.
_KINDS: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("name", "title", "language"), (str, "a text")),
    "packages": (list, "a list of names"),
    **dict.fromkeys(
        ("questions", "limits", "tolerances", "demo", "feedback", "install", "confused", "leans"),
        (dict, "a table"),
    ),
}


def _verify(settings: Mapping[str, Any], path: Path) -> None:
    """See to it that settings mean what they say: a word that nobody knows would be lost.

    Raises
    ------
    AssignmentError
        If one is unknown, or of another kind.
    """

    def demand(holds: bool, problem: str) -> None:
        if not holds:
            raise AssignmentError(f"{path}: {problem}")

    for name, value in settings.items():
        demand(name in _KINDS, f"there is no setting {name!r}. It may have {', '.join(_KINDS)}.")
        kind, called = _KINDS[name]
        demand(isinstance(value, kind), f"{name} must be {called}, not {value!r}.")
    for name in settings.get("packages", ()):
        demand(isinstance(name, str), f"packages must be names, and {name!r} is none.")
        known_here = name in DEFAULT_PACKAGES or _found(name)
        demand(known_here, f"the package {name!r} is not here. Is it spelled so, and installed?")
    for table, words in {"feedback": ["hidden_inputs"], "install": ["what"]}.items():
        for name in settings.get(table, {}):
            demand(name in words, f"[{table}] has no setting {name!r}. It may have {words[0]}.")
    hidden = settings.get("feedback", {}).get("hidden_inputs", False)
    demand(isinstance(hidden, bool), f"hidden_inputs must be true or false, not {hidden!r}.")
    known = settings.get("questions", {})
    for question, others in settings.get("leans", {}).items():
        named = [question, *others] if isinstance(others, list) else [others]
        demand(
            isinstance(others, list) and all(name in known for name in named),
            f"[leans] {question} = {others!r}: give a list of questions; there are "
            f"{', '.join(known)}.",
        )


def _found(package: str) -> bool:
    """Say whether a package could be imported."""
    try:
        return importlib.util.find_spec(package) is not None
    except (ImportError, ValueError):
        return False


_HEADER = re.compile(r"^#: ?(.*)$", re.MULTILINE)
_CELL = re.compile(r"^# %% \[(?:(before|after) )?([A-Za-z0-9_-]+)\]\n", re.MULTILINE)


def read_answer(path: Path) -> Answer:
    """Read one answer of a bank.

    The file starts with TOML behind ``#:`` and goes on with cells, each headed ``# %% [cell id]``.
    A cell of the student's own is headed ``# %% [before cell id]`` or ``# %% [after cell id]``.
    """
    text = path.read_text(encoding="utf-8")
    parts = _CELL.split(text)
    try:
        expect = tomllib.loads("\n".join(_HEADER.findall(parts[0])))
        title = expect.pop("title")
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise AssignmentError(
            f"{path}: {error!r}. An answer starts with lines such as #: title = 'what it does'."
        ) from error
    headed = list(zip(parts[1::3], parts[2::3], parts[3::3], strict=True))
    cells = {name: body.strip("\n") for where, name, body in headed if not where}
    own = tuple(OwnCell(where, name, body.strip("\n")) for where, name, body in headed if where)
    return Answer(path.stem, title, cells, expect, own)
