"""What many did: mistakes by how many made them, cells that did not run, and what took long."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.feedback.words import state
from autograder.report import FULL_POINTS, CheckResult, Report

#: What is said of a kind of mistake that has no name.
_KINDS = {
    "value": "a wrong value",
    "partials": "local derivatives that do not match the value",
    "gradient": "right values, wrong derivatives",
    "shape": "a wrong shape",
    "type": "a result of another kind",
    "output": "something else is printed",
    "kept": "something is kept from one call to the next",
    "claim": "a claim that does not hold",
    "raised": "an exception",
    "crash": "the process ended",
    "timeout": "no answer in time",
    "refused": "an answer that cannot be read",
    "failed": "not right",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that some made.

    Parameters
    ----------
    name : str
        Of the misconception, of the mistake in the table of what beginners do, or of the kind.
    named : bool
        Whether it is a misconception.
    text : str
        What it is, in a sentence.
    who : tuple of int
        Which of the class, in their order.
    cells : mapping
        Graded cell to how many made it there.
    example : int
        Who shows it best: who has most points, and so little else wrong.
    cell, message : str
        The graded cell in which that one made it, and what was said.
    """

    name: str
    named: bool
    text: str
    who: tuple[int, ...]
    cells: Mapping[str, int]
    example: int
    cell: str
    message: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that did not run to its end for some.

    Parameters
    ----------
    cell : str
        Its name; of students' own cells, ``own cells``.
    count : int
        For how many.
    errors : mapping
        Exception to how many met it, and in which lines.
    """

    cell: str
    count: int
    errors: Mapping[str, tuple[int, tuple[int, ...]]]


def mistakes_of(reports: Sequence[Report]) -> list[Mistake]:
    """Give what went wrong, most frequent first; misconceptions before kinds without a name.

    A mistake counts once for each student. What was not written is no mistake.
    """
    found: dict[tuple[bool, str], list[tuple[int, CheckResult]]] = {}
    for who, report in enumerate(reports):
        for check in report.checks:
            if check.verdict in FULL_POINTS or state(check) in ("unwritten", "error"):
                continue
            found.setdefault(_key(check), []).append((who, check))
    made = [_mistake(key, some, reports) for key, some in found.items()]
    return sorted(made, key=lambda one: (not one.named, -len(one.who), one.name))


def _key(check: CheckResult) -> tuple[bool, str]:
    diagnosis = check.diagnosis or {}
    if name := str(diagnosis.get("misconception") or ""):
        return True, name
    if name := str(diagnosis.get("mistake") or ""):
        return False, name
    kind = check.kind or check.verdict
    raised = re.search(r"\braised (\w+)", check.message) if kind == "raised" else None
    return False, raised[1] if raised else kind


def _mistake(
    key: tuple[bool, str], some: Sequence[tuple[int, CheckResult]], reports: Sequence[Report]
) -> Mistake:
    named, name = key
    who = tuple(dict.fromkeys(one for one, _ in some))
    cells: dict[str, set[int]] = {}
    for one, check in some:
        cells.setdefault(check.cell, set()).add(one)
    usual = max(cells, key=lambda cell: len(cells[cell]))
    there = [(one, check) for one, check in some if check.cell == usual]
    example, check = max(there, key=lambda pair: (reports[pair[0]].points, -pair[0]))
    diagnosis = check.diagnosis or {}
    kind = _KINDS.get(check.kind or check.verdict, check.kind)
    text = str(diagnosis.get("explanation") or "") if named else kind
    counts = {cell: len(those) for cell, those in cells.items()}
    ordered = dict(sorted(counts.items(), key=lambda one: -one[1]))
    return Mistake(name, named, text, who, ordered, example, usual, check.message)


#: What the notes of a report say of a cell that did not run to its end.
_DID_NOT_RUN = re.compile(
    r"cell (?P<cell>.+?) did not run: (?P<error>\w+)(?:, line (?P<line>\d+))?", re.DOTALL
)


def broken_of(reports: Sequence[Report]) -> list[Broken]:
    """Give the cells that did not run to their end, those of most students first."""
    found: dict[str, dict[int, list[tuple[str, int]]]] = {}
    for who, report in enumerate(reports):
        for note in report.notes:
            if said := _DID_NOT_RUN.match(note):
                own = said["cell"].startswith("number ")
                cell = "own cells" if own else said["cell"]
                error = said["error"], int(said["line"] or 0)
                found.setdefault(cell, {}).setdefault(who, []).append(error)
    made = []
    for cell, people in found.items():
        kinds = Counter(kind for errors in people.values() for kind in {k for k, _ in errors})
        lines: dict[str, set[int]] = {}
        for errors in people.values():
            for kind, line in errors:
                lines.setdefault(kind, set()).update({line} - {0})
        errors_ = {
            kind: (count, () if cell == "own cells" else tuple(sorted(lines[kind])))
            for kind, count in kinds.most_common()
        }
        made.append(Broken(cell, len(people), errors_))
    return sorted(made, key=lambda one: (-one.count, one.cell))


def slow_checks(reports: Sequence[Report]) -> Counter[str]:
    """Count the checks that took too long, also those that passed in another program."""
    return Counter(
        check.id
        for report in reports
        for check in report.checks
        if check.verdict == "timeout" or check.slow
    )
