"""Which answers stand in a solution cell, and where it is cut if it answers several questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.asking.checks import load_checks
from autograder.migrating.asked import Asked, inside
from autograder.migrating.target import Run, Target
from autograder.pack import Assignment
from autograder.parts import pieces
from autograder.recognize import Statement, statements
from autograder.source import clear_solutions

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"


def read(targets: Sequence[Target], asked: Asked) -> Iterator[tuple[Target, list[Run]]]:
    """Give the solution cells, each with its runs; none where it answers nothing of ours."""
    cells = [target for target in targets if target.cell.is_solution]
    at_top = {name for target in cells for one in target.cell.statements for name in one.names}
    for target in cells:
        yield target, _runs(target.cell.text, target.cell.statements, at_top, asked)


def _runs(text: str, found: Sequence[Statement], at_top: set[str], asked: Asked) -> list[Run]:
    cleared = clear_solutions(text)
    given = {one.text for one in statements(cleared)}
    owners = [_owners(one, one.text in given, cleared, at_top, asked) for one in found]
    groups: list[tuple[str, list[int]]] = []
    for position, mine in enumerate(owners):
        question = asked.answers[next(iter(mine.values()))].question if mine else ""
        if question and groups and not groups[-1][0]:  # what stands above the first answer
            groups[-1] = (question, groups[-1][1])
        if groups and question in ("", groups[-1][0]):
            groups[-1][1].append(position)
        else:
            groups.append((question, [position]))
    if not groups or not groups[0][0]:
        return []
    texts = _cut(text, [found[positions[0]].line for _, positions in groups])
    return [
        _run(part, question, [owners[n] for n in positions], asked)
        for part, (question, positions) in zip(texts, groups, strict=True)
    ]


def _owners(
    one: Statement, given: bool, cleared: str, at_top: set[str], asked: Asked
) -> dict[str, str]:
    """Give the names of ours that a statement answers, each with the answer cell.

    What students are given as it stands is no answer.
    """
    if given:
        return {}
    found = {name: asked.owner[name] for name in sorted(one.names) if name in asked.owner}
    if found:
        return found
    before, after = pieces(cleared), pieces(one.text)
    for name in sorted(inside(one)):
        owner, _, method = name.rpartition(".")
        written = after.get((owner, method)) != before.get((owner, method))
        if name in asked.owner and not {name, method} & at_top and written:
            found[name] = asked.owner[name]
    return dict(sorted(found.items(), key=lambda item: asked.order[item[1]]))


def _run(part: str, question: str, owners: Sequence[dict[str, str]], asked: Asked) -> Run:
    answers = tuple(dict.fromkeys(answer for mine in owners for answer in mine.values()))
    here = {name for _, name in pieces(part)}
    parts: dict[str, str] = {}
    for mine in owners:
        for name, answer in mine.items():
            template = asked.answers[answer]
            parts |= {one: q for one, q in template.parts.items() if one in here}
            if template.question != question:
                parts[name.rpartition(".")[2]] = template.question
    return Run(part, question, answers, {n: q for n, q in parts.items() if q != question})


def _cut(text: str, lines: Sequence[int]) -> list[str]:
    """Cut a text before lines, the first of which is its beginning; marks stay in pairs."""
    rows = text.split("\n")
    starts = [0, *(_with_comments(rows, line - 1) for line in lines[1:])]
    parts, within = [], False
    for begin, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        part = "\n".join(rows[begin:end]).strip("\n")
        part = f"{_BEGIN}\n{part}" if within else part
        within = part.count("BEGIN SOLUTION") > part.count("END SOLUTION")
        parts.append(f"{part}\n{_END}" if within else part)
    return parts


def _with_comments(rows: Sequence[str], line: int) -> int:
    while line and rows[line - 1].startswith("#") and "SOLUTION" not in rows[line - 1]:
        line -= 1
    return line


def whole_cells(assignment: Assignment) -> frozenset[str]:
    """Give the graded cells whose checks ask about the notebook as a whole."""
    checks = load_checks(assignment.check_sources(), assignment.by_id)
    return frozenset(check.cell for check in checks if check.whole)
