"""The one table of the benchmarks: a row for each workload, a line for each figure judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.interleaved import Effort, Timings, measure, require_equal
from benchmarks.staged import Failure, Staged, runnable

HAND = "by hand"
PEER_COLUMNS = ("autograd", "torch", "MyGrad", "jax.jit", "advect")
#: Those of them that run a program made before.
STAGED_PEERS = ("jax.jit", "advect")
COMPILED = "compiled"
#: Our columns: a program with plain `numpy`, where it makes a difference with `adlearn.numpy`, and
#: `ad.compile` of the first.
OURS = ("adlearn", "adlearn.numpy", COMPILED)
COLUMNS = ("workload", HAND, *OURS, *PEER_COLUMNS, "judged", "measured", "target", "")


@dataclass(frozen=True, slots=True)
class Figure:
    """What is judged, what it measured, and the most it may be.

    It has not been measured (None) if the peer is missing, or if our program failed.
    """

    what: str
    measured: float | None
    most: float | None = None
    unit: str = ""
    failure: Failure | None = None

    @property
    def missed(self) -> bool:
        """Whether it lies above its target, or there is no program to be measured."""
        if self.most is None:
            return False
        return self.failure is not None or (self.measured is not None and self.measured > self.most)


@dataclass(frozen=True, slots=True)
class Row:
    """A workload: what stands in its columns, and its figures."""

    workload: str
    cells: Mapping[str, str]
    figures: Sequence[Figure] = ()


def compare(
    workload: str,
    cases: Mapping[str, Callable[[], Any] | Staged],
    targets: Mapping[str, float],
    effort: Effort,
    tolerance: float = 1e-8,
    also: Mapping[tuple[str, str], float | None] | None = None,
) -> tuple[Row, Timings]:
    """Check that all cases compute the same, time them, and give the row.

    Parameters
    ----------
    workload : str
        Its name in the table.
    cases : mapping of str to callable or Staged
        By column, "adlearn" among them. The table gives the time of "by hand" and the others as
        multiples of it; where nobody writes it by hand, our time.
    targets : mapping of str to float
        The most our CPU time may be, as a multiple of each of these cases'.
    effort : Effort
    tolerance : float, optional
        Of the comparison, relative to the largest number of an array.
    also : mapping of (str, str) to float or None, optional
        Ratios of two other cases to be judged, or only given.

    Returns
    -------
    row : Row
    timings : Timings

    Raises
    ------
    DifferentWork
        If the cases do not compute the same.
    """
    fit, failures = runnable(cases)
    require_equal({name: case() for name, case in fit.items()}, tolerance)
    timings = measure(fit, effort)
    base = HAND if HAND in fit else "adlearn"
    cells = {base: duration(timings.median(base))}
    cells |= {name: failure.word for name, failure in failures.items()}
    for name in fit:
        if name != base:
            cells[name] = f"{timings.ratio(name, base):.2f}×"
    limits = {("adlearn", name): most for name, most in targets.items()} | (also or {})
    figures = [judge(timings, failures, ours, name, most) for (ours, name), most in limits.items()]
    return Row(workload, cells, figures), timings


def judge(
    timings: Timings, failures: Mapping[str, Failure], ours: str, name: str, most: float | None
) -> Figure:
    """Give the figure of one of our cases and another."""
    measured = None
    if ours in timings.seconds and name in timings.seconds:
        measured = timings.ratio(ours, name)
    return Figure(f"{ours} / {name}", measured, most, failure=failures.get(ours))


def duration(seconds: float) -> str:
    """Write a time with three digits.

    Examples
    --------
    >>> duration(0.0123), duration(4.2e-7)
    ('12.3 ms', '420 ns')
    """
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:#.3g}".rstrip(".") + f" {unit}"
    return f"{seconds / 1e-9:.0f} ns"


def lines(rows: Sequence[Row], peers: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Give the table's lines, header first; a peer without a case cannot do it or is missing."""
    made: list[tuple[str, ...]] = [COLUMNS]
    for row in rows:
        absent = {
            name: ("-" if peers[name] is not None else "not installed")
            if any(column in row.cells for column in PEER_COLUMNS)
            else ""
            for name in PEER_COLUMNS
        }
        head = [row.workload] + [
            row.cells.get(name, absent.get(name, "")) for name in (HAND, *OURS, *PEER_COLUMNS)
        ]
        for figure in row.figures or (None,):
            made.append((*head, *judged(figure)))
            head = [""] * len(head)
    return made


def judged(figure: Figure | None) -> tuple[str, str, str, str]:
    """Give the last columns of a line."""
    if figure is None:
        return "", "", "", ""
    if figure.failure is not None:
        measured = figure.failure.word
    elif figure.measured is None:
        measured = "not installed"
    else:
        measured = number(figure.measured, figure.unit)
    if figure.most is None:
        return figure.what, measured, "", ""
    verdict = "missed" if figure.missed else "" if figure.measured is None else "kept"
    return figure.what, measured, f"at most {number(figure.most, figure.unit)}", verdict


def number(value: float, unit: str) -> str:
    """Write a figure or its target."""
    text = f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return f"{text} {unit}".rstrip()


def as_text(rows: Sequence[Row], peers: Mapping[str, Any]) -> str:
    """Write the table for a terminal."""
    table = lines(rows, peers)
    widths = [max(len(line[k]) for line in table) for k in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    )


def as_markdown(rows: Sequence[Row], peers: Mapping[str, Any]) -> str:
    """Write the table for a page."""
    header, *body = (f"| {' | '.join(line)} |" for line in lines(rows, peers))
    return "\n".join([header, "|" + " --- |" * len(COLUMNS), *body])


def missed(rows: Sequence[Row]) -> list[str]:
    """Give a sentence for every figure above its target."""
    return [
        f"{row.workload}: {sentence_of(figure)}"
        for row in rows
        for figure in row.figures
        if figure.missed
    ]


def sentence_of(figure: Figure) -> str:
    """Say how a figure misses its target."""
    if figure.failure is not None:
        return f"{figure.what} has no figure ({figure.failure.word}): {figure.failure.reason}"
    return (
        f"{figure.what} is {number(figure.measured or 0.0, figure.unit)}, "
        f"above its target of {number(figure.most or 0.0, figure.unit)}."
    )


def show(rows: Sequence[Row], peers: Mapping[str, Any]) -> int:
    """Print the table and what missed its target; give the exit status of a strict run."""
    if not rows:
        print("Nothing was measured.")
        return 1
    print(as_text(rows, peers))
    sentences = missed(rows)
    print("\n".join(["", *sentences]) if sentences else "\nAll targets are kept.")
    return 1 if sentences else 0
