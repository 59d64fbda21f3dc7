"""What `check("q1")` does in a notebook: the public checks, on the student's own kernel.

The checks travel in the notebook itself (a collapsed, locked cell calls `check.load`), so one
downloaded file works wherever adlearn is installed. Nothing is sent anywhere and nothing is graded.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from autograder.asking.checks import Check, load_checks, with_numbers
from autograder.asking.sessions import LocalSession, Session
from autograder.asking.submission import Submission
from autograder.asking.verdicts import interrupted, run_check
from autograder.errors import AssignmentError, StudentError, UsageError
from autograder.feedback import in_progress, to_card, to_html, to_text
from autograder.feedback.words import state
from autograder.installing import versions_differ
from autograder.language import ENGLISH, joined, say, speaking, template
from autograder.language.collecting import of_pages
from autograder.language.tables import carried, language
from autograder.mistakes.cells import stale
from autograder.mistakes.history import kernel_shell, ran, watch
from autograder.mistakes.outline import Outline, digest
from autograder.mistakes.side_by_side import Cells
from autograder.report import CheckResult, Report
from autograder.sandbox.worker.errors import describe
from autograder.sandbox.worker.limits import Limits
from autograder.settings import limits_of, tolerances_of
from autograder.stopping import stoppable
from autograder.variants.drawing import declared, in_words
from autograder.variants.opened import id_of_environment
from autograder.variants.students import by_word
from autograder.waiting import InNotebook, OnTerminal, Waiting, place_here

OTHER_ADLEARN = template(
    "The notebook was probably made with another adlearn than the one that is here: take it from "
    "your course again and copy your answers into it, or ask which adlearn to install."
)
NOT_LOADED = template(
    "This notebook's checks are not loaded. Run the cell at the top that is called "
    "'Public checks' (it is collapsed), then this cell again. Running all cells from the top does "
    "it too."
)

#: What is said where numbers hang on who works here, and nobody knows that.
WHO = template(
    "Your numbers are drawn from the id that you hand in under, and it is not known here. Write it "
    'between the quotes of check.student(""), near the top of this notebook, and run that cell; '
    "then this one again."
)


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
        #: What the assignment lets a submission use, and import.
        self.limits = Limits()
        self.packages: tuple[str, ...] = ()
        self._checks: list[Check] = []
        #: The assignment.
        self.name = ""
        self._title = ""
        #: Assignment, answer cell and question that were checked with something written.
        self._tried: set[tuple[str, str, str]] = set()
        #: Checks that did not pass when they were last asked here, and their questions.
        self._wrong: dict[str, str] = {}
        self._questions: Mapping[str, str] = {}
        self._hidden: Mapping[str, int] = {}
        self._points: Mapping[str, float] = {}
        self._outlines: Mapping[str, Outline] = {}
        self._notes: tuple[str, ...] = ()
        self._impatient = False
        #: The numbers of this notebook, or whose they are and how they are drawn.
        self._numbers: Mapping[str, Mapping[str, float]] = {}
        self._student = ""
        self._draws: Mapping[str, str] = {}
        #: Why there are no checks to run; empty if they were loaded.
        self._unloaded = NOT_LOADED
        self._speech = ENGLISH

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
        outline: Mapping[str, Sequence[str]] | None = None,
        settings: Mapping[str, Any] | None = None,
        numbers: Mapping[str, Mapping[str, float]] | None = None,
        draws: Mapping[str, str] | None = None,
        version: str = "",
        **unknown: Any,
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
        outline : mapping, optional
            Given or answer cell to the other fields of its `autograder.mistakes.outline.Outline`.
        settings : mapping, optional
            What the assignment says of packages, limits and tolerances, where that is not as ever,
            and its language.
        numbers : mapping, optional
            Question to the numbers by name that stand in this notebook.
        draws : mapping, optional
            Where the notebook is one for all, what numbers are drawn from and by: see `student`.
        version : str
            The adlearn that released the notebook.
        **unknown : object
            What a notebook of a later version carries besides; it is not used.
        """
        called = f"public checks of {name}"
        if isinstance(source, str):
            texts = {f"<{called}>": source}
        else:
            texts = {f"<{called}: {file}>": text for file, text in source.items()}
        settings = settings or {}
        sentences = settings.get("sentences", {})
        self._speech = language(settings.get("language", "en"), sentences=sentences)
        self._numbers, self._student, self._draws = numbers or {}, "", draws or {}
        with speaking(self._speech):
            self._take_over(texts, cells, settings, versions_differ(version))
            self._title = say(title)
            self._questions = {one: say(called) for one, called in questions.items()}
        self.name, self._hidden, self._points = name, hidden, points
        self._outlines = {cell: Outline(cell, *fields) for cell, fields in (outline or {}).items()}
        if self._draws and not self._unloaded:
            with speaking(self._speech):
                self._become(id_of_environment())
        watch()

    def _take_over(
        self,
        texts: Mapping[str, str],
        cells: Mapping[str, str],
        settings: Mapping[str, Any],
        other: str,
    ) -> None:
        """Load the checks, or keep why that cannot be done."""
        self._unloaded = ""
        try:
            self.limits = limits_of(settings.get("limits", {}))
            tolerances = tolerances_of(settings.get("tolerances", {}))
            self._checks = with_numbers(load_checks(texts, cells, tolerances), self._numbers)
        except AssignmentError as error:
            moved = isinstance(error.__cause__, ImportError) and "cannot import" in str(error)
            self._checks = []
            self._unloaded = f"{error} {other or (say(OTHER_ADLEARN) if moved else '')}".strip()
            print(self._unloaded)
        self.packages = tuple(settings.get("packages", ()))
        self._notes = (other,) if other else ()
        self._impatient = False
        self._wrong = {}

    def student(self, name: str = "") -> str:
        """Say under which id you hand in, where the notebook cannot know it: numbers hang on it.

        Parameters
        ----------
        name : str
            Empty where a hub knows it.

        Returns
        -------
        str
            The numbers, or what to do.
        """
        with speaking(self._speech):
            return self._known_as(name)

    def _known_as(self, name: str) -> str:
        if self._draws and name.strip():
            self._become(name)
        if self._draws and not self._student:
            return say(WHO)
        told = "; ".join(in_words(numbers) for numbers in self._numbers.values())
        if not self._student:
            return say("The numbers of this notebook: {numbers}.", numbers=told or "-")
        return say("The numbers of {student}: {numbers}.", student=self._student, numbers=told)

    def numbers(self, question: str) -> Mapping[str, float]:
        """Give the numbers in a question that are drawn for whoever works here, by name.

        Raises
        ------
        UsageError
            If nobody knows who that is.
        """
        if self._draws and not self._student:
            with speaking(self._speech):
                raise UsageError(say(WHO))
        return self._numbers[question]

    def _become(self, name: str) -> None:
        """Draw the numbers of a student; of nobody, there are none, and nothing can be checked."""
        self._student = name.strip()
        self._unloaded = "" if self._student else say(WHO)
        if self._student:
            students, source = by_word(self._draws["word"]), self._draws["source"]
            functions = declared(source, "variants.py", list(self._questions))
            self._numbers = students.numbers(self._student, functions, self.name)
            self._checks = with_numbers(self._checks, self._numbers)

    def __repr__(self) -> str:
        with speaking(self._speech):
            return self._unloaded or self._how_to_ask()

    def __call__(
        self, *wanted: Any, seed: int = 0, namespace: dict[str, Any] | None = None
    ) -> PracticeReport:
        """Run the public checks of a question, or of one graded cell, and show the result.

        Parameters
        ----------
        *wanted : str
            Such as ``"q1"``, or ``"q1-mul"`` for one of its parts; by default all. What is meant
            counts: ``"Q1"``, ``1``, ``"q1_mul"`` and ``"_mul"`` are understood too.
        seed : int
            Other seeds draw other cases.
        namespace : dict, optional
            Where the answers are; by default the notebook's own names.

        Returns
        -------
        PracticeReport
            Shows itself as a card in a notebook and as text elsewhere. Where nothing could be
            asked, the card says what to do about it.
        """
        if namespace is None:
            namespace = sys._getframe(1).f_globals
        with speaking(self._speech):
            return self._asked_for(wanted, seed, namespace)

    def _asked_for(
        self, wanted: Sequence[Any], seed: int, namespace: dict[str, Any]
    ) -> PracticeReport:
        found: list[str] = []
        for one in wanted:
            meant = self._meant(one)
            if meant is None:
                return PracticeReport(None, self._why_nothing(one))
            found.append(meant)
        if not self._chosen(found or None):
            return PracticeReport(None, self._nothing_public(found))
        place = place_here()
        report = self._run(found or None, seed, namespace, place)
        return PracticeReport(report, place=place if isinstance(place, InNotebook) else None)

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
            A float that a notebook shows as the card of its checks. Where no check is public,
            nothing is held against the cell: it is what it is worth.
        """
        if namespace is None:
            namespace = sys._getframe(1).f_globals
        with speaking(self._speech):
            return self._scored(cell, seed, namespace)

    def _scored(self, cell: str, seed: int, namespace: dict[str, Any]) -> PracticeScore:
        meant = self._meant(cell)
        if meant is None:
            return PracticeScore(0.0, PracticeReport(None, self._why_nothing(cell)))
        if not self._chosen([meant]):
            worth = 0.0 if self._unloaded else self._points.get(meant, 0.0)
            return PracticeScore(worth, PracticeReport(None, self._nothing_public([meant])))
        report = self._run([meant], seed, namespace, place_here())
        if kernel_shell() is None:
            print(to_text(report))
        worth = self._points.get(meant, report.possible)
        return PracticeScore(worth * report.points / report.possible, PracticeReport(report))

    def _run(
        self,
        wanted: Sequence[str] | None,
        seed: int,
        namespace: dict[str, Any],
        place: InNotebook | OnTerminal | None,
    ) -> Report:
        def cells() -> Cells:
            return Cells(self._outlines, ran(namespace), namespace)

        def run(check: Check, submission: Submission) -> CheckResult:
            try:
                with stoppable(limited=self._impatient) as late:
                    result = run_check(check, submission, seed, cells=cells)
            except KeyboardInterrupt as stop:
                self._impatient = True
                text = say(AFTER_A_STOP if late.is_set() else STOPPED)
                return interrupted(check, StudentError(describe(stop, namespace)), text, cells())
            self._impatient = False
            return result

        chosen = self._chosen(wanted)
        begun = _begun(cells(), {one.question for one in chosen})
        self._tried |= {(self.name, *one) for one in begun}
        session = LocalSession(namespace, self.limits)
        return self._report(chosen, session, seed, run, place, cells)

    def tried(self, cell: str) -> set[str]:
        """Give the questions whose checks ran when an answer cell was no longer its stub."""
        return {question for *tried, question in self._tried if tried == [self.name, cell]}

    @property
    def unloaded(self) -> str:
        """Why there are no checks to run; empty if they were loaded."""
        return self._unloaded

    @property
    def outlines(self) -> Mapping[str, Outline]:
        """The assignment's given and answer cells, as released."""
        return self._outlines

    def report(
        self, wanted: str | None, session: Session, seed: int, cells: Callable[[], Cells] = Cells
    ) -> Report:
        """Run the public checks of a question, a graded cell, or all (None), wherever they run.

        Raises
        ------
        UsageError
            If there is no such question, or there are no checks.
        """
        with speaking(self._speech):
            return self._of_any_session(wanted, session, seed, cells)

    def _of_any_session(
        self, wanted: str | None, session: Session, seed: int, cells: Callable[[], Cells]
    ) -> Report:
        meant = None if wanted is None else self._meant(wanted)
        if wanted is not None and meant is None:
            raise UsageError(self._why_nothing(wanted))
        named = meant and [meant]
        if not self._chosen(named):
            raise UsageError(self._nothing_public(named or []))

        def run(check: Check, submission: Submission) -> CheckResult:
            return run_check(check, submission, seed, cells=cells)

        return self._report(self._chosen(named), session, seed, run, place_here())

    def _report(
        self,
        chosen: Sequence[Check],
        session: Session,
        seed: int,
        run: Callable[[Check, Submission], CheckResult],
        place: InNotebook | OnTerminal | None,
        cells: Callable[[], Cells] | None = None,
    ) -> Report:
        started = time.perf_counter()
        results = []
        with Waiting(place) as waiting:
            for number, check in enumerate(chosen, 1):
                question = self._questions.get(check.question, check.question)
                waiting.begin(in_progress(question, number, len(chosen), check.title))
                results.append(run(check, Submission(session)))
        notes = [*self._notes, *(stale(cells(), {c.question for c in chosen}) if cells else ())]
        notes += self._from_before(results)
        return Report(
            assignment=self.name,
            submission=say("this notebook"),
            sha256="",
            checks=tuple(results),
            seed=seed,
            seconds=round(time.perf_counter() - started, 3),
            questions=dict(self._questions),
            practice=True,
            hidden_counts={
                name: self._hidden.get(name, 0) for name in {check.cell for check in chosen}
            },
            title=self._title,
            notes=tuple(notes),
            language=self._speech.code,
            sentences=carried(self._speech, of_pages()) if self._speech.own else {},
        )

    def _from_before(self, results: Sequence[CheckResult]) -> list[str]:
        """Say which earlier questions are not right yet, where one that may use them is not."""
        for one in results:
            self._wrong.pop(one.id, None)
        order = {question: place for place, question in enumerate(self._questions)}
        wrong = {
            one.id: one.question
            for one in results
            if state(one) in ("failed", "error") and one.question in order
        }
        last = max((order[question] for question in wrong.values()), default=0)
        before = {q for q in self._wrong.values() if order[q] < last} - {*wrong.values()}
        self._wrong.update(wrong)
        if not before:
            return []
        called = joined(self._questions[q] for q in order if q in before)
        return [
            say(
                "When you last asked, this was not right yet: {called}. What is wrong here may "
                "come from there: get that right first.",
                called=called,
            )
        ]

    def _chosen(self, wanted: Sequence[str] | None) -> list[Check]:
        if self._draws and not self._student:
            return []
        return [
            c for c in self._checks if wanted is None or c.question in wanted or c.cell in wanted
        ]

    def _meant(self, wanted: Any) -> str | None:
        """Give the question or graded cell that somebody means, or None."""
        cells = list(self._points)
        known = {name.casefold(): name for name in (*cells, *self._questions)}
        text = str(getattr(wanted, "__name__", wanted)).strip().casefold()
        plain = text.replace("_", "-").replace(" ", "-").strip("-.").removeprefix("question-")
        for name in (text, plain, f"q{plain}"):
            if name in known:
                return known[name]
        ends = [cell for cell in cells if cell.casefold().endswith(f"-{plain}")]
        return ends[0] if len(ends) == 1 else None

    def _why_nothing(self, wanted: Any) -> str:
        if self._unloaded:
            return self._unloaded
        shown = (
            repr(wanted)
            if isinstance(wanted, (str, int))
            else say("of type {kind}", kind=type(wanted).__name__)
        )
        return say("There are no checks called {name}.", name=shown) + f" {self._how_to_ask()}"

    def _nothing_public(self, meant: Sequence[str]) -> str:
        called = ", ".join(self._questions.get(name, name) for name in meant)
        return self._unloaded or say(
            "{what}: there is nothing that you can check here by yourself. It is asked, or read by "
            "a person, when your work is graded.",
            what=called or self._title,
        )

    def _how_to_ask(self) -> str:
        known = [*self._questions, *self._points]
        return say(
            'Ask for one of these, as in check("{first}"), or for all with check(): {names}.',
            first=known[0],
            names=", ".join(known),
        )


def _begun(cells: Cells, questions: set[str]) -> set[tuple[str, str]]:
    """Give the answer cells, and questions, that ran with another text than was released."""
    return {
        (outline.id, question)
        for question in questions
        for outline in cells.answers(question)
        if (own := cells.of(outline)) and digest(own.source) != outline.digest
    }


STOPPED = template("You stopped this while your code ran")
AFTER_A_STOP = template(
    "This was stopped by itself, because a check was stopped by hand before and your code still "
    "ran on"
)


class PracticeReport:
    """The outcome of `check`: a card in a notebook, text everywhere else.

    Parameters
    ----------
    report : Report or None
    instead : str
        What to say where there is none.
    place : InNotebook, optional
        Where it was shown that checks run: the card comes there, if it comes in the same cell.
    """

    def __init__(
        self, report: Report | None, instead: str = "", place: InNotebook | None = None
    ) -> None:
        self.report = report
        self.instead = instead
        self._place = place

    def __repr__(self) -> str:
        return self.instead if self.report is None else to_text(self.report)

    def _repr_html_(self) -> str:
        return to_card(self.instead) if self.report is None else to_html(self.report)

    def _ipython_display_(self) -> None:
        card = {"text/plain": repr(self), "text/html": self._repr_html_()}
        if self._place is None or not self._place.replace(card):
            raise NotImplementedError  # so IPython shows it as it shows anything else


class PracticeScore(float):
    """A score of a graded cell: a number for programs, the card of its checks in a notebook."""

    shown: PracticeReport

    def __new__(cls, score: float, shown: PracticeReport) -> PracticeScore:
        """Make the score of a report."""
        made = super().__new__(cls, score)
        made.shown = shown
        return made

    def _repr_html_(self) -> str:
        return self.shown._repr_html_()


check = Practice()
