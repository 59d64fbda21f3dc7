"""Many submissions, one after another: each result is on disk before the next one starts.

A result is one JSON file, written under another name and renamed, so it is there whole or not at
all. What cannot be graded gets a line and a file saying why; the rest of the batch goes on.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError, SubmissionError, UsageError
from autograder.grading import assignment_checks, grade_notebook, new_seed
from autograder.notebook import MAX_BYTES, read_notebook
from autograder.pack import Assignment
from autograder.report import Report

#: Ending of the file that says why a submission was not graded.
ERROR_SUFFIX = ".error.json"


#: Ending of a result that was replaced by a file that cannot be graded.
EARLIER_SUFFIX = ".json.earlier"

#: Longest name of a submission, in bytes: file systems allow 255, endings included.
MAX_NAME = 120


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
    """

    name: str
    path: Path
    report: Report | None
    problem: str = ""

    @property
    def graded(self) -> bool:
        """Whether every check came to a verdict about the submission."""
        return self.report is not None and not self.problem


def find_submissions(paths: Sequence[str | Path], assignment: str = "") -> list[tuple[str, Path]]:
    """Give every submission with a name of its own: files as given, folders searched.

    Parameters
    ----------
    paths : sequence of path-like
        Notebooks, and folders of notebooks such as nbgrader's ``submitted``.
    assignment : str
        Its name, which is left out of the end of a submission's.

    Returns
    -------
    list of (name, path)
        Names are short and unique, and safe as file names.

    Raises
    ------
    UsageError
        If `paths` is empty.
    """
    if not paths:
        raise UsageError("no submissions were named. Give notebooks, or folders that hold them.")
    found: list[tuple[str, Path]] = []
    for given in map(Path, paths):
        if given.is_dir():
            inside = [path for path, reason in _searched(given) if not reason]
            found += [
                (_telling_name(path.relative_to(given).parts, assignment), path) for path in inside
            ]
            if not inside:
                found.append((given.name, given))
        else:
            found.append((given.name, given))
    return list(zip(_unique(name for name, _ in found), (path for _, path in found), strict=True))


#: Names in a folder that no person gave: by part of the path, and why they are passed over.
_NOT_HANDED_IN = {
    ".ipynb_checkpoints": "a copy that Jupyter keeps for itself",
    "__MACOSX": "what macOS adds to an archive",
    ".DS_Store": "what macOS adds to a folder",
}

_NO_NOTEBOOK = {
    ".py": "a script, not a notebook: ask for the .ipynb file",
    ".zip": "an archive: unpack it, and grade what is in it",
    ".gz": "an archive: unpack it, and grade what is in it",
    ".rar": "an archive: unpack it, and grade what is in it",
    ".7z": "an archive: unpack it, and grade what is in it",
}


def left_out(paths: Sequence[str | Path], results: Path | None = None) -> list[tuple[Path, str]]:
    """Give what lies in the folders and is not graded, each with the reason.

    Parameters
    ----------
    paths : sequence of path-like
        As for `find_submissions`.
    results : Path, optional
        The folder that results are written to, which is passed over.
    """
    skipped = None if results is None else results.resolve()
    return [
        (path, reason)
        for given in map(Path, paths)
        if given.is_dir()
        for path, reason in _searched(given)
        if reason and (skipped is None or skipped not in (path.resolve(), *path.resolve().parents))
    ]


def _searched(folder: Path) -> list[tuple[Path, str]]:
    """Give everything in a folder, with the reason why it is not graded if it is not."""
    found = []
    for path in sorted(folder.rglob("*")):
        reason = _why_not(path, path.relative_to(folder))
        if reason is not None:
            found.append((path, reason))
    return found


def _why_not(path: Path, inside: Path) -> str | None:
    """Say why a path is not graded: an empty text if it is, None if there is nothing to say."""
    for part in inside.parts:
        if part in _NOT_HANDED_IN or part.startswith("._"):
            return _NOT_HANDED_IN.get(part, "what macOS adds to an archive")
    if path.is_symlink() and not path.is_file():
        return "a link to a folder or to nothing: name the folder it leads to"
    if path.is_dir():
        return None if any(path.iterdir()) else "an empty folder"
    if not path.is_file():
        return "not an ordinary file"
    ending = path.suffix.lower()
    if ending == ".ipynb":
        return ""
    if inside.name == "timestamp.txt":  # nbgrader's, beside each submission
        return None
    return _NO_NOTEBOOK.get(ending, "not a notebook")


def _telling_name(parts: tuple[str, ...], assignment: str) -> str:
    """Name a path by what tells it apart: ``ada/scalar/scalar.ipynb`` is ``ada``."""
    telling = list(parts)
    while len(telling) > 1 and _without_ending(telling[-1]) == assignment:
        telling.pop()
    return "--".join(telling)


def _without_ending(name: str) -> str:
    return name[: -len(".ipynb")] if name.lower().endswith(".ipynb") else name


def _unique(names: Iterable[str]) -> list[str]:
    """Make names that are safe as file names, short and different, in letters of every script."""
    taken: set[str] = set()
    chosen = []
    for name in names:
        plain = unicodedata.normalize("NFC", _without_ending(name))
        stem = re.sub(r"[^\w.=@+-]+", "_", plain).strip("._") or "submission"
        stem = stem.encode()[:MAX_NAME].decode(errors="ignore")
        candidate, count = stem, 1
        while candidate.casefold() in taken:
            count += 1
            candidate = f"{stem}-{count}"
        taken.add(candidate.casefold())
        chosen.append(candidate)
    return chosen


def grade_all(
    submissions: Sequence[tuple[str, Path]],
    assignment: Assignment,
    folder: Path,
    *,
    seed: int | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Grade submissions one after another.

    Parameters
    ----------
    submissions : sequence of (name, path)
        See `find_submissions`.
    assignment : Assignment
    folder : Path
        Where results go: ``NAME.json`` for each.
    seed : int, optional
        By default a new one; the same for the whole batch, so that all get the same cases.
    max_bytes : int
        Larger files are not read.
    progress : callable
        Called with each outcome.

    Returns
    -------
    list of Outcome

    Raises
    ------
    UsageError
        If results cannot be written, or the assignment does not fit together: before anything is
        graded.
    """
    prepare_folder(folder)
    checks = assignment_checks(assignment)
    seed = new_seed() if seed is None else seed
    outcomes = []
    for name, path in submissions:
        outcome = _grade_one(name, path, assignment, checks, seed, max_bytes)
        write_outcome(outcome, folder)
        outcomes.append(outcome)
        progress(outcome)
    return outcomes


def _grade_one(
    name: str, path: Path, assignment: Assignment, checks: Any, seed: int, max_bytes: int
) -> Outcome:
    try:
        if path.is_dir():
            raise SubmissionError(path, "there are no notebooks in this folder", "Check the path.")
        notebook = read_notebook(path, max_bytes)
        report = grade_notebook(notebook, assignment, checks=checks, seed=seed)
    except AutograderError as error:
        return Outcome(name, path, None, " ".join(str(error).split()))
    except Exception as error:  # one submission's trouble must not end the batch
        return Outcome(name, path, None, f"{path}: the grader failed: {error!r}. Grade it again.")
    wrong = [check.id for check in report.checks if check.verdict == "error"]
    problem = f"{path}: these checks went wrong and gave no verdict: {', '.join(wrong)}."
    return Outcome(name, path, report, problem if wrong else "")


def prepare_folder(folder: Path) -> None:
    """Make the results folder and see that a file can be written into it.

    Raises
    ------
    UsageError
        If not.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{folder}: results cannot be written here ({reason}). Choose another folder with -o."
        ) from error


def write_outcome(outcome: Outcome, folder: Path) -> Path:
    """Write an outcome's file, whole or not at all, and give its path.

    An earlier result of a submission that cannot be graded now is no grade of it any more: it is
    kept beside, under another ending.
    """
    good, bad = folder / f"{outcome.name}.json", folder / f"{outcome.name}{ERROR_SUFFIX}"
    earlier = folder / f"{outcome.name}{EARLIER_SUFFIX}"
    if outcome.report is None:
        if good.is_file():
            good.replace(earlier)
        problem = outcome.problem
        if earlier.is_file():
            problem += f" An earlier file of this name was graded: {earlier.name}."
        data = {"submission": str(outcome.path), "problem": problem}
        return write_json(data, bad)
    write_json(outcome.report.to_dict(), good)
    bad.unlink(missing_ok=True)
    earlier.unlink(missing_ok=True)
    return good


def write_json(data: dict[str, Any], path: Path) -> Path:
    """Write JSON under another name, flush it to disk, and rename it into place."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def read_results(folder: Path) -> tuple[dict[str, Report], dict[str, str]]:
    """Read a results folder.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    reports : dict
        Name to report.
    problems : dict
        Name to the reason why there is no report.

    Raises
    ------
    UsageError
        If there is no such folder, nothing in it, or a file that is no result.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder. Grade first: autograder grade.")
    reports, problems = {}, {}
    for path in sorted(folder.glob("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if path.name.endswith(ERROR_SUFFIX):
                problems[path.name.removesuffix(ERROR_SUFFIX)] = str(data["problem"])
            else:
                reports[path.stem] = Report.from_dict(data)
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path}: this is not a result file ({error!r}). Move it away, or grade again."
            ) from error
    if not reports and not problems:
        raise UsageError(f"{folder}: there are no results in it. Grade first: autograder grade.")
    return reports, problems
