"""A report as JSON for a student's own tools: the same facts, and nothing a hidden check keeps."""

from __future__ import annotations

import json
from typing import Any

from autograder.feedback.words import clean
from autograder.report import Report


def to_json(report: Report) -> str:
    """Write a report as JSON, its texts cleaned and capped.

    The record that grading keeps (`Report.to_dict`) holds the cases of hidden checks too; this
    does not, unless the assignment allows it.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
        Ends with a newline.
    """
    data = _cleaned(report.for_student().to_dict())
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _cleaned(data: Any) -> Any:
    if isinstance(data, dict):
        return {clean(key, 200): _cleaned(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_cleaned(value) for value in data]
    return clean(data) if isinstance(data, str) else data
