"""A course folder is made, or what it lacks is added; what somebody changed is not written over.

What we wrote ourselves is known by its hash, so that a list of assignments in it can be brought up
to date when one is added.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from autograder.build import notebook_text, source_notebook
from autograder.course.choosing import packs_of
from autograder.course.index import index_notebook
from autograder.course.progression import Unit, units_of
from autograder.course.texts import header_notebook, readme, syllabus
from autograder.errors import AssignmentError, UsageError
from autograder.fitting import assignment_checks
from autograder.nbgrader.course import ENGINE, FOLDERS, configuration
from autograder.pack import Assignment, load_assignment

#: Where it is kept what we wrote: the course's name, its packs by folder, and a hash of each file.
RECORD = Path(".autograder", "course.json")

_HEADER = """
# Every released notebook begins with the cells of this one.
c.IncludeHeaderFooter.header = os.path.join(c.CourseDirectory.root, "header.ipynb")
"""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one file.

    Parameters
    ----------
    path : str
        Within the course.
    what : str
        ``"made"``, ``"kept"``, or ``"renewed"``: it was as we had written it, and lists the
        assignments.
    advice : str
        What to do about a file that was kept and should say more, or an empty string.
    """

    path: str
    what: str
    advice: str = ""


def make_course(
    folder: Path,
    assignments: Sequence[Assignment],
    course_id: str | None = None,
    install: str | None = None,
) -> list[Done]:
    """Make an nbgrader course of several assignments, or add to one what it lacks.

    Parameters
    ----------
    folder : Path
    assignments : sequence of Assignment
        To add to those that the course has.
    course_id : str, optional
        What the course is called; by default as before, or as its folder.
    install : str, optional
        What the notebooks install where adlearn is missing; the path of a wheel puts that beside
        each notebook.

    Returns
    -------
    list of Done
        For each file, in the order in which people read about them.

    Raises
    ------
    UsageError
        If the folder is a file or cannot be written, or an assignment's files do not fit together.
    """
    course = folder.resolve()
    if course.exists() and not course.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder for the course; it may be a new one.")
    for assignment in assignments:
        assignment_checks(assignment)  # what does not fit together must not become a course
    record = _recorded(course)
    added = {assignment.name for assignment in assignments}
    before = {name: at for name, at in record.get("packs", {}).items() if name not in added}
    packs = {**before, **packs_of(assignments)}
    called = course_id or record.get("course_id") or course.name
    units = units_of([*_there(course, packs, added), *assignments])
    order = [unit.name for unit in units]
    packs = {name: packs[name] for name in sorted(packs, key=[*order, *packs].index)}
    hashes = dict(record.get("written", {}))
    try:
        for name in FOLDERS:
            (course / name).mkdir(parents=True, exist_ok=True)
        done = [
            *_lists(course, hashes, _listing(called, units, packs), units),
            *_once(
                course,
                hashes,
                called,
                sorted(assignments, key=lambda one: order.index(one.name)),
                install,
            ),
        ]
        (course / RECORD).parent.mkdir(exist_ok=True)
        kept = {"course_id": called, "packs": packs, "written": hashes}
        (course / RECORD).write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{course}: the course cannot be written there ({reason}). Choose another folder."
        ) from error
    return done


def _recorded(course: Path) -> dict[str, Any]:
    try:
        data = json.loads((course / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _there(course: Path, packs: dict[str, str], added: set[str]) -> Iterator[Assignment]:
    """Give the assignments of ours that the course has already, without those that are added."""
    for source in sorted(course.glob("source/*/")):
        if source.name not in added:
            try:
                yield load_assignment(packs.get(source.name, source.name))
            except AssignmentError:  # somebody else's, of which we know nothing to say
                continue


def _listing(called: str, units: Sequence[Unit], packs: dict[str, str]) -> dict[str, str]:
    """Write the files that name all assignments of the course."""
    more = _HEADER
    if packs:
        more += (
            "\n# Packs that are not installed under the assignment's name, and where they are.\n"
        )
        more += f"c.PackPreprocessor.packs = {packs!r}\n"
    return {
        "nbgrader_config.py": configuration(called, more),
        "README.md": readme(called, units),
        "syllabus.md": syllabus(called, units),
        "index.ipynb": notebook_text(index_notebook(called, units)),
    }


def _lists(
    course: Path, hashes: dict[str, str], texts: dict[str, str], units: Sequence[Unit]
) -> Iterator[Done]:
    """Write the files that list assignments; what was changed by hand stays, with advice."""
    for name, text in texts.items():
        path = course / name
        found = path.read_text(encoding="utf-8") if path.exists() else None
        if found == text:
            yield Done(name, "kept")
        elif found is None or hashes.get(name) == _hash(found):
            path.write_text(text, encoding="utf-8")
            yield Done(name, "made" if found is None else "renewed")
        else:
            yield Done(name, "kept", _advice(name, found, text, units))
            continue
        hashes[name] = _hash(text)


def _advice(name: str, found: str, text: str, units: Sequence[Unit]) -> str:
    """Say what a file that was kept lacks."""
    if name != "nbgrader_config.py":
        lacking = [unit.name for unit in units if unit.name not in found]
        return (
            f"it says nothing of {', '.join(lacking)}: add that, or move the file away and give "
            "the command again"
            if lacking
            else ""
        )
    if ENGINE not in found:
        return "it does not grade with this engine: `autograder nbgrader init .` says what to add"
    lacking = [
        line
        for line in text.splitlines()
        if (line.startswith("c.IncludeHeaderFooter.header") and line.split(" =")[0] not in found)
        or (line.startswith("c.PackPreprocessor.packs") and line not in found)
    ]
    return f"it should have: {'; '.join(lacking)}" if lacking else ""


def _once(
    course: Path,
    hashes: dict[str, str],
    called: str,
    assignments: Sequence[Assignment],
    install: str | None,
) -> Iterator[Done]:
    """Write what is written once: the header, and each assignment's source notebook."""
    wheel = Path(install or "")
    beside = wheel.suffix == ".whl" and wheel.is_file()
    what = wheel.name if beside else install
    notebooks: dict[str, Callable[[], Any]] = {"header.ipynb": lambda: header_notebook(called)}
    for one in assignments:
        notebooks[f"source/{one.name}/{one.name}.ipynb"] = partial(source_notebook, one, what)
    for name, make in notebooks.items():
        path = course / name
        if path.exists():
            yield Done(name, "kept")
            continue
        text = notebook_text(make())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        hashes[name] = _hash(text)
        if beside and name != "header.ipynb":
            shutil.copy(wheel, path.parent)
        yield Done(name, "made")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
