"""The grader under attack, in a process of its own: reads orders, grades, tells what it made of it.

Started by path, with a copy of the packages in front: see `arena`. It is the real `grade_notebook`,
one submission after another, as a batch does it.
"""

from __future__ import annotations

import ctypes
import dataclasses
import json
import os
import sys
import time
from pathlib import Path

from autograder import feedback
from autograder.errors import AutograderError
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import read_notebook
from autograder.pack import load_assignment
from autograder.report import FULL_POINTS
from autograder.sandbox import families


def main() -> None:
    """Answer one order a line until there are none."""
    orders, answers = sys.stdin, os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if "without-namespaces" in sys.argv:
        families.WAYS = tuple(way for way in families.WAYS if not (way and way["namespaces"]))
    plain = load_assignment(sys.argv[1])
    checks = {check.id: check for check in assignment_checks(plain)}
    kept = json.loads(orders.readline())["word"]
    word = ctypes.create_string_buffer(kept.encode())
    hello = {"address": ctypes.addressof(word), "length": len(word.value), "pid": os.getpid()}
    print(json.dumps(hello), file=answers, flush=True)
    for line in orders:
        order = json.loads(line)
        before, begun = _cpu(), time.monotonic()
        assignment = dataclasses.replace(plain, limits=order["limits"])
        try:
            report = grade_notebook(
                read_notebook(Path(order["path"])),
                assignment,
                checks=[checks[name] for name in order["checks"]],
                seed=1,
            )
        except AutograderError as error:
            told = {"refused": str(error), "points": 0.0, "notes": [], "verdicts": []}
        else:
            student = report.for_student()
            pages = (feedback.to_page, feedback.to_markdown, feedback.to_text, feedback.to_json)
            result = report.to_dict()
            # What the instructor alone may read of a run beside reference answers.
            withheld = [check.pop("withheld", None) for check in result["checks"]]
            told = {
                "refused": "",
                "points": report.points,
                "whole": all(check.verdict in FULL_POINTS for check in report.checks),
                "verdicts": [[check.id, check.verdict] for check in report.checks],
                "notes": [*report.notes, *(check.message for check in report.checks)],
                "isolation": report.isolation,
                "result": json.dumps(result),
                "withheld": json.dumps(withheld),
                "feedback": [str(page(student)) for page in pages],
            }
        told |= {"seconds": time.monotonic() - begun, "cpu": _cpu() - before, "memory": _resident()}
        told["prepared"] = sorted(families.parents())
        told["harmed"] = word.value.decode("latin-1") != kept
        print(json.dumps(told), file=answers, flush=True)


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


if __name__ == "__main__":
    main()
