"""A results folder while a batch writes into it: one grader at a time, and what the last one left.

What stands in it meanwhile says who is grading, and with which seed: whoever goes on after a grader
was killed asks the same cases.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import socket
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from autograder.classroom.handed_in import Class, write_class
from autograder.errors import UsageError
from autograder.files import WRITING
from autograder.results import write_json
from autograder.sandbox.folders import remove_tree

#: What a results folder says of who writes into it; it is gone when they are done.
STATE = ".autograder.json"

_SCRATCH = "autograder-batch-"


class Busy(UsageError):
    """Somebody else is writing there."""


@dataclass(frozen=True, slots=True)
class State:
    """What stands in a results folder's own file.

    Parameters
    ----------
    seed : int or None
        Of the batch; of one that was killed, where there is one.
    pid, host, since : int, str, str
        Who writes into the folder, and since when.
    scratch : str
        The folder for temporary files of that run.
    """

    seed: int | None = None
    pid: int = 0
    host: str = ""
    since: str = ""
    scratch: str = ""


@contextlib.contextmanager
def held(folder: Path) -> Iterator[State]:
    """Make a results folder if there is none, and keep all other graders out of it meanwhile.

    What a grader left behind that was killed is removed.

    Yields
    ------
    State
        With the seed of a grader that was killed, and a folder for temporary files of this run,
        which is removed at the end.

    Raises
    ------
    UsageError
        If nothing can be written there, or somebody else is grading into it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise _not_writable(folder, error) from error
    scratch = ""
    try:
        scratch, now = _taken_over(folder, descriptor)
        yield now
    finally:
        if scratch:
            remove(scratch)
            with contextlib.suppress(OSError):  # such as a folder that was taken away
                (folder / STATE).unlink(missing_ok=True)
        os.close(descriptor)


def _taken_over(folder: Path, descriptor: int) -> tuple[str, State]:
    """Lock the folder, clear up after the last one, and write who is there now."""
    before = _state(folder)
    if not lock(descriptor):
        raise Busy(
            f"{folder}: somebody is grading into it: process {before.pid} on {before.host}, "
            f"since {before.since}. Wait until that is done, stop it, or choose another folder "
            "with -o."
        )
    try:
        for left in folder.glob(f"{WRITING}*"):
            left.unlink(missing_ok=True)
        _remove_scratch(before.scratch)
        scratch = os.path.join(tempfile.gettempdir(), _SCRATCH + secrets.token_hex(4))
        since = time.strftime("%Y-%m-%d %H:%M:%S")
        now = State(before.seed, os.getpid(), socket.gethostname(), since, scratch)
        write_json(asdict(now), folder / STATE)  # first, so that the next one knows of it
        os.mkdir(scratch)
        os.chmod(scratch, 0o711)  # a worker that is another user goes through it
    except OSError as error:
        raise _not_writable(folder, error) from error
    return scratch, now


def remember(folder: Path, state: State, seed: int) -> None:
    """Keep the seed of the batch, for whoever goes on if this grader is killed."""
    try:
        write_json(asdict(replace(state, seed=seed)), folder / STATE)
    except OSError as error:
        raise _not_writable(folder, error) from error


def remember_class(folder: Path, known: Class) -> None:
    """Keep who handed in what is graded: results are often read elsewhere."""
    try:
        write_class(known, folder)
    except OSError as error:
        raise _not_writable(folder, error) from error


def why_not_writable(folder: Path) -> str:
    """Say why a result cannot be written into a folder; nothing if it can."""
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=WRITING) as file:
            file.write(b" " * 2**18)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _not_writable(folder: Path, error: OSError) -> UsageError:
    reason = error.strerror or str(error)
    return UsageError(
        f"{folder}: results cannot be written here ({reason}). Choose another folder with -o."
    )


def lock(descriptor: int) -> bool:
    """Lock the folder for this process, which the system ends with it; False if somebody has it."""
    import fcntl  # not on Windows, where nothing is graded

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # A network's file system may have no locks: then nobody is kept out.
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def _state(folder: Path) -> State:
    """Read what the folder says; nothing if it was made by hand, or is damaged."""
    try:
        data: Any = json.loads((folder / STATE).read_text(encoding="utf-8"))
        state = State(**data)
        # Of each field the very type: `True` is a number for Python, and no seed.
        kinds = [type(value) for value in asdict(replace(state, seed=state.seed or 0)).values()]
        return state if kinds == [int, int, str, str, str] else State()
    except (OSError, ValueError, TypeError, RecursionError):
        return State()


def _remove_scratch(scratch: str) -> None:
    """Remove what a grader left that was killed, if that is what the folder says it is."""
    path = Path(scratch)
    if path.name.startswith(_SCRATCH) and str(path.parent) == tempfile.gettempdir():
        remove(scratch)


def remove(folder: str | Path, seconds: float = 5.0) -> None:
    """Remove a folder of temporary files, whatever is in it; what still writes there is ending."""
    deadline = time.monotonic() + seconds
    while os.path.lexists(folder):
        with contextlib.suppress(OSError):
            remove_tree(folder)
            return
        if time.monotonic() > deadline:
            return
        time.sleep(0.02)
