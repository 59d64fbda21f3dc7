"""What `check("q1")` does in a notebook: the public checks, on the student's own kernel.

The checks travel in the notebook itself (a collapsed, locked cell calls `check.load`), so one
downloaded file works wherever adlearn is installed. Nothing is sent anywhere and nothing is graded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any

from autograder.checks import Check, load_checks, run_check
from autograder.errors import UsageError
from autograder.feedback import to_html, to_text
from autograder.report import Report
from autograder.submission import LocalSession, Submission


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
    Q1: 1 of 1 public check passed
      ✓ double doubles: passed
    """

    def __init__(self) -> None:
        self._checks: list[Check] = []
        self._name = ""
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
        source: str,
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
            Question to the number of its hidden checks.
        source : str
            The text of the public checks.
        """
        self._checks = load_checks(source, f"<public checks of {name}>", cells)
        self._name, self._questions, self._hidden = name, questions, hidden
        self._points = points

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

    def points(self, cell: str, *, seed: int = 0, namespace: dict[str, Any] | None = None) -> float:
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
        float
        """
        if namespace is None:
            namespace = sys._getframe(1).f_globals
        report = PracticeReport(self._run(cell, seed, namespace))
        report.show()
        worth = self._points.get(cell, report.report.possible)
        return float(worth * report.report.points / report.report.possible)

    def _run(self, wanted: str, seed: int, namespace: dict[str, Any]) -> Report:
        chosen = [check for check in self._checks if wanted in (check.question, check.cell)]
        if not chosen:
            raise UsageError(self._why_nothing(wanted))
        started = time.perf_counter()
        submission = Submission(LocalSession(namespace))
        results = tuple(run_check(check, submission, seed) for check in chosen)
        whole = wanted in self._questions
        return Report(
            assignment=self._name,
            submission="this notebook",
            sha256="",
            checks=results,
            seed=seed,
            seconds=round(time.perf_counter() - started, 3),
            questions=dict(self._questions),
            practice=True,
            hidden_count=self._hidden.get(wanted, 0) if whole else 0,
        )

    def _why_nothing(self, wanted: str) -> str:
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

    def show(self) -> None:
        """Show it now: as a card where there is a notebook, else as printed text."""
        display = _notebook_display()
        if display is None:
            print(self)
        else:
            display({"text/html": to_html(self.report), "text/plain": to_text(self.report)}, raw=True)


def _notebook_display() -> Any:
    """Give IPython's display function if this runs in IPython, else None."""
    shell = sys.modules.get("IPython")
    if shell is None or shell.get_ipython() is None:
        return None
    from IPython.display import display

    return display


check = Practice()
