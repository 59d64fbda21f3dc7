"""What graded cells and checks are worth in an edition, so that every sum is exact.

Points are handed on from a question to its cells and from a cell to its checks. What does not
divide is rounded to hundredths, or to halves where that is fine enough, and nothing is lost.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from autograder.errors import AssignmentError


def shares(total: float, weights: Sequence[float], unit: float = 0.01) -> list[float]:
    """Divide a number by weights into multiples of a unit which add up to it.

    What rounding down leaves goes to those who lost most by it.

    Examples
    --------
    >>> shares(10, [5, 4, 5], 0.5), shares(1, [1, 1, 1])
    ([3.5, 3.0, 3.5], [0.34, 0.33, 0.33])
    """
    whole, all_of = round(total / unit), sum(weights)
    exact = [whole * weight / all_of for weight in weights]
    found = [int(one + 1e-9) for one in exact]
    order = sorted(range(len(exact)), key=lambda i: found[i] - exact[i])
    for i in order[: whole - sum(found)]:
        found[i] += 1
    return [round(number * unit, 2) for number in found]


def _fine_enough(total: float, weights: Sequence[float]) -> float:
    """Give halves as the unit, where a student could not tell them from exact shares."""
    halves = abs(2 * total - round(2 * total)) < 1e-9
    return 0.5 if halves and total >= len(weights) and min(shares(total, weights, 0.5)) else 0.01


def worth_of_cells(
    points: Mapping[str, float], questions: Mapping[str, str], wanted: Mapping[str, float]
) -> dict[str, float]:
    """Give what each graded cell is worth.

    Parameters
    ----------
    points, questions : mapping
        Graded cell to what it is worth in the pack, and to its question.
    wanted : mapping
        Question or graded cell to what it is to be worth. Where a question and some of its cells
        are named, the other cells share what is left.

    Raises
    ------
    AssignmentError
        If nothing is left for one.
    """
    found = dict(points)
    for name, worth in wanted.items():
        if name in points:
            found[name] = worth
    for question, worth in wanted.items():
        cells = [cell for cell in points if questions[cell] == question]
        fixed = [cell for cell in cells if cell in wanted]
        others = [cell for cell in cells if cell not in wanted and points[cell]]
        if question in points or not cells:
            continue
        left = round(worth - sum(wanted[cell] for cell in fixed), 2)
        if (left < 0.01 * len(others)) if others else left:
            raise AssignmentError(
                f"{question} is to be worth {worth:.12g} points, and that leaves {left:.12g} for "
                f"its other cells ({', '.join(others) or 'there are none'}). Make the sum agree."
            )
        if others:
            weights = [points[cell] for cell in others]
            found |= dict(
                zip(others, shares(left, weights, _fine_enough(left, weights)), strict=True)
            )
    return found


def reweighted(
    sources: Mapping[str, str], before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, str]:
    """Write the texts of checks anew: those of other cells are gone, the rest has other points.

    Every line stays where it was. A file in which no check is left is left out.

    Parameters
    ----------
    sources : mapping
        Name to text.
    before, after : mapping
        Graded cell to its points, in the pack and now; a cell that is left out is in `before` only.

    Raises
    ------
    AssignmentError
        If a check's points are not written as a number, or nothing is left for one.
    """
    marks = {path: _marks(text, path) for path, text in sources.items()}
    new: dict[str, float] = {}
    for cell, worth in after.items():
        own = {n: m for many in marks.values() for n, m in many.items() if m.cell == cell}
        if not own or worth == before[cell]:
            continue
        divided = shares(worth, [mark.points for mark in own.values()])
        if not all(
            part or not mark.points for part, mark in zip(divided, own.values(), strict=True)
        ):
            raise AssignmentError(
                f"{worth:.12g} points of {cell} cannot be divided among its {len(own)} checks. "
                "Make it worth more."
            )
        new |= dict(zip(own, divided, strict=True))
    found = {}
    for path, text in sources.items():
        left = [name for name, mark in marks[path].items() if mark.cell in after]
        if left or not marks[path]:
            found[path] = _rewritten(text, marks[path], after, new)
    return found


class _Mark:
    """Where a check stands in a file, and what its mark says."""

    def __init__(self, node: ast.FunctionDef, number: ast.expr, points: float, cell: str) -> None:
        self.first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
        self.last = node.end_lineno or self.first
        self.number, self.points, self.cell = number, points, cell


def _marks(text: str, path: str) -> dict[str, _Mark]:
    """Find the checks of a file by name."""
    found = {}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
            continue
        for one in node.decorator_list:
            if isinstance(one, ast.Call) and getattr(one.func, "attr", "") == "points":
                try:
                    (number,) = one.args
                    words = {word.arg: ast.literal_eval(word.value) for word in one.keywords}
                    found[node.name] = _Mark(
                        node, number, float(ast.literal_eval(number)), str(words["cell"])
                    )
                except (ValueError, TypeError, KeyError) as error:
                    raise AssignmentError(
                        f"{path}: the points of {node.name} cannot be changed, for they are not "
                        'written out. Write @pytest.mark.points(2, cell="q1-mul"), numbers and all.'
                    ) from error
    return found


def _rewritten(
    text: str, marks: Mapping[str, _Mark], kept: Mapping[str, float], new: Mapping[str, float]
) -> str:
    lines = text.splitlines(keepends=True)
    for name, mark in marks.items():
        if mark.cell not in kept:
            lines[mark.first - 1 : mark.last] = ["\n"] * (mark.last - mark.first + 1)
        elif name in new:
            row, at, end = (
                mark.number.lineno - 1,
                mark.number.col_offset,
                mark.number.end_col_offset,
            )
            line = lines[row].encode()  # where Python says something stands is in bytes
            lines[row] = (line[:at] + f"{new[name]:.12g}".encode() + line[end:]).decode()
    return "".join(lines)
