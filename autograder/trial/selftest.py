"""The grader on trial: which check notices which mistake, as a table for people.

`autograder selftest` grades the banks of an assignment, and with ``--mutants`` hundreds of small
changes of its reference answers, and says where a check is missing or unfair. ``--record`` keeps in
the pack what was tested, so that ``--changed`` can leave out what would say the same again.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from autograder.asking.checks import Check
from autograder.build import answered_notebook
from autograder.errors import UsageError
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment
from autograder.trial.bank import Graded, answers_of, grade_bank, verify_answers
from autograder.trial.folding import counted, folded
from autograder.trial.mutants import mutants
from autograder.trial.record import digest_of_grader, digest_of_pack, read_record, write_record
from autograder.trial.survivors import Outcome, grade_mutants
from autograder.waiting import OnTerminal, Waiting

Thing = TypeVar("Thing")


class Step(Protocol):
    """Hears how many are done, of how many, and which one has been running for longest."""

    def __call__(self, done: int, of: int, runs: str = "") -> None:
        """Take note of it."""


#: Banks of more answers than this are graded in part where nobody asks for all of them.
MANY = 120


@dataclass(frozen=True, slots=True)
class Part:
    """What is graded where not all is: one answer of each bank in so many, and one mutant.

    Parameters
    ----------
    seed : str
        Decides which ones.
    answers, mutants : int
        One in so many.
    """

    seed: str
    answers: int
    mutants: int


@dataclass(frozen=True, slots=True)
class Selftest:
    """What the banks and the mutants showed.

    Parameters
    ----------
    assignment : Assignment
    checks : sequence of Check
    bank : sequence of Graded
    mutants : Outcome or None
        None if no mutants were made.
    solution : sequence of str
        What the pack's own answers lose, which must be nothing.
    """

    assignment: Assignment
    checks: Sequence[Check]
    bank: Sequence[Graded]
    mutants: Outcome | None
    solution: Sequence[str] = ()

    @property
    def problems(self) -> list[str]:
        """Everything that is not as it should be, one line each; empty if the grader is right."""
        found = list(self.solution)
        found += [f"{g.kind}/{g.answer.name} {text}" for g in self.bank for text in g.problems]
        if self.mutants is not None:
            found += [
                f"mutant of {mutant.cell} noticed by no check: {mutant.what}"
                for mutant in self.mutants.survivors
            ]
            found += [f"equivalent.toml is out of date: {entry}" for entry in self.mutants.outdated]
        return found


def run_selftest(
    assignment: Assignment,
    seed: int,
    *,
    jobs: int = 2,
    with_mutants: bool = False,
    part: Part | None = None,
    progress: Callable[[str], Step] = lambda what: lambda done, of, runs="": None,
) -> Selftest:
    """Grade the banks of an assignment, and mutants of its reference answers if wanted.

    Parameters
    ----------
    assignment : Assignment
    seed : int
        Draws the cases.
    jobs : int
        How many processes grade at the same time.
    with_mutants : bool
    part : Part, optional
        Grade only these answers and mutants.
    progress : callable
        Takes what is being graded; gives a function that takes how many are done, of how many, and
        which one runs.

    Returns
    -------
    Selftest
    """
    checks = assignment_checks(assignment)
    verify_answers(assignment)
    answers = answers_of(assignment)
    made = mutants(assignment) if with_mutants else []
    if part is not None:
        by_kind = [[key for key in answers if key[0] == kind] for kind in ("wrong", "right")]
        answers = [key for bank in by_kind for key in _drawn(bank, part.answers, part.seed)]
        made = _drawn(made, part.mutants, part.seed)
    bank = grade_bank(
        assignment, seed, answers=answers, jobs=jobs, progress=progress("answers of the banks")
    )
    outcome = None
    if with_mutants:
        outcome = grade_mutants(assignment, made, seed, jobs=jobs, progress=progress("mutants"))
    if outcome is not None and part is not None:  # what was not made is not out of date
        asked = {(mutant.cell, mutant.what) for mutant in made}
        listed = {
            cell: {what: why for what, why in entries.items() if (cell, what) in asked}
            for cell, entries in outcome.equivalent.items()
        }
        outcome = Outcome(outcome.verdicts, listed)
    return Selftest(assignment, checks, bank, outcome, lost_by_solution(assignment, checks, seed))


def lost_by_solution(assignment: Assignment, checks: Sequence[Check], seed: int) -> tuple[str, ...]:
    """Say which points the pack's own answers lose: then the solution or a check is wrong."""
    notebook = parse_notebook(json.dumps(answered_notebook(assignment)).encode(), "solution.ipynb")
    report = grade_notebook(notebook, assignment, checks=checks, seed=seed)
    return tuple(
        f"the pack's own solution loses points of {check.cell} ({check.id}): {check.message}"
        for check in report.checks
        if check.points < check.possible
    )


def _drawn(things: Sequence[Thing], one_in: int, seed: str) -> list[Thing]:
    """Draw one in so many, rounded up, in the order in which they stand."""
    drawn = random.Random(seed).sample(range(len(things)), -(-len(things) // one_in))
    return [things[i] for i in sorted(drawn)]


def to_text(found: Selftest) -> str:
    """Write the kill matrix for a terminal: a block for each question, a column for each check."""
    lines = []
    for question, checks, rows in _by_question(found):
        lines += [found.assignment.questions[question], ""]
        lines += [f"  {letter} {check.id}{_hidden(check)}" for letter, check in _lettered(checks)]
        width = max(len(graded.answer.name) for graded in rows) if rows else 0
        letters = " ".join(letter for letter, _ in _lettered(checks))
        lines += ["", f"  {'':{width}}  {letters}"]
        for graded in rows:
            marks = " ".join(_mark(graded, check) for check in checks)
            lines.append(f"  {graded.answer.name:{width}}  {marks}".rstrip())
        lines.append("")
    lines += [*_sentences(found), ""]
    return "\n".join(lines)


_INTRODUCTION = """\
# Who grades the grader

A check is worth what it notices. The assignment `{name}` keeps a bank of answers whose verdict is
known: wrong ones, each of which must lose points in exactly the cells its header names, and right
ones in unusual styles, none of which may lose any. On top, its reference answers are changed by
rule, one small mistake at a time, and every change must be noticed.

This page is written by a command. It ends with an error if a wrong answer passes or a right one
loses a point:

```
autograder selftest assignments/{name} --record --markdown docs/grader/selftest-{name}.md
```

A click opens a table. In it, a cross says that the check in that column refuses the answer in that
row. Checks in *italics* are hidden from students.

"""


def to_markdown(found: Selftest) -> str:
    """Write the same as a page of the documentation, with what each answer does."""
    name = found.assignment.name
    lines = [_INTRODUCTION.format(name=name) + "## Wrong answers", ""]
    for question, checks, rows in _by_question(found):
        lines += [f"### {found.assignment.questions[question]}", "", _asked(checks, rows), ""]
        inside = []
        for letter, check in _lettered(checks):
            text = f"{check.title} (`{check.id}`)"
            inside.append(f"- **{letter}** " + (f"*{text}*" if check.hidden else text))
        letters = [letter for letter, _ in _lettered(checks)]
        head = ["answer", "what it does", "misconception", *letters]
        inside += ["", *_table(head, (_row(graded, checks) for graded in rows))]
        lines += [*folded("Which check refuses which answer", inside), ""]
    right = [graded.answer for graded in found.bank if graded.kind == "right"]
    keep = counted(len(right), "answer keeps", "answers keep")
    lines += ["## Right answers", "", f"{keep} every point, unusual as they are.", ""]
    rows_of = ([f"`{answer.name}`", answer.title] for answer in right)
    lines += folded("What is unusual", _table(["answer", "what is unusual"], rows_of))
    if found.mutants is not None:
        lines += ["", "## Mutants", "", *_mutant_page(found.mutants)]
    return "\n".join([*lines, "", "## Sum", "", *(f"- {s}" for s in _sentences(found))]) + "\n"


def _asked(checks: Sequence[Check], rows: Sequence[Graded]) -> str:
    """Say in a line what the table of a question holds."""
    lose = counted(len(rows), "wrong answer loses", "wrong answers lose")
    ask = counted(len(checks), "check asks", "checks ask")
    hidden = sum(check.hidden for check in checks)
    return f"{lose} points here. {ask}, {hidden} of them hidden."


def _row(graded: Graded, checks: Sequence[Check]) -> list[str]:
    named = ", ".join(f"`{name}`" for name in graded.answer.misconceptions)
    marks = ["×" if _mark(graded, check) == "x" else "" for check in checks]
    return [f"`{graded.answer.name}`", graded.answer.title, named, *marks]


def _mutant_page(outcome: Outcome) -> list[str]:
    by_cell: dict[str, list[str]] = {}
    for verdict in outcome.verdicts:
        by_cell.setdefault(verdict.mutant.cell, []).append(verdict.killer)
    rows = (
        [f"`{cell}`", str(len(killers)), str(sum(map(bool, killers))), str(killers.count(""))]
        for cell, killers in by_cell.items()
    )
    lines = _table(["answer", "mutants", "noticed", "no mistake"], rows)
    entries = [
        [f"`{cell}`", f"`{what}`".replace("|", "\\|"), reason]
        for cell, listed in outcome.equivalent.items()
        for what, reason in listed.items()
    ]
    no_mistake = counted(len(entries), "change is no mistake", "changes are no mistakes")
    lines += ["", f"{no_mistake}, for a reason that is given.", ""]
    return lines + folded("Which, and why", _table(["answer", "change", "reason"], entries))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]


def _by_question(found: Selftest) -> Iterable[tuple[str, list[Check], list[Graded]]]:
    """Each question with its checks and the wrong answers that lose points in it."""
    for question in found.assignment.questions:
        checks = [check for check in found.checks if check.question == question]
        rows = [
            graded
            for graded in found.bank
            if graded.kind == "wrong" and any(c.question == question for c in graded.lost)
        ]
        yield question, checks, rows


def _lettered(checks: Sequence[Check]) -> list[tuple[str, Check]]:
    return list(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", checks, strict=False))


def _hidden(check: Check) -> str:
    return " (hidden)" if check.hidden else ""


def _mark(graded: Graded, check: Check) -> str:
    return "x" if check.id in {lost.id for lost in graded.lost} else "."


def _sentences(found: Selftest) -> list[str]:
    wrong = [graded for graded in found.bank if graded.kind == "wrong"]
    right = [graded for graded in found.bank if graded.kind == "right"]
    caught = sum(not graded.problems for graded in wrong)
    kept = sum(not graded.problems for graded in right)
    text = [
        f"{caught} of {len(wrong)} wrong answers lose what they should and nothing else.",
        f"{kept} of {len(right)} right answers keep every point.",
    ]
    if found.mutants is not None:
        noticed = sum(bool(verdict.killer) for verdict in found.mutants.verdicts)
        total, alive = len(found.mutants.verdicts), len(found.mutants.survivors)
        text.append(
            f"{noticed} of {total} mutants are noticed; {total - noticed - alive} are listed as no "
            f"mistake, with a reason; {alive} are neither."
        )
    return text


class ProgressLine:
    """One line in a terminal that counts and says what runs; in a log, a line every ten seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._terminal = sys.stderr.isatty()
        self._waiting = Waiting(OnTerminal(sys.stderr) if self._terminal else None)

    def __enter__(self) -> ProgressLine:
        self._waiting.__enter__()
        return self

    def __exit__(self, *details: object) -> None:
        self._waiting.__exit__(*details)

    def of(self, what: str) -> Step:
        """Give the function that counts this."""

        def step(done: int, of: int, runs: str = "") -> None:
            text = f"{done} of {of} {what}"
            if self._terminal:
                self._waiting.begin(f"{text}: {runs} runs" if runs else text)
            elif done == of or time.monotonic() - self._last >= 10:
                self._last = time.monotonic()
                print(text, file=sys.stderr, flush=True)

        return step


def command(
    assignment: Assignment,
    *,
    seed: int,
    jobs: int,
    with_mutants: bool,
    markdown: Path | None,
    record: bool = False,
    changed: bool = False,
) -> int:
    """Run the self-test, print what it shows, and give the exit status.

    Parameters
    ----------
    assignment : Assignment
    seed, jobs, with_mutants
        As `run_selftest` takes them.
    markdown : Path or None
        Where to write the page of documentation.
    record : bool
        Write down in the pack that all of it was tested.
    changed : bool
        Test what `due` says has changed since that was last done.
    """
    if changed and (record or markdown is not None):
        raise UsageError(
            "--changed may grade only a part, and --record and --markdown speak of all of it. "
            "Leave out --changed."
        )
    part = None
    if changed:
        share, said = due(assignment)
        print(f"{assignment.name}: {said}")
        if share == "nothing":
            return 0
        if share == "a tenth":
            part = Part(digest_of_grader(), 10, 10)
        elif share == "a third":
            part = Part(digest_of_pack(assignment), 3, 3)
    started = time.monotonic()
    with ProgressLine() as line:
        found = run_selftest(
            assignment,
            seed,
            jobs=jobs,
            with_mutants=with_mutants or changed or record or markdown is not None,
            part=part,
            progress=line.of,
        )
    print(to_text(found), end="")
    for problem in found.problems:
        print(f"problem: {problem}", file=sys.stderr)
    if found.problems:
        return 1
    if markdown is not None:
        markdown.write_text(to_markdown(found), encoding="utf-8")
        print(markdown)
    if record and found.mutants is not None:
        minutes = (time.monotonic() - started) / 60
        print(write_record(assignment, minutes, len(found.bank), len(found.mutants.verdicts)))
    return 0


def due(assignment: Assignment) -> tuple[str, str]:
    """Say how much of a pack has to be tested again, and why.

    Parameters
    ----------
    assignment : Assignment

    Returns
    -------
    share : str
        ``"everything"``, ``"a third"`` of large banks and of the mutants, ``"a tenth"``, or
        ``"nothing"``.
    sentence : str
        When all of it was last tested, and what has changed since.
    """
    kept = read_record(assignment)
    if kept is None:
        return "everything", "never self-tested as a whole; everything is graded."
    last = f"last self-tested as a whole {kept};"
    if kept.pack != digest_of_pack(assignment):
        if len(answers_of(assignment)) > MANY:
            what = "a third of each bank and of the mutants is graded. --record grades all"
            return "a third", f"{last} its folder has changed since, {what}."
        return "everything", f"{last} its folder has changed since, everything is graded."
    if kept.grader != digest_of_grader():
        return "a tenth", f"{last} the grader has changed since, a tenth is graded."
    return "nothing", f"{last} nothing has changed since."
