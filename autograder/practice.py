"""What `check("q1")` does in a notebook: the public checks, on the student's own kernel.

The checks travel in the notebook itself (a collapsed, locked cell calls `check.load`), so one
downloaded file works wherever adlearn is installed. Nothing is sent anywhere and nothing is graded.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder import assemble
from autograder.asking.checks import Check, load_checks
from autograder.asking.submission import LocalSession, Session, Submission, WorkerSession
from autograder.asking.verdicts import run_checks
from autograder.build import public_sources
from autograder.errors import SubmissionError, UsageError
from autograder.feedback import to_html, to_text
from autograder.notebook import Notebook, read_notebook
from autograder.pack import installed_assignments, load_assignment
from autograder.report import Report
from autograder.sandbox.process import Limits


class Practice:
    """The public checks of one notebook, and the way to run them: the function ``check``.

    Examples
    --------
    A notebook's locked cell loads the checks, then its cells ask for them:

    >>> check = Practice()
    >>> source = '''
    ... import pytest
    ... @pytest.mark.points(1, cell="q1-double")
    ... def test_double(submission):
    ...     "double doubles"
    ...     assert submission.double(4) == 8
    ... '''
    >>> check.load("demo", "A demo", questions={"q1": "Q1"}, cells={"q1-double": "q1"},
    ...            points={"q1-double": 1.0}, hidden={}, source=source)
    >>> def double(x):
    ...     return x + x
    >>> print(check("q1"))
    Q1 (q1-double): 1 of 1 public check passed
      ✓ double doubles: passed
    """

    def __init__(self) -> None:
        self._checks: list[Check] = []
        self._name = self._title = ""
        self._questions: Mapping[str, str] = {}
        self._hidden: Mapping[str, int] = {}
        self._points: Mapping[str, float] = {}

    def load(
        self,
        name: str,
        title: str,
        *,
        questions: Mapping[str, str],
        cells: Mapping[str, str],
        points: Mapping[str, float],
        hidden: Mapping[str, int],
        source: str | Mapping[str, str],
    ) -> None:
        """Take over the public checks that a notebook carries.

        Parameters
        ----------
        name, title : str
            The assignment.
        questions : mapping
            Question to title.
        cells : mapping
            Graded cell to question.
        points : mapping
            Graded cell to what it is worth.
        hidden : mapping
            Graded cell to the number of its hidden checks.
        source : str or mapping
            The text of the public checks, or the name and the text of each file of them.
        """
        called = f"public checks of {name}"
        if isinstance(source, str):
            texts = {f"<{called}>": source}
        else:
            texts = {f"<{called}: {file}>": text for file, text in source.items()}
        self._checks = load_checks(texts, cells)
        self._name, self._title, self._questions = name, title, questions
        self._hidden, self._points = hidden, points

    def __call__(
        self, question: str, *, seed: int = 0, namespace: dict[str, Any] | None = None
    ) -> PracticeReport:
        """Run the public checks of a question, or of one graded cell, and show the result.

        Parameters
        ----------
        question : str
            Such as ``"q1"``, or ``"q1-mul"`` for one of its parts.
        seed : int
            Other seeds draw other cases.
        namespace : dict, optional
            Where the answers are; by default the notebook's own names.

        Returns
        -------
        PracticeReport
            Shows itself as a card in a notebook and as text elsewhere.

        Raises
        ------
        UsageError
            If the notebook carries no checks, or none of that name.
        """
        if namespace is None:
            namespace = sys._getframe(1).f_globals
        return PracticeReport(self._run(question, seed, namespace))

    def points(
        self, cell: str, *, seed: int = 0, namespace: dict[str, Any] | None = None
    ) -> PracticeScore:
        """Run the public checks of a graded cell, show the result, and give a score.

        The number is what nbgrader's ``validate`` reads: the cell's points times the share of
        public checks that pass. Grading runs hidden checks as well and does not use it.

        Parameters
        ----------
        cell : str
            The graded cell, such as ``"q1-mul"``.
        seed, namespace
            As for calling ``check`` itself.

        Returns
        -------
        PracticeScore
            A float that a notebook shows as the card of its checks.
        """
        if namespace is None:
            namespace = sys._getframe(1).f_globals
        report = self._run(cell, seed, namespace)
        if not _in_notebook():
            print(to_text(report))
        worth = self._points.get(cell, report.possible)
        return PracticeScore(worth * report.points / report.possible, report)

    def _run(self, wanted: str, seed: int, namespace: dict[str, Any]) -> Report:
        return self.report(wanted, LocalSession(namespace), seed)

    def report(self, wanted: str | None, session: Session, seed: int) -> Report:
        """Run the public checks of a question, a graded cell, or all (None), wherever they run."""
        chosen = [c for c in self._checks if wanted in (None, c.question, c.cell)]
        if not chosen:
            raise UsageError(self._why_nothing(wanted))
        started = time.perf_counter()
        results = tuple(run_checks(chosen, Submission(session), seed))
        return Report(
            assignment=self._name,
            submission="this notebook",
            sha256="",
            checks=results,
            seed=seed,
            seconds=round(time.perf_counter() - started, 3),
            questions=dict(self._questions),
            practice=True,
            hidden_counts={
                name: self._hidden.get(name, 0) for name in {check.cell for check in chosen}
            },
            title=self._title,
        )

    def _why_nothing(self, wanted: str | None) -> str:
        if not self._checks:
            return (
                "This notebook's checks are not loaded. Run the cell at the top that is called "
                "'Public checks' (it is collapsed), then this cell again."
            )
        known = [*self._questions, *dict.fromkeys(check.cell for check in self._checks)]
        return f"There are no checks called {wanted!r}. There are: {', '.join(known)}."


class PracticeReport:
    """The outcome of `check`: a card in a notebook, text everywhere else."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def __repr__(self) -> str:
        return to_text(self.report)

    def _repr_html_(self) -> str:
        return to_html(self.report)


class PracticeScore(float):
    """A score of a graded cell: a number for programs, the card of its checks in a notebook."""

    report: Report

    def __new__(cls, score: float, report: Report) -> PracticeScore:
        """Make the score of a report."""
        made = super().__new__(cls, score)
        made.report = report
        return made

    def _repr_html_(self) -> str:
        return to_html(self.report)


def _in_notebook() -> bool:
    """Say whether results are shown as HTML: in a kernel, not in a terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")


check = Practice()


def check_notebook(path: str | Path, question: str | None = None, seed: int = 0) -> Report:
    """Run the public checks that a notebook carries, in a process of its own.

    Where the notebook's assignment is installed, the checks are the installed ones and not those
    in the file. Elsewhere, as on a student's machine, the file's own are run.

    Parameters
    ----------
    path : path-like
        The notebook.
    question : str, optional
        Only this question or graded cell.
    seed : int
        Other seeds draw other cases.

    Returns
    -------
    Report
        With ``practice`` set: public checks only, nothing is graded.

    Raises
    ------
    SubmissionError
        If the file cannot be read or carries no checks.
    UsageError
        If there is no such question.
    """
    notebook = read_notebook(path)
    carried = _carried_checks(notebook)
    cells = [
        (cell.id or f"number {cell.number}", cell.source)
        for cell in notebook.cells
        if cell.role in ("", "given", "answer")
    ]
    if carried["name"] in installed_assignments():
        assignment = load_assignment(carried["name"])
        carried["source"] = public_sources(assignment)
        cells = assemble.program(notebook, assignment)
    practice = Practice()
    practice.load(**carried)
    session = WorkerSession(cells, Limits(), ())
    try:
        report = practice.report(question, session, seed)
    finally:
        session.close()
    notes = [f"cell {name} did not run: {text}" for name, text in session.cell_errors.items()]
    return replace(report, submission=str(path), sha256=notebook.sha256, notes=tuple(notes))


def _carried_checks(notebook: Notebook) -> dict[str, Any]:
    """Read the arguments of the `check.load(...)` that a notebook carries, without running it."""
    for cell in notebook.cells:
        if cell.id != "public-checks":
            continue
        try:
            call = ast.parse(cell.source).body[-1].value  # type: ignore[attr-defined]
            arguments = {word.arg: ast.literal_eval(word.value) for word in call.keywords}
            name, title = map(ast.literal_eval, call.args)
            return {"name": name, "title": title, **arguments}
        except (SyntaxError, ValueError, AttributeError, TypeError, IndexError):
            break
    raise SubmissionError(
        notebook.path,
        "this notebook carries no checks that can be read (its collapsed cell 'public-checks')",
        "Start from the notebook that was released, and copy your answers into it.",
    )
