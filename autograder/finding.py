"""What was handed in: every file in the given folders, to be graded or named with the reason.

No link is followed below a given folder, and nothing is passed over in silence.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder import names
from autograder.classroom.handed_in import FILE, Attempt, Class, read_class
from autograder.errors import SubmissionError, UsageError
from autograder.notebook import A_LINK, read_bytes

#: What a folder of submissions lists everything in that came in.
COLLECTED = "came-in.csv"


@dataclass(frozen=True, slots=True)
class Submission:
    """One thing that was handed in to be graded.

    Parameters
    ----------
    name : str
        What tables call it, and the stem of its files.
    path : Path
        The file.
    below : Path or None
        The given folder that it was found in.
    problem : str
        Why it cannot even be opened, with the remedy; empty if nothing is known against it.
    numbered : bool
        Whether another one has the name that it would have.
    """

    name: str
    path: Path
    below: Path | None = None
    problem: str = ""
    numbered: bool = False

    @property
    def file(self) -> str:
        """What tells it apart from all others: its whole path, as `names.shown` writes it."""
        return names.shown(os.path.abspath(self.path))


@dataclass(frozen=True, slots=True)
class Found:
    """Everything in the given places.

    Parameters
    ----------
    submissions : tuple of Submission
    left_out : tuple of (path, reason)
        What nobody takes for a notebook.
    known : Class or None
        Who handed these in, where `autograder collect` has taken them in.
    """

    submissions: tuple[Submission, ...]
    left_out: tuple[tuple[Path, str], ...]
    known: Class | None = None


def find(
    paths: Sequence[str | Path],
    assignment: str = "",
    results: Path | None = None,
    held: Mapping[str, str] | None = None,
) -> Found:
    """Find what was handed in: files as given, folders searched.

    Parameters
    ----------
    paths : sequence of path-like
        Notebooks, and folders of notebooks: flat, such as nbgrader's ``submitted``, or one that
        `autograder collect` has made.
    assignment : str
        Its name, which is left out of the end of a submission's.
    results : Path, optional
        The folder that results are written to, which is passed over.
    held : mapping, optional
        Names that stand for a file already: see `names.unique`.

    Raises
    ------
    UsageError
        If `paths` is empty, or several of them were collected: each says which attempts count.
    """
    if not paths:
        raise UsageError("no submissions were named. Give notebooks, or folders that hold them.")
    found: list[Submission] = []
    left_out: list[tuple[Path, str]] = []
    passed_over = None if results is None else os.path.abspath(results)
    known: Class | None = None
    for given in map(Path, paths):
        if not _is_folder(given):
            found.append(Submission(given.name or str(given), given))
            continue
        inside: list[Submission] = []
        aside: list[tuple[Path, str]] = []
        collected = read_class(given)
        if collected is not None:
            if known is not None:
                raise UsageError(
                    f"{given}: only one folder can be graded that autograder collect has made. "
                    "Collect into one folder, or grade one after another."
                )
            known = collected
            inside, aside = _collected(given, known, passed_over)
            found += inside or [_nothing_in(given)]
            left_out += aside
            continue
        for path, kind in searched(given, passed_over):
            name = _telling_name(path.relative_to(given).parts or (given.name,), assignment)
            problem = why_not(path, kind)
            if problem is None:
                inside.append(Submission(name, path, given))
            elif _asks_for_a_grade(path, kind):
                inside.append(Submission(name, path, given, problem))
            else:
                aside.append((path, problem))
        without = _students_without(given, inside, aside)
        rows = {one.path for one in without}
        inside += without
        left_out += [
            (path, problem)
            for path, problem in aside
            if problem and not rows & {path, *path.parents}
        ]
        found += inside or [_nothing_in(given)]
    found = list({one.file: one for one in reversed(found)}.values())[::-1]  # each file once
    chosen = names.unique([(one.name, one.file) for one in found], held)
    named = zip(chosen, found, strict=True)
    submissions = [
        replace(one, name=name, numbered=name != names.stem(one.name)) for name, one in named
    ]
    return Found(tuple(submissions), tuple(left_out), known)


def _nothing_in(folder: Path) -> Submission:
    nothing = "there are no notebooks in this folder. Check the path."
    return Submission(folder.name or "folder", folder, None, nothing)


def _collected(
    folder: Path, known: Class, passed_over: str | None
) -> tuple[list[Submission], list[tuple[Path, str]]]:
    """Give the attempts that can count, and what nobody has collected."""
    inside = [
        Submission(one.name, folder / one.file, folder, _why_not_collected(one, folder))
        for one in known.to_grade()
    ]
    own = {folder / one.file for one in known.attempts} | {folder / FILE, folder / COLLECTED}
    strange = "it did not come in by autograder collect, so it is nobody's. Collect it"
    aside = [
        (path, strange)
        for path, kind in searched(folder, passed_over)
        if path not in own
        and kind not in ("empty", "nobody")
        and not path.relative_to(folder).parts[0].startswith(".")  # such as what is being collected
    ]
    return inside, aside


def _why_not_collected(one: Attempt, folder: Path) -> str:
    """Say so if an attempt is not there, or is not what came in."""
    path = folder / one.file
    if not os.path.lexists(path):
        return "this attempt is not there any more. Give the same autograder collect again."
    try:
        data = read_bytes(path, 2**30, folder)
    except SubmissionError:  # which grading it will say
        return ""
    if one.sha256 in ("", hashlib.sha256(data).hexdigest()):
        return ""
    return (
        "this is not what came in: somebody has changed it. Move it away, and give the same "
        "autograder collect again."
    )


def _students_without(
    given: Path, inside: Sequence[Submission], aside: Sequence[tuple[Path, str]]
) -> list[Submission]:
    """Give the folders in which there is nothing to grade, where each student has one.

    That is so where all that was handed in lies in folders of the given one, as nbgrader has it.
    """
    with_some = {one.path.relative_to(given).parts[0] for one in inside if one.path != given}
    if not inside or any(one.path.parent == given and not one.problem for one in inside):
        return []
    others: dict[str, list[tuple[Path, str]]] = {}
    for path, problem in aside:
        first, *below = path.relative_to(given).parts
        hidden = first in _NOT_HANDED_IN or first.startswith(".")
        if first not in with_some and not hidden and (below or problem == _ODD["empty"]):
            others.setdefault(first, []).append((path, problem))
    found = []
    for name, files in others.items():
        listed = ", ".join(names.shown(path.name) for path, why in files if why and path.suffix)
        has = f" (only {listed:.300})" if listed else ""
        problem = f"there is no notebook in this folder{has}. Ask for the .ipynb file."
        found.append(Submission(name, given / name, None, problem))
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # such as a name that is too long, which opening it will say
        return False


#: Names in a folder that no person gave, and why they are passed over.
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

_ODD = {
    "link": f"{A_LINK[0]}. {A_LINK[1]}",
    "other": "this is not an ordinary file. Submit a .ipynb file.",
    "empty": "this is an empty folder. Ask for the notebook.",
    "unreadable": "it cannot be read. Check its permissions.",
    "deep": "it lies deeper than anybody puts a notebook. Move it up.",
}

#: How deep folders are searched: nobody's are, and a path has an end.
_DEPTH = 40


def searched(folder: Path, passed_over: str | None, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """Give everything in a folder that is no folder, and folders with nothing in them: by name.

    The kind is ``"file"``, ``"nobody"`` (a name that no person gave), or what is odd about it.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        modes = [entry.stat(follow_symlinks=False).st_mode for entry in entries]
    except OSError:
        yield folder, "unreadable"
        return
    for entry, mode in zip(entries, modes, strict=True):
        path = folder / entry.name
        if os.path.abspath(path) == passed_over:
            continue
        if entry.name in _NOT_HANDED_IN or entry.name.startswith("._"):
            yield path, "nobody"
            if stat.S_ISDIR(mode) and depth < _DEPTH:
                hidden = [one for one, _ in searched(path, passed_over, depth + 1)]
                yield from ((one, "nobody") for one in hidden)
        elif stat.S_ISLNK(mode):
            yield path, "link"
        elif stat.S_ISDIR(mode) and depth == _DEPTH:
            yield path, "deep"
        elif stat.S_ISDIR(mode):
            inside = list(searched(path, passed_over, depth + 1))
            yield from inside or [(path, "empty")]
        else:
            yield path, "file" if stat.S_ISREG(mode) else "other"


def why_not(path: Path, kind: str) -> str | None:
    """Say why a path is not graded: None if it is, nothing if that is as it should be."""
    if kind == "nobody":
        named = (_NOT_HANDED_IN[part] for part in path.parts if part in _NOT_HANDED_IN)
        return next(named, "what macOS adds to an archive")
    if kind != "file":
        return _ODD[kind]
    if path.suffix.lower() == ".ipynb":
        return None
    if path.name == "timestamp.txt":  # nbgrader's, beside each submission
        return ""
    return _NO_NOTEBOOK.get(path.suffix.lower(), "not a notebook")


def _asks_for_a_grade(path: Path, kind: str) -> bool:
    """Say whether what cannot be graded stands where somebody may have meant a submission.

    A link, a device or a folder that is called like a notebook did not come about by itself.
    """
    if kind == "empty":
        return path.suffix.lower() == ".ipynb"
    return kind in _ODD


def asked_for(only: str, submissions: Sequence[Submission]) -> list[Submission]:
    """Give the submissions that somebody means: by name, path, folder, or name of the file.

    Parameters
    ----------
    only : str
    submissions : sequence of Submission
    """
    named = [one for one in submissions if one.name == only]
    if named:
        return named
    place = os.path.abspath(only)
    at = [one for one in submissions if Path(place) in (p := one.path.absolute(), *p.parents)]
    below = [one for one in submissions if only in _parts(one)[:1]]
    files = [one for one in submissions if only in (one.path.name, one.path.stem)]
    return at or below or files


def _parts(one: Submission) -> tuple[str, ...]:
    return () if one.below is None else one.path.relative_to(one.below).parts


def _telling_name(parts: tuple[str, ...], assignment: str) -> str:
    """Name a path by what tells it apart: ``ada/scalar/scalar.ipynb`` is ``ada``."""
    telling = list(parts)
    while len(telling) > 1 and names.without_ending(telling[-1]) == assignment:
        telling.pop()
    return "--".join(telling)
