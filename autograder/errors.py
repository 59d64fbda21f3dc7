"""Every error a person can meet while grading, each naming the file or name and the remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.language import say, template


class AutograderError(Exception):
    """The base of all errors that the grader raises on purpose."""


class UsageError(AutograderError):
    """A command or function was called in a way that cannot work; nothing was graded."""


class AssignmentError(UsageError):
    """An assignment cannot be found, or its files do not fit together."""


class SubmissionError(AutograderError):
    """One submitted file cannot be graded; the rest of a batch can.

    Parameters
    ----------
    path : path-like
        The file.
    problem : str
        What is wrong with it, as the end of a sentence that starts with the file's name.
    remedy : str
        What to do about it, as a sentence.
    """

    def __init__(self, path: str | Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}. {remedy}")
        self.path = Path(path)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the submission that an exception came through.

    Parameters
    ----------
    cell : str
        Where it is known.
    line : int or None
    function : str
        The function that it stands in, as Python calls it.
    source, defines : str
        Its text, and the class or function of the cell that it belongs to, where known.

    Examples
    --------
    >>> Line("q1", 9, "compute", "return np.reshape(a, self.shape)", "Reshape").place
    'line 9 of the cell that defines `Reshape`: `return np.reshape(a, self.shape)`'
    """

    cell: str
    line: int | None
    function: str
    source: str
    defines: str

    @property
    def place(self) -> str:
        """Where it stands and what it says, as a phrase, or an empty string."""
        place = place_of(self.cell, self.line, self.defines)
        return f"{place}: `{self.source.strip()}`" if self.source.strip() else place


class StudentError(AutograderError):
    """The submission's own code raised an exception while answering a question.

    Attributes
    ----------
    kind : str
        Name of the exception's class, such as ``"ZeroDivisionError"``.
    kinds : tuple of str
        That name and those of its base classes.
    detail : str
        Its message.
    asked : str
        What was asked when it was raised, for the end of the sentence about it.
    cell, line, source : str, int, str
        The submission's cell, line and text of the line that raised, where known.
    defines : str
        The class or function that the line belongs to, where known.
    function, callers : str, tuple of str
        The innermost function of the submission, and all of them, outermost first.
    lines : tuple of Line
        The lines of these functions.
    asked_at, through : Line or None, str
        The line to be named, where that is not the one that raised, and what it called, as
        `autograder.mistakes.asked.name_the_line` finds them.
    given_says : bool
        Whether given code raised it.
    """

    def __init__(self, error: dict[str, Any]) -> None:
        self.kind = str(error.get("type", "Exception"))
        self.kinds = tuple(map(str, error.get("kinds") or ()))
        self.detail = str(error.get("message", ""))
        self.asked = ""
        self.cell = str(error.get("cell") or "")
        self.line = error.get("line")
        self.source = str(error.get("source") or "")
        self.defines = str(error.get("defines") or "")
        self.lines = tuple(
            Line(str(cell or ""), line, str(function), str(source or ""), str(defines or ""))
            for cell, line, function, source, defines in error.get("trace") or []
        )
        self.callers = tuple(line.function for line in self.lines)
        self.function = self.callers[-1] if self.callers else ""
        self.asked_at: Line | None = None
        self.through = ""
        self.given_says = False
        super().__init__(f"{self.kind}: {self.detail}" if self.detail else self.kind)

    @property
    def unwritten(self) -> bool:
        """Whether a stub that nobody has filled in was reached."""
        return self.kind == "NotImplementedError"

    @property
    def where(self) -> str:
        """The place in the submission as a phrase, or an empty string."""
        raised = Line(self.cell, self.line, self.function, self.source, self.defines)
        return (self.asked_at or raised).place + self.through


#: What is said of an exception that given code raises.
GIVEN_SAYS = template("Your code raised {kind} in {where}. The given code says: {said}{asked}.")

#: A line of a notebook: by what its cell defines, by the cell's id, and of a cell without one.
OF_NAME = template("line {line} of the cell that defines `{name}`")
OF_CELL = template("line {line} of cell {cell}")
OF_YOURS = template("line {line} of a cell of yours")


def place_of(cell: str, line: int | None, defines: str) -> str:
    """Say where something stands in a notebook: the line, and the cell as a student knows it.

    Examples
    --------
    >>> place_of("q1-log-answer", 6, "_log"), place_of("mine", None, "")
    ('line 6 of the cell that defines `_log`', 'cell mine')
    """
    if not (cell or line or defines):
        return ""
    if not line:
        if defines:
            return say("the cell that defines `{name}`", name=defines)
        return say("cell {cell}", cell=cell) if cell else ""
    if defines:
        return say(OF_NAME, line=line, name=defines)
    if cell:
        return say(OF_CELL, line=line, cell=cell)
    return say(OF_YOURS, line=line)


@dataclass(frozen=True, slots=True)
class Finding:
    """More to say about a failure: text for the end of its message, entries of its case."""

    text: str = ""
    counterexample: Mapping[str, Any] | None = None


class CheckFailure(AssertionError):
    """A check's claim about the submission does not hold.

    Parameters
    ----------
    message : str
        One or two sentences for the student.
    kind : str
        What sort of failure it is: ``"value"``, ``"partials"``, ``"gradient"``, ``"shape"``,
        ``"type"``, ``"output"``, ``"raised"``, ``"unwritten"``, ``"claim"``, ``"kept"``.
    counterexample : dict, optional
        The smallest case that shows it: ``asked``, ``program``, ``at`` and ``rows`` (each row has
        ``name``, ``yours``, ``expected`` and, where there is one, ``finite_difference``). May
        also hold ``where``: the place where it goes wrong first, see
        `autograder.asking.localize`; and ``related``, if what is expected follows from other
        numbers of the submission.
    findings : sequence of callable, optional
        Each looks for more to say, which is worth its time for the smallest case only, such as
        finite differences. `autograder.asking.verdicts.run_check` calls them, once.
    says_what : bool, optional
        Whether the message itself says what was done, or what to do: then no general advice is
        needed.
    cases : sequence of str, optional
        What is special about the case, besides what its program and numbers show: in English, as
        `template` marks it.
    """

    def __init__(
        self,
        message: str,
        kind: str = "claim",
        counterexample: dict[str, Any] | None = None,
        findings: Sequence[Callable[[], Finding]] = (),
        says_what: bool = False,
        cases: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.counterexample = counterexample
        self.findings = tuple(findings)
        self.says_what = says_what
        self.cases = tuple(cases)

    def add(self, finding: Finding) -> None:
        """Take over what was found out."""
        self.message += finding.text
        if finding.counterexample:
            self.counterexample = {**(self.counterexample or {}), **finding.counterexample}


class Inconclusive(AutograderError):
    """A comparison means nothing here (a kink, or hopeless conditioning); it costs no points."""
