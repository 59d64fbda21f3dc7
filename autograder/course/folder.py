"""A course folder as it stands: its configuration, its assignments, and a copy to try it in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AssignmentError, UsageError
from autograder.pack import Assignment, load_assignment

#: What a copy does without: what students handed in, what nbgrader made of it, other trees.
_NOT_COPIED = {
    *("release", "submitted", "autograded", "feedback", "gradebook.db", "nbgrader.log"),
    *(".autograder", ".git", ".ipynb_checkpoints", "__pycache__"),
}

#: What the copy's configuration says last, whatever stands above.
_IN_THE_COPY = """
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {db!r}
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
c.PackPreprocessor.packs = {packs!r}
"""


@dataclass(frozen=True, slots=True)
class Course:
    """A course folder.

    Parameters
    ----------
    folder : Path
        Absolute.
    config : mapping
        What its ``nbgrader_config.py`` sets: class to setting to value.
    names : tuple of str
        The folders in ``source/``.
    """

    folder: Path
    config: Mapping[str, Any]
    names: tuple[str, ...]

    @property
    def packs(self) -> dict[str, str]:
        """Packs that the configuration names: assignment to a name, or to an absolute folder."""
        named = dict(self.config.get("PackPreprocessor", {}).get("packs", {}))
        return {
            name: str(self.folder / pack) if (self.folder / pack).exists() else pack
            for name, pack in named.items()
        }

    @property
    def header(self) -> Path | None:
        """The notebook that every release begins with, as the configuration names it."""
        named = self.config.get("IncludeHeaderFooter", {}).get("header", "")
        return self.folder / named if named else None

    def pack(self, name: str) -> Assignment:
        """Find the pack of an assignment as the nbgrader plugin does.

        Raises
        ------
        AssignmentError
            If there is none.
        """
        try:
            return load_assignment(self.packs.get(name, name))
        except AssignmentError as error:
            raise AssignmentError(
                f"{error} If nbgrader calls it by another name, add to nbgrader_config.py: "
                f'c.PackPreprocessor.packs = {{"{name}": "name or folder of the pack"}}.'
            ) from error


def open_course(folder: Path) -> Course:
    """Read what a course folder has.

    Raises
    ------
    UsageError
        If it is not there, has no configuration that can be read, or no assignment.
    """
    course = folder.resolve()
    if not course.is_dir():
        kind = "is a file" if course.exists() else "is not there"
        raise UsageError(f"{folder} {kind}. Name a course's folder: adlearn course new makes one.")
    if not (course / "nbgrader_config.py").is_file():
        raise UsageError(
            f"{folder} has no nbgrader_config.py, so it is no course. adlearn course new {folder} "
            "makes it one."
        )
    names = sorted(path.name for path in course.glob("source/*/") if path.name[0] not in "._")
    if not names:
        raise UsageError(
            f"{folder / 'source'} has no assignment. adlearn course new {folder} --assignments "
            "NAME adds one."
        )
    return Course(course, _configured(course), tuple(names))


def _configured(course: Path) -> Mapping[str, Any]:
    """Read nbgrader's configuration as nbgrader does, which is to run it."""
    from traitlets.config.loader import PyFileConfigLoader

    before, here = dict(os.environ), os.getcwd()
    try:
        os.chdir(course)
        config: Mapping[str, Any] = PyFileConfigLoader(
            "nbgrader_config.py", str(course)
        ).load_config()
        return config
    except Exception as error:
        raise UsageError(
            f"{course / 'nbgrader_config.py'} cannot be read: {error!r}. Mend that line, or move "
            "the file away and let adlearn course new write another."
        ) from error
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


def copied(course: Course, to: Path) -> Path:
    """Copy what a course needs to be tried, so that nothing in it is touched.

    Parameters
    ----------
    course : Course
    to : Path
        A folder that does not exist.

    Returns
    -------
    Path
        `to`, with a configuration that stays within it.

    Raises
    ------
    UsageError
        If something cannot be read.
    """

    def left_out(where: str, found: list[str]) -> list[str]:
        top = Path(where) == course.folder
        return [
            name
            for name in found
            if (top and name in _NOT_COPIED) or Path(where, name, "pyvenv.cfg").is_file()
        ]

    try:
        shutil.copytree(course.folder, to, ignore=left_out, ignore_dangling_symlinks=True)
        for name in ("release", "submitted"):
            (to / name).mkdir()
        if course.header is not None and not course.header.is_file():
            _write_no_header(to, course)
        db = f"sqlite:///{to / 'gradebook.db'}"
        text = _IN_THE_COPY.format(root=str(to), db=db, packs=course.packs)
        with (to / "nbgrader_config.py").open("a", encoding="utf-8") as config:
            config.write(text)
    except (OSError, shutil.Error) as error:
        raise UsageError(f"{course.folder}: it cannot be copied to be tried ({error}).") from error
    return to


def _write_no_header(copy: Path, course: Course) -> None:
    """Let all else be tried where a header is missing: nbgrader would release nothing."""
    import nbformat

    nothing = copy / ".no-header.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), nothing)
    with (copy / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.IncludeHeaderFooter.header = {str(nothing)!r}\n")
