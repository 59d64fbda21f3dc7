"""What whoever takes a task does: it has one submission graded, by a process of its own.

The grading itself is `autograder.slot`'s, here as on one machine: a submission can end that
process, and never the one that took the task. A process is kept for a while, since the next task
will most often be of the same batch. As many are kept as tasks run here at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from autograder import slots
from autograder.errors import AutograderError
from autograder.fingerprint import grader_parts
from autograder.results_folder import remove
from autograder.slot import Job, Setup

#: How long a process that grades waits for the next task.
IDLE_SECONDS = 60.0


@dataclass(eq=False)
class _Desk:
    """A place where one task is done at a time.

    Parameters
    ----------
    scratch : str
        Its folder for temporary files.
    staff : list of Slot
        The process that grades; none before the first task.
    rest : Timer, optional
        Ends it when nothing more comes.
    """

    scratch: str
    staff: list[slots.Slot] = field(default_factory=list)
    rest: threading.Timer | None = None

    def close(self) -> None:
        """End the process, and remove its temporary files."""
        for slot in self.staff:
            slot.end()
        remove(self.scratch)


#: Desks that nobody works at, by what is graded there.
_free: dict[str, list[_Desk]] = {}
_lock = threading.Lock()


def grade(order: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    """Grade one submission.

    Parameters
    ----------
    order : dict
        What all tasks of a batch have in common: ``parts`` (`grader_parts` where the batch was
        begun), ``setup`` (a `Setup`'s fields) and ``seconds`` (how long one may take).
    job : dict
        A `Job`'s fields.

    Returns
    -------
    dict
        ``answer`` (an `Answer`'s fields) and ``retries`` (how the processes ended that tried
        before); or ``unfit``: why nothing can be graded here, with the remedy. And ``worker``:
        where.
    """
    worker = f"{socket.gethostname()}, process {os.getpid()}"
    different = differences(order["parts"], grader_parts())
    if different:
        return {"unfit": different, "worker": worker}
    key = hashlib.sha256(json.dumps(order["setup"], sort_keys=True).encode()).hexdigest()
    try:
        done, answer = _graded(Job(**job), Setup(**order["setup"]), order["seconds"], key)
    except (AutograderError, OSError) as error:
        return {"unfit": str(error), "worker": worker}
    return {"answer": asdict(answer), "retries": list(done.retries), "worker": worker}


def differences(wanted: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Say in what a grader differs from another one, and what to do; nothing if in nothing.

    Examples
    --------
    >>> differences({"numpy": "2.4.6"}, {"numpy": "2.4.6"})
    ''
    >>> print(differences({"python": "3.11.7", "numpy": "2.4.6"}, {"python": "3.12.1"}))
    python is 3.12.1 and not 3.11.7, numpy is missing and not 2.4.6. Install the same there and \
here, and start this worker anew.
    """
    different = [
        f"{name} is {found.get(name, 'missing')} and not {wanted[name]}"
        for name in wanted
        if found.get(name) != wanted[name]
    ]
    if not different:
        return ""
    return f"{', '.join(different)}. Install the same there and here, and start this worker anew."


def _graded(job: Job, setup: Setup, seconds: float, key: str) -> tuple[Job, slots.Answer]:
    desk = _taken(key)
    try:
        answers = slots.graded([job], setup, 1, desk.scratch, seconds, staff=desk.staff)
        (found,) = answers
    except BaseException:
        desk.close()
        raise
    _given_back(key, desk)
    return found


def _taken(key: str) -> _Desk:
    """Give a free desk of this batch, or a new one; those of other batches are cleared."""
    with _lock:
        others = [desk for other in _free if other != key for desk in _free[other]]
        for one in others:
            _forget(one)
        desk: _Desk | None = _free[key].pop() if _free.get(key) else None
    for one in others:
        one.close()
    if desk is None:
        scratch = tempfile.mkdtemp(prefix="autograder-task-")
        os.chmod(scratch, 0o711)  # a worker that is another user goes through it
        return _Desk(scratch)
    if desk.rest is not None:
        desk.rest.cancel()
    for slot in [slot for slot in desk.staff if slot.lost(seconds=float("inf"))]:
        slot.end()  # it ended while nobody needed it, which is no loss to the next one
        desk.staff.remove(slot)
    return desk


def _given_back(key: str, desk: _Desk) -> None:
    desk.rest = threading.Timer(IDLE_SECONDS, _rest, [desk])
    desk.rest.daemon = True
    with _lock:
        _free.setdefault(key, []).append(desk)
        desk.rest.start()


def _rest(desk: _Desk) -> None:
    with _lock:
        if not _forget(desk):
            return  # a task has just taken it
    desk.close()


def _forget(desk: _Desk) -> bool:
    for key in [key for key, desks in _free.items() if desk in desks]:
        _free[key] = [one for one in _free[key] if one is not desk]
        if not _free[key]:
            del _free[key]
        return True
    return False


def close() -> None:
    """End all processes that wait here for a task."""
    with _lock:
        desks = [desk for kept in _free.values() for desk in kept]
        _free.clear()
    for one in desks:
        if one.rest is not None:
            one.rest.cancel()
        one.close()
