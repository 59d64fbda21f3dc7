"""What there is to mend of a course as a whole: its header, its configuration, its index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from autograder.course.folder import Course
from autograder.course.texts import TO_BE_SAID
from autograder.nbgrader.course import ENGINE

_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+\.ipynb)\)")


def about_the_course(course: Course, copy: Path) -> tuple[list[str], list[str]]:
    """Say what is to be mended, and what to know, of the course as a whole.

    Parameters
    ----------
    course : Course
    copy : Path
        Where its assignments have been released.

    Returns
    -------
    problems, notes : list of str
    """
    problems, notes = _header(course, copy)
    steps = course.config.get("Autograde", {}).get("autograde_preprocessors", [])
    if ENGINE not in map(str, steps):
        problems.append(
            "nbgrader_config.py does not grade with this engine: `autograder nbgrader init` on "
            "this folder says what to add."
        )
    problems += _index(course, copy)
    return problems, notes


def _header(course: Course, copy: Path) -> tuple[list[str], list[str]]:
    lying = course.folder / "header.ipynb"
    if course.header is None:
        if lying.is_file():
            return [
                "header.ipynb is there, and nbgrader_config.py does not name it. Add: "
                f"c.IncludeHeaderFooter.header = {str(lying)!r}"
            ], []
        return [], ["no header: adlearn course new on this folder writes one, to be edited."]
    if not course.header.is_file():
        return [
            f"the header is missing: nbgrader_config.py names {course.header.name}, and without "
            "it nbgrader releases nothing. adlearn course new on this folder writes a new one."
        ], []
    try:
        texts = [cell["source"] for cell in _read(course.header).cells]
    except Exception as error:  # nbformat raises whatever its parser stumbles over
        return [f"{course.header.name} cannot be read as a notebook ({error})."], []
    problems = [
        f"{path.parent.name}: the release does not begin with {course.header.name}."
        for path in sorted(copy.glob("release/*/*.ipynb"))
        if [cell["source"] for cell in _read(path).cells][: len(texts)] != texts
    ]
    unsaid = [f"{course.header.name} still says: {TO_BE_SAID}."]
    return problems, unsaid if any(TO_BE_SAID in text for text in texts) else []


def _index(course: Course, copy: Path) -> list[str]:
    """Follow the links of the students' index to what was released."""
    path = course.folder / "index.ipynb"
    if not path.is_file():
        return []
    try:
        text = "\n".join(cell["source"] for cell in _read(path).cells)
    except Exception as error:
        return [f"index.ipynb cannot be read as a notebook ({error})."]
    links = dict.fromkeys(_LINK.findall(text))
    problems = [
        f"index.ipynb leads to {link}, which is not released."
        for link in links
        if not (copy / "release" / link).is_file() and not (course.folder / link).is_file()
    ]
    named = {link.split("/")[0] for link in links}
    lacking = [name for name in course.names if name not in named]
    if lacking:
        problems.append(f"index.ipynb does not lead to {', '.join(lacking)}.")
    return problems


def _read(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)
