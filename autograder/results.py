"""Results on disk: one file per submission, there whole or not at all, and never of another file.

A result is written under another name, flushed to disk and renamed. It holds its key, see
`autograder.fingerprint`, and says which file it is about, so that nobody takes it for the grade of
a file that was handed in later.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import names
from autograder.errors import SubmissionError, UsageError
from autograder.feedback import points
from autograder.files import write_whole
from autograder.fingerprint import Basis
from autograder.notebook import read_bytes
from autograder.report import MAX_RESULT, Report

#: Ending of the file that says why a submission was not graded.
ERROR_SUFFIX = ".error.json"

#: Ending of a result that was replaced by a file that cannot be graded.
EARLIER_SUFFIX = ".json.earlier"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one submission: a report, or the reason why there is none.

    Parameters
    ----------
    name : str
        What tables call it, and the stem of its result file.
    path : Path
        The submitted file.
    report : Report or None
    problem : str
        One line, with the remedy; empty if it was graded.
    before : bool
        Whether that was known before this run.
    retries : tuple of str
        Why it was asked again: how each process that graded it before ended.
    begun : bool
        Whether it was graded in this run, as far as it went.
    """

    name: str
    path: Path
    report: Report | None
    problem: str = ""
    before: bool = False
    retries: tuple[str, ...] = ()
    begun: bool = False

    @property
    def graded(self) -> bool:
        """Whether every check came to a verdict about the submission."""
        return self.report is not None and not self.problem


def in_doubt(report: Report, path: str | Path) -> str:
    """Say which checks went wrong by themselves, in a line; nothing if none did."""
    wrong = [check.id for check in report.checks if check.verdict == "error"]
    if not wrong:
        return ""
    listed = ", ".join(wrong)
    return (
        f"{names.shown(path)}: these checks went wrong and gave no verdict: {listed}. "
        "Grade again, and if that does not help, mend them."
    )


def write_outcome(outcome: Outcome, folder: Path, basis: Basis | None = None) -> Path:
    """Write an outcome's file, whole or not at all, and give its path.

    Where a submission cannot be graded now, an earlier result of the same bytes still holds: the
    failure is ours. One of other bytes is no grade of it any more: it is kept beside, under another
    ending.

    Parameters
    ----------
    outcome : Outcome
    folder : Path
    basis : Basis, optional
        What the result depends on. Without it, it is graded anew in the next run.
    """
    good, bad = folder / f"{outcome.name}.json", folder / f"{outcome.name}{ERROR_SUFFIX}"
    earlier = folder / f"{outcome.name}{EARLIER_SUFFIX}"
    about: dict[str, Any] = {"file": names.shown(os.path.abspath(outcome.path))}
    if outcome.retries:
        about["retries"] = list(outcome.retries)
    if outcome.report is None:
        if good.is_file() and not _of_these_bytes(good, outcome):
            good.replace(earlier)
        problem = outcome.problem
        if earlier.is_file():
            problem += f" An earlier file of this name was graded: {earlier.name}."
        return write_json(
            {"submission": names.shown(outcome.path), "problem": problem, **about}, bad
        )
    if basis is not None:
        about |= {"key": basis.key(outcome.report.sha256), "basis": basis.to_data()}
    write_json({**outcome.report.to_dict(), **about}, good)
    bad.unlink(missing_ok=True)
    earlier.unlink(missing_ok=True)
    return good


def _of_these_bytes(good: Path, outcome: Outcome) -> bool:
    """Say whether a result is of what stands in the submitted file now."""
    report = _read(good, outcome.name, bad=False).report
    return report is not None and report.sha256 == _sha256_now(outcome.path)


def write_json(data: Mapping[str, Any], path: Path) -> Path:
    """Write JSON under another name, flush it to disk, and rename it into place."""
    text = _text(data)
    for longest in (20_000, 2_000, 200):
        if len(text.encode(errors="replace")) > MAX_RESULT:
            text = _text(_cut(data, longest))
    return write_whole(text, path)


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _cut(data: Any, longest: int) -> Any:
    """Cut texts and lists: what a submission fills a result with, nobody reads to its end."""
    if isinstance(data, str):
        return data if len(data) <= longest else data[: longest - 1] + "…"
    if isinstance(data, dict):
        return {_cut(key, longest): _cut(value, longest) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        kept = [_cut(one, longest) for one in data[:longest]]
        return kept + [f"and {len(data) - longest} more"] * (
            len(data) > longest and isinstance(data[0], str)
        )
    return data


@dataclass(frozen=True, slots=True)
class Stored:
    """What a results folder says of one submission.

    Parameters
    ----------
    name : str
    file : str
        Which file it is about, as `names.shown` writes it; empty if that is not known.
    key : str
        The result's key; empty if there is no result.
    basis : mapping
        What it depends on.
    report : Report or None
    problem : str
        Why there is no result, or why the one there is does not count.
    unreadable : bool
        Whether that is because its file is damaged.
    submission : str
        The path of the submitted file as it was given, written so.
    """

    name: str
    file: str = ""
    key: str = ""
    basis: Mapping[str, Any] | None = None
    report: Report | None = None
    problem: str = ""
    unreadable: bool = False
    submission: str = ""


def stored(folder: Path) -> dict[str, Stored]:
    """Read all that a results folder holds, by name; a damaged file is said to be one."""
    found: dict[str, Stored] = {}
    for path in sorted(folder.glob("*.json")):
        if path.name.startswith("."):
            continue
        bad = path.name.endswith(ERROR_SUFFIX)
        name = path.name.removesuffix(ERROR_SUFFIX) if bad else path.stem
        if bad and name in found and found[name].report is not None:
            continue  # the result was written, and then the run was ended
        found[name] = _read(path, name, bad)
    return found


def stored_result(folder: Path, name: str) -> Stored:
    """Read the result of one submission."""
    return _read(folder / f"{name}.json", name, bad=False)


def _read(path: Path, name: str, bad: bool) -> Stored:
    try:
        return understood(json.loads(path.read_text(encoding="utf-8")), name, bad)
    except OSError as error:
        problem = f"{names.shown(path)}: it cannot be read ({error.strerror}). Check it."
        return Stored(name, problem=problem, unreadable=True)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = (
            f"{names.shown(path)}: this is not a result file ({type(error).__name__}). "
            "Grade again: autograder grade."
        )
        return Stored(name, problem=problem, unreadable=True)


def understood(data: Mapping[str, Any], name: str, bad: bool = False) -> Stored:
    """Take the data of a result file, or of one that says why there is none, for what it says."""
    file = str(data.get("file", ""))
    given = str(data.get("submission", ""))
    if bad:
        return Stored(name, file, problem=str(data["problem"]), submission=given)
    report = Report.from_dict(dict(data))
    for check in report.checks:
        if not 0 <= _points(check.points) <= _points(check.possible):
            raise ValueError(f"{check.id}: {check.points} of {check.possible} points")
    if any(_points(more) < 0 for more in report.by_hand.values()):
        raise ValueError(f"points by hand: {report.by_hand}")
    key, basis = str(data.get("key", "")), data.get("basis")
    return Stored(name, file, key, basis, report, submission=given)


def _points(value: object) -> float:
    """Take a value for points, if it is a number that can be added up."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError(f"points: {value}")
    return value


def read_folder(folder: Path) -> dict[str, Stored]:
    """Read all that a results folder holds, by name.

    Raises
    ------
    UsageError
        If there is no such folder, it cannot be read, or nothing is in it.
    """
    try:
        if not folder.is_dir():
            raise UsageError(f"{folder}: there is no such folder. Grade first: autograder grade.")
        os.listdir(folder)  # which says what a search for names keeps to itself
        found = stored(folder)
    except OSError as error:
        reason = f"it cannot be read ({error.strerror}). Check its permissions."
        raise UsageError(f"{folder}: {reason}") from error
    if not found:
        raise UsageError(f"{folder}: there are no results in it. Grade first: autograder grade.")
    return found


def read_results(folder: Path) -> tuple[dict[str, Report], dict[str, str]]:
    """Read a results folder, as it counts now: see `counting`.

    Raises
    ------
    UsageError
        If there is no such folder, it cannot be read, or nothing is in it.
    """
    return counting(read_folder(folder))


def counting(found: Mapping[str, Stored]) -> tuple[dict[str, Report], dict[str, str]]:
    """Say which results count now.

    Returns
    -------
    reports : dict
        Name to report.
    problems : dict
        Name to the reason why there is no report that counts: the submission could not be graded,
        it was handed in anew since, one of its checks went wrong by itself, or the result's file is
        damaged.
    """
    reports, problems = {}, {}
    for name, one in found.items():
        problem = one.problem or outdated(one) or _doubted(one)
        if problem or one.report is None:
            problems[name] = problem
        else:
            reports[name] = one.report
    return reports, problems


def _doubted(one: Stored) -> str:
    if one.report is None:
        return ""
    return in_doubt(one.report, names.meant(one.file or one.report.submission))


def gone(found: Mapping[str, Stored], folder: Path) -> dict[str, str]:
    """Say of which results the file is not there any more, where those of others are.

    Where none is there, somebody reads the results elsewhere, and nothing is said.
    """
    missing = {
        name: f"{one.submission}: this file is not there any more, and its result still counts. If "
        f"it was taken back, remove {folder / name}{'' if one.report else '.error'}.json."
        for name, one in found.items()
        if one.file and not os.path.lexists(names.meant(one.file))
    }
    return missing if len(missing) < sum(bool(one.file) for one in found.values()) else {}


def outdated(one: Stored) -> str:
    """Say that another file stands where the graded one stood, if it does.

    A file that is no more says nothing: results are often read elsewhere.
    """
    path = names.meant(one.file)
    if one.report is None or not path or not os.path.lexists(path):
        return ""
    if _sha256_now(path) == one.report.sha256:
        return ""
    earlier = f"{points(one.report.points)} of {points(one.report.possible)} points"
    return (
        f"{one.submission or one.file}: handed in anew since it was graded, so its {earlier} do "
        "not count. Grade again: autograder grade."
    )


def _sha256_now(path: str | Path) -> str:
    """Give the hash of a submitted file; nothing if it cannot be read."""
    try:
        return hashlib.sha256(read_bytes(path, max_bytes=2**30)).hexdigest()
    except SubmissionError:
        return ""


def names_held(found: Mapping[str, Stored]) -> dict[str, str]:
    """Give the names that stand for a file that is still there: no other file gets them.

    A folder without a notebook holds none: the notebook may come.
    """
    held = {name: one.file for name, one in found.items() if one.file}
    return {
        name: file
        for name, file in held.items()
        if os.path.lexists(path := names.meant(file)) and not os.path.isdir(path)
    }


def seed_of(found: Mapping[str, Stored]) -> int | None:
    """Give the seed that most results were drawn with."""
    seeds = Counter(one.report.seed for one in found.values() if one.report is not None)
    return seeds.most_common(1)[0][0] if seeds else None
