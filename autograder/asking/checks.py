"""Checks are ordinary pytest functions; this file loads them and reads what their marks say."""

from __future__ import annotations

import linecache
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from adlearn.installed import remedy
from autograder.asking.run import Tolerances
from autograder.errors import AssignmentError

#: Where an assignment says nothing else.
ORDINARY = Tolerances()


@dataclass(frozen=True, slots=True)
class Check:
    """One check: a function of the submission, with its place in the assignment.

    Parameters
    ----------
    id : str
        The function's name.
    function : callable
        Takes the submission; returning means passed.
    question, cell : str
        Where it belongs, and which graded cell its points go to.
    points : float
        What it is worth.
    hidden : bool
        Whether students can run it themselves.
    title : str
        First line of its docstring: what it asks, for people.
    whole : bool
        Whether it asks about the notebook as a whole: then never among reference answers.
    tolerances : Tolerances
        How exact numbers must be.
    numbers : dict
        The numbers that are drawn for a student in its question, by name.
    """

    id: str
    function: Callable[[Any], None]
    question: str
    cell: str
    points: float
    hidden: bool
    title: str
    whole: bool = False
    tolerances: Tolerances = ORDINARY
    numbers: Mapping[str, float] = field(default_factory=dict)


def with_numbers(
    checks: Iterable[Check], numbers: Mapping[str, Mapping[str, float]]
) -> list[Check]:
    """Give checks that ask with the numbers of a student: question to numbers by name."""
    return [replace(check, numbers=numbers.get(check.question, {})) for check in checks]


def load_checks(
    sources: Mapping[str, str], cells: Mapping[str, Any], tolerances: Tolerances = ORDINARY
) -> list[Check]:
    """Load the checks of one module's text, or of several.

    Parameters
    ----------
    sources : mapping
        What tracebacks call each module, to its text. Each has names of its own.
    cells : mapping
        Graded cell to its question, or to an object with an attribute ``question``.
    tolerances : Tolerances, optional
        How exact numbers must be.

    Raises
    ------
    AssignmentError
        If a text does not run, a check has no points or an unknown cell, or two have one name.
    """
    found: dict[str, Check] = {}
    for filename, text in sources.items():
        for function in _functions_of(text, filename):
            check = as_check(function, cells, tolerances)
            if check.id in found:
                raise AssignmentError(
                    f"{filename}: another check is called {check.id} too. Rename one of them."
                )
            found[check.id] = check
    return list(found.values())


def _functions_of(text: str, filename: str) -> list[Callable[[Any], None]]:
    linecache.cache[filename] = (len(text), None, text.splitlines(keepends=True), filename)
    namespace: dict[str, Any] = {"__name__": "autograder_checks", "__file__": filename}
    try:
        with warnings.catch_warnings():  # pytest warns of marks; `as_check` refuses them
            warnings.filterwarnings("ignore", "Unknown pytest.mark")
            exec(compile(text, filename, "exec"), namespace)
    except ModuleNotFoundError as error:
        raise AssignmentError(
            f"{filename}: the checks need a package that is not here ({error}). Install what "
            f"notebooks use: {remedy('notebook')}"
        ) from error
    except ImportError as error:
        raise AssignmentError(
            f"{filename}: {error}. Look for the name in another module of that package."
        ) from error
    except Exception as error:
        raise AssignmentError(f"{filename}: the checks do not load: {error!r}") from error
    functions = [value for name, value in namespace.items() if name.startswith("test_")]
    return [function for function in functions if callable(function)]


#: The marks of a check. One that is misspelt would be lost, and a hidden check be given away.
_MARKS = ("points", "hidden", "whole")


def as_check(
    function: Callable[[Any], None],
    cells: Mapping[str, Any],
    tolerances: Tolerances = ORDINARY,
) -> Check:
    """Read the marks ``@pytest.mark.points(3, cell="q1-mul")``, ``hidden``, ``whole``."""
    name = function.__name__
    marks = {mark.name: mark for mark in getattr(function, "pytestmark", [])}
    unknown = next((mark for mark in marks if mark not in _MARKS), "")
    if unknown and unknown != "parametrize":
        raise AssignmentError(
            f"check {name}: a check has no mark {unknown!r}. It may have {', '.join(_MARKS)}."
        )
    if "parametrize" in marks or "points" not in marks:
        raise AssignmentError(
            f"check {name}: decorate it with @pytest.mark.points(POINTS, cell=CELL), and draw its "
            "cases inside (for_all) instead of with parametrize."
        )
    points, cell = marks["points"].args, marks["points"].kwargs.get("cell", "")
    if len(points) != 1 or cell not in cells:
        raise AssignmentError(
            f"check {name}: points({points}, cell={cell!r}) needs one number and the grade_id of a "
            "cell of the notebook."
        )
    question = getattr(cells[cell], "question", cells[cell])
    title = (function.__doc__ or name).strip().splitlines()[0].removesuffix(".")
    hidden, whole = "hidden" in marks, "whole" in marks
    return Check(name, function, question, cell, float(points[0]), hidden, title, whole, tolerances)


def verify_points(checks: Iterable[Check], points: Mapping[str, float]) -> None:
    """See to it that the checks of each graded cell add up to the cell's points.

    Raises
    ------
    AssignmentError
        If they do not, or a graded cell has no check.
    """
    sums = dict.fromkeys(points, 0.0)
    for check in checks:
        sums[check.cell] = sums.get(check.cell, 0.0) + check.points
    for cell, found in sums.items():
        wanted = points.get(cell)
        if wanted is None or abs(found - wanted) > 1e-9:
            raise AssignmentError(
                f"cell {cell} is worth {wanted} points in notebook.py and its checks add up to "
                f"{found:g}. Make them agree."
            )
