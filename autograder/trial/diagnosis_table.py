"""Which mistake each wrong answer of a bank is said to be, beside the one its author names.

The bank's answers do not know the misconceptions, so the table measures what a diagnosis is worth:
how many mistakes are named, and that none is named wrongly.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

from autograder.build import answered_notebook
from autograder.explaining.agreement import agreed
from autograder.explaining.misconceptions import load_misconceptions
from autograder.feedback.text import columns
from autograder.grading import Grader, assignment_checks
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.trial.bank import processes, verify_answers
from autograder.trial.selftest import ProgressLine


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """One wrong answer, and what its mistake was called.

    Parameters
    ----------
    answer, title : str
        Its name in the bank, and what it does.
    expected : tuple of str
        The misconceptions that its header names; empty if nothing may be claimed.
    given : tuple of str
        The misconceptions that were named, in order; normally one or none.
    """

    answer: str
    title: str
    expected: tuple[str, ...]
    given: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """``right``, ``nothing to name``, ``not named`` or ``WRONG``."""
        if set(self.given) - set(self.expected):
            return "WRONG"
        if not self.expected:
            return "nothing to name"
        return "right" if self.given else "not named"


def diagnosed_answer(assignment: Assignment, name: str, seed: int) -> Diagnosed:
    """Grade the questions that a wrong answer is about, and say what its mistake was called.

    Parameters
    ----------
    assignment : Assignment
    name : str
        An answer of the bank ``wrong/``.
    seed : int
        Draws the cases.

    Returns
    -------
    Diagnosed
    """
    answer = assignment.bank("wrong")[name]
    notebook = answered_notebook(assignment, answer.cells, answer.own)
    submitted = parse_notebook(json.dumps(notebook).encode(), f"{name}.ipynb")
    grader = Grader(submitted, assignment, seed, smallest=False)
    checks = assignment_checks(assignment)
    whole = {check.cell for check in checks if check.whole}
    questions = {
        assignment.by_id[cell].question for cell in answer.expect["lose"] if cell not in whole
    }
    asked = [check for check in checks if check.question in questions and not check.whole]
    try:
        results = agreed(grader.run(asked), assignment)
    finally:
        grader.close_all()
    names = [(result.diagnosis or {}).get("misconception", "") for result in results]
    given = tuple(dict.fromkeys(filter(None, names)))
    return Diagnosed(name, answer.title, answer.misconceptions, given)


def diagnose_bank(
    assignment: Assignment,
    seed: int,
    *,
    names: Sequence[str] | None = None,
    jobs: int = 2,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Diagnosed]:
    """Diagnose the wrong answers of an assignment's bank.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Draws the cases.
    names : sequence of str, optional
        Only these answers.
    jobs : int
        How many processes grade at the same time.
    progress : callable
        Called with how many are done, and of how many.

    Returns
    -------
    list of Diagnosed
        In the order of the bank.
    """
    wanted = list(assignment.bank("wrong") if names is None else names)
    found: dict[str, Diagnosed] = {}
    with processes(jobs) as pool:
        waiting = {pool.submit(_diagnosed, assignment.address, n, seed): n for n in wanted}
        for future in as_completed(waiting):
            found[waiting[future]] = future.result()
            progress(len(found), len(wanted))
    return [found[name] for name in wanted]


def _diagnosed(folder: str, name: str, seed: int) -> Diagnosed:
    return diagnosed_answer(load_assignment(folder), name, seed)


def command(assignment: Assignment, *, seed: int, jobs: int, markdown: Path | None) -> int:
    """Diagnose the bank, print the table, and give the exit status."""
    verify_answers(assignment)
    with ProgressLine() as line:
        step = line.of("answers of the bank")
        rows = diagnose_bank(assignment, seed, jobs=jobs, progress=step)
    print(to_text(rows), end="")
    for problem in problems(rows):
        print(f"problem: {problem}", file=sys.stderr)
    if markdown is not None and not problems(rows):
        markdown.write_text(to_markdown(assignment, rows), encoding="utf-8")
        print(markdown)
    return 1 if problems(rows) else 0


def problems(rows: Sequence[Diagnosed]) -> list[str]:
    """Give what is not as it should be: a wrong name, or fewer than nine in ten named."""
    found = [
        f"wrong/{row.answer} is called {', '.join(row.given)}, and is "
        f"{', '.join(row.expected) or 'none'}"
        for row in rows
        if row.verdict == "WRONG"
    ]
    named, total = counts(rows)
    if named < 0.9 * total:
        silent = [row.answer for row in rows if row.expected and row.verdict != "right"]
        found.append(f"only {named} of {total} known mistakes are named; not: {', '.join(silent)}")
    return found


def counts(rows: Sequence[Diagnosed]) -> tuple[int, int]:
    """Give how many answers with an expected name got it, and how many there are."""
    return sum(row.verdict == "right" for row in rows), sum(bool(row.expected) for row in rows)


def to_text(rows: Sequence[Diagnosed]) -> str:
    """Write the table for a terminal."""
    lines = columns([("answer", "expected", "given", ""), *map(_cells, rows)])
    return "\n".join([*lines, "", _sentence(rows)]) + "\n"


_INTRODUCTION = """\
# What was it?

A wrong answer is run beside every misconception that `{name}` knows: small wrong engines, each with
one thing understood wrongly. A misconception is named if it gives exactly the answer's numbers on
every case of the graded cell, right ones included, and no other one does. As long as several do,
more cases are drawn; if none does, nothing is claimed.

The wrong answers in this table and the misconceptions were written separately, and then brought
together. The page is written by a command, which ends with an error if a mistake is named wrongly,
or if fewer than nine in ten are named.

```
autograder selftest {name} --diagnosis --markdown docs/grader/diagnosis-{name}.md
```

"""


def to_markdown(assignment: Assignment, rows: Sequence[Diagnosed]) -> str:
    """Write the table as a page of the documentation, with the misconceptions it is about."""
    lines = [_INTRODUCTION.format(name=assignment.name) + _sentence(rows), ""]
    lines += ["| answer | what it does | expected | given | |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        name, expected, given, verdict = _cells(row)
        lines.append(f"| `{name}` | {row.title} | {expected} | {given} | {verdict} |")
    lines += ["", "## The misconceptions, and what they ask back"]
    known = load_misconceptions(assignment)
    for question, title in assignment.questions.items():
        lines += ["", f"### {title}", ""]
        own = [one for one in known if one.question == question]
        lines += [f"- **{one.name}** {one.explanation} *{one.ask}*" for one in own]
    return "\n".join(lines) + "\n"


def _cells(row: Diagnosed) -> tuple[str, str, str, str]:
    expected, given = (", ".join(names) or "-" for names in (row.expected, row.given))
    return row.answer, expected, given, row.verdict


def _sentence(rows: Sequence[Diagnosed]) -> str:
    named, total = counts(rows)
    wrong = sum(row.verdict == "WRONG" for row in rows)
    return f"{named} of {total} known mistakes are named, {wrong} of {len(rows)} answers wrongly."
