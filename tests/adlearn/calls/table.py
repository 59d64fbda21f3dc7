"""Asks many functions and counts what came of it."""

from __future__ import annotations

import collections
import fnmatch
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from calls.asking import FAILURES, ask
from calls.functions import Function, functions
from calls.known import KNOWN
from calls.making import Call, calls_of, settings_for
from calls.settings import Setting

#: One call in so many is asked for its second derivative.
SECOND = 6


@dataclass(frozen=True, slots=True)
class Row:
    """What came of the calls of one function.

    Attributes
    ----------
    name, family : str
    counts : Counter
        How often each kind of answer came.
    failures : tuple of Failure
        Of each kind one, and how many there are.
    """

    name: str
    family: str
    counts: collections.Counter[str]
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Failures of one function that are probably one.

    Attributes
    ----------
    kind : str
    variables : tuple of str
        The arguments that were differentiated by.
    changed : tuple of str
        The optional arguments that were given.
    call : str
        The shortest call that fails so, as one would write it.
    detail : str
    count : int
    """

    kind: str
    variables: tuple[str, ...]
    changed: tuple[str, ...]
    call: str
    detail: str
    count: int

    def __str__(self) -> str:
        by = ", ".join(dict.fromkeys(self.variables))
        return f"{self.kind}: {self.call}  by {by}  [{self.count}x]\n        {self.detail}"


def asked_function(function: Function, settings: Iterable[Setting]) -> Row:
    """Ask a function in some settings."""
    return asked_calls(function, calls_of(function, settings))


def asked_calls(function: Function, calls: Iterable[Call]) -> Row:
    """Ask some calls of a function."""
    counts: collections.Counter[str] = collections.Counter()
    found: dict[Any, list[Any]] = collections.defaultdict(list)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for call in calls:
            for finding in ask(call, second=call.number() % SECOND == 0):
                counts[finding.kind] += 1
                if finding.kind in FAILURES:
                    start = finding.detail[:24] if finding.kind == "alien" else ""
                    why = reason_for(function.name, finding.kind, str(call))
                    found[finding.kind, finding.variables, call.changed, start, why].append(finding)
    failures = []
    for (kind, variables, changed, *_), findings in found.items():
        shortest = min(findings, key=lambda f: len(str(f.call)))
        failures.append(
            Failure(kind, variables, changed, str(shortest.call), shortest.detail, len(findings))
        )
    return Row(function.name, function.family, counts, tuple(failures))


def share(function: Function, part: int, parts: int) -> Iterator[Setting]:
    """Give the settings of a function that belong to one part of all."""
    for setting in settings_for(function):
        if zlib.crc32(f"{function.name} {setting}".encode()) % parts == part % parts:
            yield setting


def survey(
    names: Callable[[str], bool] = lambda name: True,
    part: int = 0,
    parts: int = 1,
    processes: int = 1,
) -> Iterator[Row]:
    """Ask all functions, or one part of their settings, in one or more processes."""
    chosen = [f.name for f in functions() if names(f.name)]
    if processes == 1:
        yield from (row_of(name, part, parts) for name in chosen)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(row_of, chosen, [part] * len(chosen), [parts] * len(chosen))


def row_of(name: str, part: int, parts: int) -> Row:
    function = by_name()[name]
    return asked_function(function, list(share(function, part, parts)))


def by_name(found: dict[str, Function] = {}) -> dict[str, Function]:  # noqa: B006  kept on purpose
    if not found:
        found.update((f.name, f) for f in functions())
    return found


def reason(name: str, failure: Failure) -> str | None:
    """Give the reason for which a failure stays; None if there is none."""
    return reason_for(name, failure.kind, failure.call)


def reason_for(name: str, kind: str, call: str) -> str | None:
    """Give the reason for which a call fails in one way."""
    for (names, kinds), why in KNOWN.items():
        if kind in kinds.split(", ") and any(
            fnmatch.fnmatchcase(call if "(" in pattern else name, pattern)
            for pattern in names.split()
        ):
            return why
    return None


def unexplained(rows: Iterable[Row]) -> list[str]:
    """Give the failures for which no reason is known, as one reads them."""
    return [
        f"{row.name}: {failure}"
        for row in rows
        for failure in row.failures
        if reason(row.name, failure) is None
    ]


def written(rows: list[Row]) -> str:
    """Write the table: a line for each family."""
    families: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in rows:
        families[row.family] += row.counts
        families[row.family]["functions"] += 1
    lines = [line_of("family", COLUMNS)]
    for family in sorted(families):
        lines.append(line_of(family, columns(families[family])))
    total = sum(families.values(), collections.Counter())
    return "\n".join([*lines, line_of("all", columns(total))])


COLUMNS = ("functions", "tried", "right", "nan", "unknown", "refused", "wrong")


def columns(counts: collections.Counter[str]) -> tuple[Any, ...]:
    wrong = sum(counts[kind] for kind in FAILURES)
    tried = sum(counts.values()) - counts["functions"] - counts["skipped"]
    nan = counts["nan"] + counts["undefined"]
    return (
        counts["functions"],
        tried,
        counts["right"],
        nan,
        counts["unknown"],
        counts["refused"],
        wrong,
    )


def line_of(family: str, values: Iterable[Any]) -> str:
    return f"{family:20}" + "".join(f"{value:>10}" for value in values)
