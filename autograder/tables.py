"""What a person sees in the terminal while a batch is graded, and at its end."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress as Bar,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from autograder.batch import Outcome
from autograder.feedback import clean, earned, points
from autograder.report import Report


class Progress:
    """A progress bar in a terminal; elsewhere a line for each submission.

    Parameters
    ----------
    total : int
        How many submissions there are.
    """

    def __init__(self, total: int) -> None:
        self._console = Console(highlight=False)
        columns = (
            TextColumn("grading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )
        self._bar = Bar(*columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._bar.add_task("", total=total)
        self._total = total
        self._done = 0

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

    def step(self, outcome: Outcome) -> None:
        """Take note of one outcome."""
        self._done += 1
        report = outcome.report
        text = f"{points(report.points)} / {points(report.possible)}" if report else "not graded"
        if self._bar.disable:
            line = f"[{self._done}/{self._total}] {clean(outcome.name)}: {text}"
            self._console.print(line, markup=False, soft_wrap=True)
        else:
            self._bar.update(self._task, advance=1, description=clean(outcome.name, 40))


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
        total = f"{points(report.points)} / {points(report.possible)}"
        table.add_row(clean(name, 60), *scores, total)
    Console(highlight=False).print(table, markup=False)
