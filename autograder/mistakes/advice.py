"""A failed check is given what to do next, and what became of the cells that it is about."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection
from dataclasses import replace

from autograder.language import say, template
from autograder.mistakes.line import RUN_IT
from autograder.mistakes.situation import Situation
from autograder.mistakes.table import MISTAKES
from autograder.report import CheckResult

#: What stopped a cell is told in the message, whatever is to be done next.
_DID_NOT_RUN = template("{called} did not run to its end: {error}{line}{detail}.")
_CHANGED = template("A given cell was changed: {cell}.")


def advised(result: CheckResult, situation: Situation, secret: Collection[str] = ()) -> CheckResult:
    """Add to a failed check what to do next, and what became of the cells it is about.

    Parameters
    ----------
    result : CheckResult
        One that was not passed.
    situation : Situation
    secret : collection of str
        Words of the exception that must not be repeated.

    Returns
    -------
    CheckResult
        Its ``diagnosis`` has ``next`` and ``mistake`` where a line of the table fits, and its
        ``remarks`` speak of the cells.
    """
    diagnosis = dict(result.diagnosis or {"kind": "", "text": ""})
    with contextlib.suppress(RecursionError):  # code nested so deep that walking it is too much
        for mistake in MISTAKES:
            words = mistake.recognize(situation)
            if words is not None and not _tells(words.values(), secret):
                said = say(mistake.text, **{"run_it": say(RUN_IT), **words})
                diagnosis |= {"mistake": mistake.name, "next": said}
                break
    return replace(
        result,
        remarks=(*result.remarks, *_remarks(situation, diagnosis.get("mistake", ""))),
        diagnosis=diagnosis if len(diagnosis) > 2 or result.diagnosis else None,
    )


def _tells(words: Collection[str], secret: Collection[str]) -> bool:
    return any(word in secret for text in words for word in re.findall(r"\w+", text))


def _remarks(situation: Situation, mistake: str) -> list[str]:
    said = []
    for outline, ran in situation.stopped_cells():
        text = say(
            _DID_NOT_RUN,
            called=outline.called,
            error=ran.error,
            line=", " + say("line {line}", line=ran.line) if ran.line else "",
            detail=f" ({ran.detail.rstrip('.')[:200]})" if ran.detail else "",
        )
        said.append(text[0].upper() + text[1:])
    if mistake != "given-changed":
        said += [say(_CHANGED, cell=outline.called) for outline in situation.cells.changed()]
    return said
