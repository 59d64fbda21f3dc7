"""What a person decided about points: kept beside the results, and put into their reports.

A decision stands in a table of its own, which no grading writes or reads: so it survives every
regrading. It is about one file; what is handed in anew has to be looked at anew.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from autograder.errors import UsageError
from autograder.files import write_whole
from autograder.report import Decision, Report, total

#: The table in a folder of results; it can be written in a spreadsheet, too.
FILE = "decisions.csv"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table.

    Parameters
    ----------
    name : str
        The submission, as the results name it.
    cell : str
        The graded cell; a question, where only a person gives its points.
    points : float
    reason : str
        What the student reads of it.
    by, when : str
        Who decided it, and the day.
    sha256 : str
        Of the file that it is about; empty if it is to count for every one.
    """

    name: str
    cell: str
    points: float
    reason: str
    by: str = ""
    when: str = ""
    sha256: str = ""


_COLUMNS = tuple(one.name for one in fields(Row))


def read_decisions(folder: Path) -> dict[tuple[str, str], Row]:
    """Read the table of a folder of results, by submission and cell; nothing if there is none.

    Raises
    ------
    UsageError
        If it cannot be read, or a line of it says nothing clear.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: it cannot be read ({error}). Mend it or remove it.") from error
    reader = csv.DictReader(io.StringIO(text))
    missing = [name for name in _COLUMNS[:4] if name not in (reader.fieldnames or ())]
    if missing:
        raise UsageError(
            f"{path}: there is no column {missing[0]}. Its first line is {','.join(_COLUMNS)}."
        )
    found: dict[tuple[str, str], Row] = {}
    for line in reader:
        row = _row(line, f"{path}, line {reader.line_num}")
        if (row.name, row.cell) in found:
            raise UsageError(
                f"{path}, line {reader.line_num}: {row.cell} of {row.name} is decided twice. "
                "Remove one of the two lines."
            )
        found[row.name, row.cell] = row
    return found


def _row(line: Mapping[str, str | None], place: str) -> Row:
    texts = {name: (line.get(name) or "").strip() for name in _COLUMNS}
    for name in ("name", "cell", "reason"):
        if not texts[name]:
            raise UsageError(f"{place}: {name} is empty. Fill it in.")
    try:
        points = float(texts.pop("points"))
        if not 0 <= points < 1e6:
            raise ValueError
    except ValueError:
        raise UsageError(
            f"{place}: points must be a number that is not below 0, such as 2.5."
        ) from None
    return Row(points=points, **texts)


def write_decisions(rows: Iterable[Row], folder: Path) -> Path:
    """Write the table, whole or not at all."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([f"{row.points:g}" if n == "points" else getattr(row, n) for n in _COLUMNS])
    return write_whole(page.getvalue(), folder / FILE)


def decided(report: Report, rows: Iterable[Row]) -> tuple[Report, list[str]]:
    """Put what a person decided about a submission into its report.

    Parameters
    ----------
    report : Report
        As it was graded.
    rows : iterable of Row
        All about this submission.

    Returns
    -------
    report : Report
    problems : list of str
        A line for each decision that does not count, and what to do.
    """
    made: list[Decision] = []
    problems: list[str] = []
    for row in rows:
        checks = [check for check in report.checks if check.cell == row.cell]
        if not checks and row.cell not in report.by_hand:
            cells = [*dict.fromkeys(check.cell for check in report.checks), *report.by_hand]
            what = f"there is no graded cell {row.cell}. There are {', '.join(cells)}"
        elif row.sha256 and row.sha256 != report.sha256:
            what = f"what was decided of {row.cell} is about an earlier file. Decide it again"
        else:
            machine = total(check.points for check in checks) if checks else None
            possible = total(check.possible for check in checks) if checks else 0.0
            question = checks[0].question if checks else row.cell
            made.append(
                Decision(
                    row.cell,
                    question,
                    row.points,
                    possible or report.by_hand.get(row.cell, 0.0),
                    row.reason,
                    row.by,
                    row.when,
                    machine,
                )
            )
            continue
        problems.append(f"{row.name}: {what}.")
    by_hand = {name: n for name, n in report.by_hand.items() if name not in {d.cell for d in made}}
    return replace(report, decisions=tuple(made), by_hand=by_hand), problems
