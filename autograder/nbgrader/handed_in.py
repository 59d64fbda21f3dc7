"""What was handed in, as nbgrader meets it: read whatever it is, under whatever name it came.

nbgrader follows links, waits for pipes, gives up on damaged notebooks, and scores a notebook of
another name with 0 without a word. Here each of these costs at most itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import warnings
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import v4
from nbgrader.utils import parse_utc
from traitlets.log import get_logger

from autograder import names
from autograder.errors import SubmissionError
from autograder.notebook import MAX_BYTES, parse_notebook, read_bytes, verify_parts
from autograder.results import write_json

#: What we keep in a course folder, beside nbgrader's own folders.
OWN_FOLDER = ".autograder"

#: Largest notebook that is read here: nbgrader itself knows no limit, and reads it several times.
LARGEST = 3 * MAX_BYTES

_COPIES = Path(OWN_FOLDER, "copies.json")


class AnyFileExporter(NotebookExporter):
    """Reads what was handed in even if it is no notebook, so that it is scored and not lost."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert a file; what is wrong with it goes into ``resources["adlearn"]``."""
        resources = resources if resources is not None else {}
        path = Path(filename)
        resources.setdefault("metadata", {})
        resources["metadata"] |= {"name": path.stem, "path": str(path.parent)}
        try:
            data: bytes | SubmissionError = read_bytes(path, LARGEST, self._below(path))
        except SubmissionError as error:
            data = SubmissionError(path.name, error.problem, error.remedy)
        return self._from(data, path.name, resources, **kw)

    def from_file(
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert an open file."""
        name = Path(file_stream.name).name
        return self._from(file_stream.buffer.read(), name, resources or {}, **kw)

    def _below(self, path: Path) -> Path | None:
        """Give the folder that submissions are collected in, if the file is below it."""
        course = getattr(self.parent, "coursedir", None)
        step = None if course is None else Path(course.root, course.submitted_directory)
        return step if step in path.absolute().parents and path.is_absolute() else None

    def _from(
        self, data: bytes | SubmissionError, name: str, resources: dict[str, Any], **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        found: dict[str, Any] = {"refused": "", "unread": "", "sha256": ""}
        notebook = v4.new_notebook()
        try:
            if isinstance(data, SubmissionError):
                raise data
            found["sha256"] = hashlib.sha256(data).hexdigest()
            found["submitted"] = parse_notebook(data, name).to_data()
        except SubmissionError as error:
            found["refused"] = names.plain(str(error))
        try:
            if isinstance(data, SubmissionError):
                raise data
            with warnings.catch_warnings(action="ignore"):  # copied cells are spoken of later
                verify_parts(data, name)
                notebook = nbformat.reads(data.decode("utf-8-sig"), as_version=4)
        except Exception as error:  # nbformat raises whatever its upgrade stumbles over
            found["unread"] = names.plain(f"{type(error).__name__}: {error}"[:300])
        resources["adlearn"] = found
        return self.from_notebook_node(notebook, resources, **kw)


def take_other_names(assignment: str, student: str, notebooks: list[str]) -> None:
    """Before a submission is graded: put its files in the order that nbgrader looks for.

    Its one notebook is copied to the name that nbgrader knows, which gives a notebook of any other
    name, such as ``scalar (1).ipynb``, a 0 without a word. Links and pipes are put aside: nbgrader
    would copy what they lead to, and give it to the student with the feedback.

    Parameters
    ----------
    assignment, student : str
        As on the command line; may be patterns, and are not used.
    notebooks : list of str
        The files of one submission; the copy is added to it.
    """
    if not notebooks:
        return
    folder = Path(notebooks[0]).parent
    _put_aside(folder)
    _look_at_the_time(folder / "timestamp.txt")
    wanted = {path.name for path in Path("release", folder.name).glob("*.ipynb")}
    if len(wanted) != 1:
        return
    target = folder / wanted.pop()
    others = [Path(path) for path in notebooks if Path(path) != target]
    if os.path.lexists(target) and not (is_copy(target) and len(others) == 1):
        return
    if len(others) > 1:
        get_logger().error(
            "%s: several notebooks and none called %s, so it scores 0. Give the right one that "
            "name, and autograde again with --force.",
            names.shown(folder),
            target.name,
        )
        return
    try:
        data = read_bytes(others[0], LARGEST)
        _copy(data, others[0].name, target)
    except (SubmissionError, OSError) as error:
        get_logger().error("%s: so it scores 0.", names.plain(str(error)))
        return
    get_logger().warning("%s: graded as %s, a copy of it.", names.shown(others[0]), target.name)
    if str(target) not in notebooks:
        notebooks.append(str(target))


def _put_aside(folder: Path) -> None:
    """Move what is neither a file nor a folder out of a submission; a notebook is refused later."""
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_ISREG(mode) or stat.S_ISDIR(mode) or path.suffix == ".ipynb":
            continue
        of_whom = folder.absolute().parts[-2:]  # the student, and the assignment
        aside = Path(OWN_FOLDER, "put-aside", *of_whom, path.relative_to(folder))
        try:
            aside.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, aside)
        except OSError as error:
            get_logger().error("%s: no ordinary file, and not moved: %s", names.shown(path), error)
        else:
            get_logger().warning(
                "%s: no ordinary file, so it was moved to %s.", names.shown(path), aside
            )


def _look_at_the_time(path: Path) -> None:
    """Move a time of handing in that is none: nbgrader gives up on a submission that has one."""
    if not path.is_file():
        return
    try:
        parse_utc(path.read_text(encoding="utf-8").strip() or "1970-01-01")
    except (ValueError, OverflowError):
        get_logger().error(
            "%s: this is no time, so it is not known when this was handed in, or whether late.",
            path,
        )
        os.replace(path, path.with_suffix(".unreadable"))


def _copies() -> dict[str, Any]:
    """Give the copies that we made, by path: the hash, and the name it was handed in under."""
    try:
        data = json.loads(_COPIES.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _copy(data: bytes, name: str, target: Path) -> None:
    _COPIES.parent.mkdir(exist_ok=True)
    copy = {"sha256": hashlib.sha256(data).hexdigest(), "name": name}
    write_json({**_copies(), names.shown(target.absolute()): copy}, _COPIES)
    target.unlink(missing_ok=True)
    target.write_bytes(data)


def is_copy(target: Path) -> bool:
    """Say whether a notebook is a copy of ours, and not the student's own."""
    copy = _copies().get(names.shown(target.absolute()))
    try:
        data = read_bytes(target, LARGEST)
    except SubmissionError:
        return False
    return copy is not None and copy["sha256"] == hashlib.sha256(data).hexdigest()


def other_name(path: Path, sha256: str) -> str:
    """Give the name that a notebook was handed in under, if it was not its own."""
    copy = _copies().get(names.shown(path.absolute()), {})
    return str(copy["name"]) if copy.get("sha256") == sha256 else ""
