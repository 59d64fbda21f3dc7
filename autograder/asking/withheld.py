"""What a failure may say, where the submission has seen what a student must not read.

Beside reference answers a submission's code can find their text, and in a hidden check it is given
the inputs. So nothing that it says there is told: no exception, text, name or number of its own.
What is told are the kind of failure, the case, what was expected and the place, all of them the
grader's own words; lines of the notebook are read from the notebook.
"""

from __future__ import annotations

import builtins
import linecache
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from autograder.asking.checks import Check
from autograder.asking.numbers import number
from autograder.asking.plain import plain
from autograder.errors import OF_CELL, OF_NAME, OF_YOURS, StudentError
from autograder.language import pattern, say, spoken, template
from autograder.mistakes.side_by_side import Cells
from autograder.report import FULL_POINTS, CheckResult

_WORD = re.compile(r"\w+")

#: Words of ours that stand in a row's name beside those of the check and of its case.
_ROWS = {"value", "grad", "with", "respect", "element", "entry", "self", "derivative"}

AMONG = template("With reference answers in place of your other answers this does not pass either.")
UNDECIDED = template("This could not be decided. No points lost.")
IT_HAPPENED = template("It happened in {where}")


def known_words(cells: Cells) -> frozenset[str]:
    """Give the words that a student knows anyway: those of the notebook, and Python's own names."""
    sources = [ran.source for ran in cells.ran]
    for outline in cells.outlines.values():
        sources += [outline.skeleton]
    return frozenset(word for text in sources for word in _WORD.findall(text)) | _PYTHON


_PYTHON = frozenset(dir(builtins)) | {
    *("NoneType", "function", "method", "builtin_function_or_method", "generator", "module"),
    *("numpy", "ndarray", "float64", "float32", "int64", "bool_", "UFuncTypeError"),
    *("TimeLimit", "LinAlgError", "AxisError", "ComplexWarning", "JSONDecodeError"),
    *("_UFuncNoLoopError", "_UFuncBinaryResolutionError", "_ArrayMemoryError", "InvalidOperation"),
}


def secrets(
    error: StudentError | None, message: str, check: Check, known: Collection[str]
) -> frozenset[str]:
    """Give the words of an exception, and of a message, that may be what a student must not read.

    Parameters
    ----------
    error : StudentError or None
    message : str
        What is said of the failure to whoever may read its case.
    check : Check
    known : collection of str
        What the student knows anyway.
    """
    raised: set[str] = set()
    if error is not None:
        raised = {error.kind, *_WORD.findall(f"{error.kind} {error.detail}")}
    said = set(_WORD.findall(message)) - _own_words() - _words_of(check)
    long = {word for word in said if not word.isdigit() or len(word) > 1}
    return frozenset(raised | long) - frozenset(known)


def _words_of(check: Check) -> set[str]:
    """Give the words of a check's own file; its numbers may be those of a hidden case."""
    lines = linecache.getlines(check.function.__code__.co_filename)
    words = (word for text in (*lines, check.title) for word in _WORD.findall(text))
    return {word for word in words if not any(map(str.isdigit, word))}


def _own_words() -> frozenset[str]:
    """Give the words of which the grader makes its messages, in the language that is spoken."""
    return _words_in((*Path(__file__).parent.rglob("*.py"), *spoken().files))


@cache
def _words_in(files: tuple[Path, ...]) -> frozenset[str]:
    texts = (path.read_bytes().decode("utf-8", "replace") for path in files)
    return frozenset(word for text in texts for word in _WORD.findall(text) if word.isalpha())


def among_references(
    result: CheckResult, check: Check, stopped: StudentError | None, kinds: Mapping[str, str]
) -> CheckResult:
    """Give a result of a run among reference answers without anything that the submission said.

    Parameters
    ----------
    result : CheckResult
    check : Check
    stopped : StudentError, optional
        Where the code was, its place taken from the notebook.
    kinds : mapping
        Kind of failure to its words.

    Returns
    -------
    CheckResult
        What was left out stands in its ``withheld``, for the person who grades.
    """
    if result.verdict == "passed":
        return result
    case = dict(result.counterexample or {})
    if "where" in case:
        case["where"] = case["where"].get("sentence", "")
    kept = {"message": result.message, "counterexample": case, "diagnosis": result.diagnosis}
    result = replace(result, withheld=kept, remarks=())
    if result.verdict in FULL_POINTS:
        return replace(result, message=say(UNDECIDED), brief=say(UNDECIDED), diagnosis=None)
    if result.verdict == "error":
        return replace(result, message=result.brief)
    if result.verdict != "failed":
        return result  # its words are ours, and the place is from the notebook
    kind = (result.diagnosis or {}).get("kind", "")
    kind = kind if kind in kinds else ""
    told = say(kinds[kind]) if kind else say("A claim of this check does not hold.")
    if stopped is not None and stopped.where:
        told += " " + say(IT_HAPPENED, where=stopped.where)
    unfinished = (result.diagnosis or {}).get("unfinished")
    slips = {"unfinished": unfinished} if unfinished else {}
    diagnosis = {"kind": kind, "text": say(kinds[kind]) if kind else "", **slips}
    return replace(
        result,
        message=f"{say(AMONG)} {told}",
        brief=result.brief if kind in OF_CASES else told,
        counterexample=_case(result.counterexample, check),
        diagnosis=diagnosis if any(diagnosis.values()) else None,
    )


def _rows() -> str:
    """Give our words in rows' names, in the language that is spoken."""
    entry = say("entry{at}", at=" " + say("at {place}", place=""))
    element = say("element {place}", place="")
    return " ".join([say("value"), entry, element, say("with respect to {label}", label="")])


#: Kinds of failure whose words for a hidden check are made of the case alone.
OF_CASES = frozenset({"value", "partials", "gradient", "shape", "type", "output", "claim", "kept"})


def _case(case: Mapping[str, Any] | None, check: Check) -> dict[str, Any] | None:
    """Give what is ours of a failing case: its program and inputs, what was expected, the place."""
    if not case:
        return None
    told: dict[str, Any] = {}
    if "program" in case:
        told = {"program": case["program"], "at": dict(case.get("at") or {})}
    if not case.get("related"):  # else what is expected follows from the submission's own numbers
        text = " ".join([str(told.get("program", "")), *told.get("at", ())])
        known = _words_of(check) | set(_WORD.findall(f"{text} {_rows()}")) | _ROWS
        rows = [
            {"name": row["name"], "expected": number(row["expected"])}
            for row in case.get("rows") or ()
            if all(word in known or len(word) < 3 for word in _WORD.findall(str(row["name"])))
        ]
        told |= {"rows": rows} if rows else {}
    where = case.get("where")
    if where and where.get("ours"):
        told["where"] = {
            **where,
            "sentence": where["ours"],
            "sent": None,
            "right": True,
            "nodes": [{**node, "yours": None} for node in where["nodes"]],
        }
    found: dict[str, Any] = plain(told)
    return found or None


def same_failure(among: CheckResult, other: CheckResult) -> bool:
    """Say whether a run without reference answers shows the failure that one among them shows.

    Then its own words and numbers say more of it than may be told of the other.
    """
    if other.verdict != "failed" or among.verdict != "failed":
        return False
    kinds = [(one.diagnosis or {}).get("kind", "") for one in (among, other)]
    if kinds == ["raised", "raised"]:  # there is no case to compare, but a class and a line
        texts = ((among.withheld or {}).get("message", ""), other.message)
        first, second = map(_raised, texts)
        return first == second
    seen = (among.withheld or {}).get("counterexample")
    return kinds[0] == kinds[1] and _shown(seen) == _shown(other.counterexample)


def _raised(text: str) -> list[str]:
    """Give what a message says of the class of an exception, and of the line named first."""
    beginning = say("Your code raised {kind}{asked}.", kind="\0", asked="\1").partition("\1")[0]
    line = r"\d+"
    ways = [
        "^" + re.escape(beginning).replace("\0", r"\w+"),
        r"\b" + pattern(OF_NAME, line=line, name="[^`]+"),
        r"\b" + pattern(OF_CELL, line=line, cell="[^:]+"),
        r"\b" + pattern(OF_YOURS, line=line),
    ]
    return [one.group() for one in re.finditer("|".join(ways), text)][:2]


def _shown(case: Mapping[str, Any] | None) -> tuple[Any, ...]:
    case = case or {}
    related = case.get("related")
    rows = [(row["name"], number(row["expected"])) for row in case.get("rows") or () if not related]
    return case.get("program"), case.get("at"), rows
