"""The item analysis of a class as one page: numbers, pictures, and what they say in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autograder.classroom.grades import Grade
from autograder.feedback import escaped, points
from autograder.overview import drawing
from autograder.overview.dress import code, percent, plain, table, whole_page
from autograder.overview.examples import Example, example_of, names_of, without_names
from autograder.overview.frequent import Mistake, broken_of, mistakes_of, slow_checks
from autograder.overview.hints import hints_of
from autograder.overview.items import Item, Items, items_of
from autograder.overview.statistics import FEWEST
from autograder.pack import Assignment
from autograder.report import Report

#: The page's file, beside which those of single submissions stand.
PAGE = "item-analysis.html"

#: Mistakes that have no name of their own: so many are listed.
_MOST_UNNAMED = 12
#: Of how many the example can be seen at once.
_SHOWN = 3

_STYLE = """
.hints li { margin: .3em 0; }
td svg { width: 8.5em; vertical-align: middle; }
.mistake { border-top: 1px solid var(--line); padding: .3em 0 .8em; }
.mistake h3 { margin: .4em 0 .1em; }
"""


@dataclass(frozen=True)
class Analysis:
    """A class, analysed.

    Parameters
    ----------
    grades : tuple of Grade
        Of those who handed something in.
    graded : tuple of Grade
        Those of them who have a report, in the same order as `items`.
    nothing : int
        How many of the roster handed nothing in.
    items : Items
    mistakes : tuple of Mistake
    """

    grades: tuple[Grade, ...]
    graded: tuple[Grade, ...]
    nothing: int
    items: Items
    mistakes: tuple[Mistake, ...]

    @property
    def reports(self) -> list[Report]:
        """The reports of those who have one."""
        return [one.report for one in self.graded if one.report is not None]


def analyse(grades: Sequence[Grade]) -> Analysis:
    """Work out what there is to say of a class."""
    here = tuple(one for one in grades if not one.nothing_came)
    graded = tuple(one for one in here if one.report is not None)
    reports = [one.report for one in graded if one.report is not None]
    return Analysis(
        here, graded, len(grades) - len(here), items_of(reports), tuple(mistakes_of(reports))
    )


def analysis_page(
    found: Analysis,
    results: Path,
    assignment: Assignment,
    pages: Mapping[str, str] | None = None,
) -> str:
    """Write the page.

    Parameters
    ----------
    found : Analysis
    results : Path
        The folder of results.
    assignment : Assignment
    pages : mapping, optional
        The page of each submission that is an example, by name. Without it the page names nobody.
    """
    reports, items = found.reports, found.items
    broken = broken_of(reports)
    hints = "".join(f"<li>{escaped(one)}</li>" for one in hints_of(items, found.mistakes, broken))
    body = [
        f"<p>{_counted(found)}</p>",
        f'<h2>What it says</h2><ul class="hints">{hints or "<li>Nothing stands out.</li>"}</ul>',
    ]
    if reports:
        body += [
            f"<h2>Totals</h2>{_totals(items)}",
            f"<h2>Questions</h2>{drawing.legend()}{_items('Questions', items.questions)}",
            _plane(items),
            f"<h2>Graded cells</h2>{_items('Graded cells', items.cells)}",
            f"<details><summary>{len(items.checks)} checks</summary>"
            f"{_items('Checks', items.checks)}</details>",
            _mistakes(found, results, assignment, pages),
            _broken(reports),
            _time(reports),
        ]
    body += [_late(found, pages is not None), _not_graded(found, pages is not None), _METHOD]
    return whole_page(f"Item analysis: {assignment.title}", "".join(body), _STYLE)


def _counted(found: Analysis) -> str:
    left = len(found.grades) - len(found.graded)
    parts = [f"{len(found.graded)} submissions"]
    if left:
        parts.append(f"{left} more that count for nothing here: they are not graded")
    if found.nothing:
        parts.append(f"{found.nothing} of the class handed nothing in")
    return f"{'; '.join(parts)}."


def _totals(items: Items) -> str:
    shares = 100 * items.shares
    low, middle, high = np.quantile(shares, [0.25, 0.5, 0.75])
    said = (
        f"Mean {shares.mean():.0f} % of all points, median {middle:.0f} %, the middle half from "
        f"{low:.0f} to {high:.0f} %."
    )
    if len(shares) > 1:
        said += f" Standard deviation {shares.std(ddof=1):.1f} %."
    alpha = items.reliability
    reliable = f"Reliability (Cronbach's alpha of the graded cells): {alpha}."
    return (
        f'<p>{said} {reliable}</p><div class="wide" tabindex="0" role="region" '
        f'aria-label="Histogram of totals">{drawing.histogram(items.shares)}</div>'
    )


def _items(caption: str, items: Sequence[Item]) -> str:
    head = [
        ("", False), ("points", True), ("asked", True), ("full, part, none", False),
        ('<abbr title="difficulty: the mean share of its points; high is easy">p</abbr>', True),
        ('<abbr title="item-rest correlation">r</abbr>', True),
        ('<abbr title="upper less lower 27 %">D</abbr>', True),
    ]  # fmt: skip
    rows = []
    for one in items:
        title = (
            f"<br><small>{escaped(one.title)}</small>" if one.title and one.title != one.id else ""
        )
        hidden = " <small>(hidden)</small>" if one.hidden else ""
        rows.append(
            [
                f"{plain(one.id)}{hidden}{title}",
                points(one.possible),
                f"{len(one.who)}",
                drawing.bar(one.counts),
                str(one.difficulty),
                str(one.correlation),
                str(one.index),
            ]
        )
    return table(caption, head, rows)


def _plane(items: Items) -> str:
    drawn = drawing.scatter(items.cells)
    if not drawn:
        return ""
    return (
        "<h3>How hard, and whom it tells apart</h3><p>Each graded cell, by its difficulty p and "
        'its discrimination r.</p><div class="wide" tabindex="0" role="region" '
        f'aria-label="Difficulty and discrimination">{drawn}</div>'
    )


def _mistakes(
    found: Analysis, results: Path, assignment: Assignment, pages: Mapping[str, str] | None
) -> str:
    named = [one for one in found.mistakes if one.named]
    others = [one for one in found.mistakes if not one.named][:_MOST_UNNAMED]
    parts = []
    for title, some in (("Misconceptions", named), ("Other mistakes", others)):
        if some:
            told = "".join(
                _mistake(one, found, results, assignment, pages, shown=place < _SHOWN)
                for place, one in enumerate(some)
            )
            parts.append(f"<h2>{title}</h2>{told}")
    return "".join(parts)


def _mistake(
    one: Mistake,
    found: Analysis,
    results: Path,
    assignment: Assignment,
    pages: Mapping[str, str] | None,
    shown: bool,
) -> str:
    grade = found.graded[one.example]
    example = example_of(grade, results, assignment, one.cell, anonymous=pages is None)
    count = len(found.graded)
    where = ", ".join(f"{cell} ({many})" for cell, many in list(one.cells.items())[:6])
    message = one.message if pages is not None else without_names(one.message, names_of(grade))
    who = ""
    if pages is not None:
        page = pages.get(grade.name, "")
        link = f'<a href="{plain(page)}">{plain(grade.name)}</a>' if page else plain(grade.name)
        who = f", as {link} wrote it"
    told = _example(example, who) if example is not None else ""
    return (
        f'<section class="mistake"><h3>{plain(one.name)}: {len(one.who)} '
        f"({percent(len(one.who) / count)})</h3>"
        f"<p>{escaped(one.text)} <small>In {plain(where)}.</small></p>"
        f"<details{' open' * shown}><summary>An example</summary>"
        f"<p>{escaped(message)}</p>{told}</details></section>"
    )


def _example(example: Example, who: str) -> str:
    more = f"<p>And {example.cut} more lines.</p>" if example.cut else ""
    return (
        f"<p>{plain(example.cell)}{who}:</p>"
        f'<pre tabindex="0" role="group" aria-label="Example">{code(example.source)}</pre>{more}'
    )


def _broken(reports: Sequence[Report]) -> str:
    rows = []
    for one in broken_of(reports):
        errors = [
            f"{plain(kind)}: {many}{f' (line {_listed(lines)})' if lines else ''}"
            for kind, (many, lines) in one.errors.items()
        ]
        rows.append([plain(one.cell), f"{one.count}", "; ".join(errors)])
    if not rows:
        return "<h2>Cells that did not run</h2><p>All cells of all submissions ran.</p>"
    head = [("cell", False), ("submissions", True), ("with what", False)]
    return f"<h2>Cells that did not run</h2>{table('Cells that did not run', head, rows)}"


def _listed(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:5])) + (", ..." if len(lines) > 5 else "")


def _time(reports: Sequence[Report]) -> str:
    seconds = np.array([one.seconds for one in reports])
    middle, most = np.quantile(seconds, [0.5, 0.9])
    spent = sum(bool(one.budget.get("spent")) for one in reports)
    said = (
        f"Grading one submission took {middle:.1f} s in the middle, {most:.1f} s or less for nine "
        f"of ten, and {seconds.max():.1f} s at most."
    )
    if spent:
        said += f" {spent} used up all their time, and were not asked the rest."
    slow = slow_checks(reports).most_common(10)
    items = "".join(f"<li>{plain(name)}: {many}</li>" for name, many in slow)
    late = f"<p>Checks that took too long, and for how many:</p><ul>{items}</ul>" if items else ""
    return f"<h2>Time</h2><p>{said}</p>{late}"


def _late(found: Analysis, named: bool) -> str:
    late = [one for one in found.grades if one.attempt is not None and one.attempt.late_seconds > 0]
    if not late:
        return ""
    hours = sorted(one.attempt.late_seconds / 3600 for one in late if one.attempt is not None)
    said = f"{len(late)} came late, by {_hours(hours[0])} to {_hours(hours[-1])}."
    listed = ""
    if named:
        items = "".join(
            f"<li>{plain(one.student.id)}: {_hours(one.attempt.late_seconds / 3600)}</li>"
            for one in late
            if one.attempt is not None
        )
        listed = f"<ul>{items}</ul>"
    return f"<h2>Late</h2><p>{said}</p>{listed}"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.0f} h" if hours < 48 else f"{hours / 24:.0f} days"


def _not_graded(found: Analysis, named: bool) -> str:
    left = [one for one in found.grades if one.report is None]
    if not left:
        return ""
    items = []
    for one in left:
        # A reason begins with the path of the file.
        reason = one.problem if named else one.problem.partition(": ")[2] or one.problem
        if not named:
            reason = without_names(reason, names_of(one))
        items.append(f"<li>{f'{plain(one.name)}: ' * named}{escaped(reason)}</li>")
    return f"<h2>Not graded</h2><ul>{''.join(items)}</ul>"


_METHOD = f"""<details><summary>What the numbers mean</summary>
<p><strong>p</strong>, the difficulty, is the mean share of an item's points; for an item that is
right or wrong, how many are right. <strong>r</strong> is the correlation between the points in an
item and all other points (the corrected point-biserial correlation, where an item is right or
wrong). Below 0.2 an item hardly tells students apart; below 0, those who do well elsewhere do badly
here. <strong>D</strong> is the mean share of the 27 % of the class with most points, less that of
the 27 % with fewest. With fewer than {FEWEST} students neither is given. What coming late costs
counts in none of them; what a person decided does, in questions and graded cells.</p></details>"""


def examples_in(found: Analysis) -> list[Grade]:
    """Give the grades whose submissions are shown as examples."""
    named = [one for one in found.mistakes if one.named]
    others = [one for one in found.mistakes if not one.named][:_MOST_UNNAMED]
    return [found.graded[n] for n in dict.fromkeys(one.example for one in (*named, *others))]
