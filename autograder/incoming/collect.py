"""Takes in what students handed in: each attempt whole or not at all, and none is ever lost.

All that needs room on the disk is written first, under names of ours; then it is moved into place.
So a full disk or a stopped command leaves what was there, and the same command goes on.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.classroom.handed_in import FILE, Class, class_text, read_class
from autograder.classroom.people import Student
from autograder.errors import AutograderError, SubmissionError, UsageError
from autograder.files import write_whole
from autograder.incoming import came_in, canvas, gradescope, moodle, plain
from autograder.incoming.archive import Member, Spool, read_source
from autograder.incoming.bundles import Sorted
from autograder.incoming.came_in import Row
from autograder.incoming.taking import Taking
from autograder.incoming.terms import Terms, renewed
from autograder.notebook import MAX_BYTES
from autograder.results_folder import Busy, lock
from autograder.signals import stopping

#: Systems whose archives are known by their names; what is of none of them is a folder.
SYSTEMS = {one.NAME: one for one in (gradescope, moodle, canvas)}

#: Beginning of the name of the folder in which everything is written first.
WRITING = ".collecting-"

NEW_TERMS = Terms()


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of taking in.

    Parameters
    ----------
    known : Class
        Everybody, and everything that they have handed in so far.
    rows : tuple of Row
        A line for each file that came in now.
    systems : tuple of str
        What each source was taken for.
    problems : tuple of str
        What waits for a person, a line each.
    missing : tuple of Student
        From whom nothing has come.
    """

    known: Class
    rows: tuple[Row, ...]
    systems: tuple[str, ...]
    problems: tuple[str, ...] = ()
    missing: tuple[Student, ...] = ()


def collect(
    sources: Sequence[Path],
    folder: Path,
    assignment: str,
    terms: Terms = NEW_TERMS,
    max_bytes: int = MAX_BYTES,
    follow: Callable[[str, int, int], None] = lambda source, done, total: None,
) -> Collected:
    """Take in archives and folders.

    Parameters
    ----------
    sources : sequence of Path
    folder : Path
        Where attempts go: ``STUDENT/NUMBER/ASSIGNMENT.ipynb``.
    assignment : str
        Its name.
    terms : Terms
    max_bytes : int
        Larger files are not taken in.
    follow : callable
        Hears how many of how many files of which source were read.

    Raises
    ------
    UsageError
        If a source cannot be taken in at all, or the terms do not fit: nothing is changed.
    AutograderError
        If the folder cannot be written.
    Stopped
        If the process was told to stop.
    """
    with stopping(), _held(folder) as scratch:
        before = came_in.read_list(folder)
        known, with_roster = _class(folder, terms)
        times = terms.roster.handed_in if terms.roster else {}
        taking = Taking(known, with_roster, folder, assignment, before, times, terms.zone)
        spool, systems = Spool(scratch), []
        for source in sources:
            members = _members(source, spool, max_bytes, follow, folder)
            found, system = _sorted(members, terms.system, assignment)
            systems.append(system)
            taking.add(members, found)
        _write(taking, came_in.merged(before, taking.rows), folder, scratch)
    rows, problems = tuple(taking.rows), tuple(taking.problems)
    return Collected(taking.known, rows, tuple(systems), problems, tuple(taking.missing()))


def _class(folder: Path, terms: Terms) -> tuple[Class, bool]:
    """Give the class under the terms, and whether there is a roster of it."""
    before = read_class(folder) or Class()
    with_roster = terms.roster is not None or before.with_roster
    return replace(renewed(before, terms), with_roster=with_roster), with_roster


def _members(
    source: Path,
    spool: Spool,
    max_bytes: int,
    follow: Callable[[str, int, int], None],
    folder: Path,
) -> list[Member]:
    if source.is_dir() and source.samefile(folder):
        raise UsageError(f"{source}: nothing comes in from where it goes. Choose another -o.")

    def heard(done: int, total: int) -> None:
        follow(source.name, done, total)

    try:
        return read_source(source, spool, max_bytes, heard, folder)
    except SubmissionError as error:
        raise UsageError(f"{error} Nothing was taken in.") from error


def _sorted(members: Sequence[Member], system: str, assignment: str) -> tuple[Sorted, str]:
    """Say whose files these are, as the system has it that they are from."""
    for name, one in SYSTEMS.items():
        if name == system or (not system and members and one.fits(members)):
            return one.sort(members, assignment), name
    return plain.sort(members, assignment), plain.NAME


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[Path]:
    """Make the folder if there is none, keep others out, and give one to write in first."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _not_writable(folder, error) from error
    scratch = ""
    try:
        if not lock(descriptor):
            raise Busy(f"{folder}: somebody is collecting into it. Wait until that is done.")
        for left in folder.glob(f"{WRITING}*"):
            shutil.rmtree(left, ignore_errors=True)
        scratch = tempfile.mkdtemp(dir=folder, prefix=WRITING)
        yield Path(scratch)
    except OSError as error:
        raise _not_writable(folder, error) from error
    finally:
        if scratch:
            shutil.rmtree(scratch, ignore_errors=True)
        os.close(descriptor)


def _not_writable(folder: Path, error: OSError) -> AutograderError:
    reason = error.strerror or str(error)
    return AutograderError(
        f"{folder}: this cannot be written ({reason}). What was taken in before is there, and no "
        "attempt by half. Mend that, and give the same command again."
    )


def _write(taking: Taking, listed: Sequence[Row], folder: Path, scratch: Path) -> None:
    """Write everything, and then move it into place."""
    ready = []
    for number, place in enumerate(taking.places):
        target = Path(place.file)
        made = scratch / f"ready-{number}"
        made.mkdir(mode=0o755)
        write_whole(place.kept.read_bytes(), made / target.name)
        ready.append((made / target.name, folder / target))
    tables = scratch / "tables"
    tables.mkdir()
    write_whole(came_in.list_text(listed), tables / came_in.FILE)
    write_whole(class_text(taking.known), tables / FILE)
    for made, target in ready:
        target.parent.parent.mkdir(exist_ok=True)
        if target.parent.exists():  # without the file, which somebody has removed
            made.rename(target)
        else:
            made.parent.rename(target.parent)
    for name in (came_in.FILE, FILE):
        (tables / name).replace(folder / name)
