"""What a result keeps of what a submission gave: plain data of bounded size, whatever it was."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.language import say
from autograder.report import CheckResult

#: The longest text, the longest list, and how deep lists may stand in each other.
TEXT, LENGTH, DEPTH = 2000, 400, 8

#: Longest case or diagnosis of one check, as JSON, in characters.
MOST = 32_000

_EXACT = 2**53


def plain(value: Any, depth: int = DEPTH) -> Any:
    """Give something as JSON has it: finite numbers, capped texts, short lists.

    Examples
    --------
    >>> plain({"yours": 10**400, "rows": [float("nan"), 2.5, "x" * 3000]})["yours"]
    'an integer of 1329 bits'
    >>> plain([float("nan"), np.float32(1.5), (True, None), 3 + 4j])
    ['nan', 1.5, [True, None], '(3+4j)']
    """
    if value is None or isinstance(value, (bool, np.bool_)):
        return value if value is None else bool(value)
    if isinstance(value, (int, np.integer)):
        whole = int(value)
        return (
            whole
            if abs(whole) <= _EXACT
            else say("an integer of {bit_length} bits", bit_length=whole.bit_length())
        )
    if isinstance(value, (float, np.floating)):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, str):
        return value[:TEXT]
    if isinstance(value, complex):
        return str(complex(value))
    if depth and isinstance(value, dict):
        items = list(value.items())[:LENGTH]
        return {str(plain(key, 0))[:200]: plain(item, depth - 1) for key, item in items}
    if depth and isinstance(value, (list, tuple)):
        return [plain(item, depth - 1) for item in value[:LENGTH]]
    return say("something of type {kind}", kind=type(value).__name__[:80])


def bounded(result: CheckResult) -> CheckResult:
    """Give a result that can be written down and shown, whatever its check put into it."""
    case = _short(plain(result.counterexample))
    if case is None and result.counterexample:
        case = _short(plain({k: v for k, v in result.counterexample.items() if k != "where"}))
    return replace(
        result,
        message=plain(result.message),
        brief=plain(result.brief),
        counterexample=case,
        diagnosis=_short(plain(result.diagnosis)),
        remarks=tuple(plain(remark)[:400] for remark in result.remarks[:12]),
    )


def _short(data: Any) -> Any:
    """Give data, or nothing if there is far too much of it."""
    return data if len(json.dumps(data)) <= MOST else None


def safely(error: BaseException) -> str:
    """Write an exception down, also one whose text cannot be written.

    Examples
    --------
    >>> safely(KeyError("x")), safely(AssertionError(10**5000))
    ("KeyError('x')", 'AssertionError')
    """
    try:
        return repr(error)[:500]
    except Exception:
        return type(error).__name__
