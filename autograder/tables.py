"""What a person sees in the terminal while a batch is graded, and at its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress as Bar, TaskID, TextColumn
from rich.table import Table

from autograder.feedback import clean, earned, score
from autograder.report import Report
from autograder.results import Outcome
from autograder.slots import Running

#: After how many seconds a terminal says what a submission is asked.
LONG_SECONDS = 4.0


class Progress:
    """A progress bar in a terminal; elsewhere a line for each submission.

    Parameters
    ----------
    counting : callable
        Given a submission's name and its report, the report that counts.
    """

    def __init__(
        self, counting: Callable[[str, Report], Report] = lambda name, report: report
    ) -> None:
        self._counting = counting
        self._console = Console(highlight=False)
        columns = (
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}", markup=False),
        )
        self._bar = Bar(*columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("", total=None)
        self._total = self._before = self._done = self._graded = 0
        self._since = time.monotonic()
        self._last = ""

    def __enter__(self) -> Progress:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def begin(self, total: int, before: int) -> None:
        """Take note of how many there are, and how many of them need no grading."""
        self._total, self._before, self._since = total, before, time.monotonic()
        self._bar.update(self._task, total=total, completed=before)
        if before:
            what = "graded already, and nothing has changed that their results were made from"
            self._console.print(f"{before} of {total} are {what}.", soft_wrap=True)

    def step(self, outcome: Outcome) -> None:
        """Take note of one outcome."""
        self._done += 1
        self._graded += outcome.begun  # what could not even be opened says nothing of the speed
        report = outcome.report
        text = score(self._counting(outcome.name, report)) if report else "not graded"
        pace = pace_of(self._graded, self._left, time.monotonic() - self._since)
        if self._bar.disable:
            number = f"[{self._before + self._done}/{self._total}]"
            line = f"{number} {clean(outcome.name)}: {text}{pace and f' ({pace})'}"
            self._console.print(line, markup=False, soft_wrap=True)
        else:
            self._last = f"{pace}  {clean(outcome.name, 40)}"
            self._bar.update(self._task, advance=1, description=self._last)

    def say(self, line: str) -> None:
        """Print a line that people should read; an empty one says that the last is over."""
        if line:
            self._console.print(clean(line), markup=False, soft_wrap=True)

    def running(self, now: Sequence[Running]) -> None:
        """Say which submission takes longest, and at what, where one takes long."""
        if self._bar.disable:
            return
        long = in_words(now)
        self._bar.update(self._task, description=long or self._last)

    @property
    def _left(self) -> int:
        return self._total - self._before - self._done


def in_words(now: Sequence[Running]) -> str:
    """Say which of the submissions that take long takes longest, and at what; else nothing.

    Examples
    --------
    >>> in_words([Running("ada", "test_add", 1.0, 0.2), Running("ben", "test_loss", 9.4, 7.6)])
    'ben: test_loss for 8 s'
    >>> in_words([Running("ben", "test_loss", 60.0, 0.3), Running("ada", "", 9.4, 9.4)])
    'ben: test_loss for 0 s, 60 s in all, and 1 more'
    >>> in_words([Running("ada", "test_add", 1.0, 0.2)])
    ''
    """
    long = sorted((one for one in now if one.whole > LONG_SECONDS), key=lambda one: -one.whole)
    if not long:
        return ""
    first = long[0]
    text = f"{clean(first.name, 40)}: {first.check or 'getting ready'} for {first.seconds:.0f} s"
    if first.whole > first.seconds + LONG_SECONDS:
        text += f", {first.whole:.0f} s in all"
    return text + (f", and {len(long) - 1} more" if long[1:] else "")


def pace_of(done: int, left: int, seconds: float) -> str:
    """Say how fast it goes and how long it will still take; nothing at the beginning and the end.

    Examples
    --------
    >>> pace_of(20, 300, 60.0), pace_of(3, 1, 9.0), pace_of(1, 9, 1.0), pace_of(3, 0, 9.0)
    ('20 a minute, 15 min left', '20 a minute, 3 s left', '', '')
    """
    if done < 2 or not left or seconds <= 0:
        return ""
    rate = done / seconds
    rest = left / rate
    minutes = rest > 90
    time_left = f"{rest / 60:.0f} min" if minutes else f"{rest:.0f} s"
    speed = f"{60 * rate:.0f}" if rate > 1 / 6 else f"{60 * rate:.2g}"
    return f"{speed} a minute, {time_left} left"


def results_table(reports: Mapping[str, Report]) -> None:
    """Print a table: a row for each submission, a column for each question, and the total."""
    if not reports:
        return
    questions: dict[str, str] = {}
    for report in reports.values():
        questions.update(report.questions)
    table = Table(header_style="bold")
    table.add_column("submission", overflow="fold")
    for question in questions:
        table.add_column(question, justify="right")
    table.add_column("points", justify="right")
    for name, report in reports.items():
        scores = [earned(report.of(question=question)) for question in questions]
        table.add_row(clean(name, 60), *scores, score(report))
    Console(highlight=False).print(table, markup=False)


class Unpacking:
    """A progress bar in a terminal while archives are read; elsewhere nothing: it is soon done."""

    def __init__(self) -> None:
        console = Console(highlight=False)
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
        )
        self._bar = Bar(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Unpacking:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def follow(self, source: str, done: int, total: int) -> None:
        """Take note of how many files of a source were read."""
        if source not in self._tasks:
            self._tasks[source] = self._bar.add_task(clean(source, 40), total=total)
        self._bar.update(self._tasks[source], completed=done, total=total)
