"""Workers of one kind: the same packages, the same way of coming to be, tried once and for all.

A family first tries the strongest way; where it does not work on this machine, the next. What holds
is found out by a worker that tries to break it (`autograder.sandbox.levels`).
"""

from __future__ import annotations

import atexit
import importlib.util
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any

from autograder.sandbox import runners
from autograder.sandbox.child_process import ChildProcess
from autograder.sandbox.errors import MachineError
from autograder.sandbox.new_process import NewProcess
from autograder.sandbox.nursery import Nursery, ParentLost
from autograder.sandbox.packages import engine_modules, locate, offered_parts, offers_engine

#: Ways of making workers, strongest first: whether they are in namespaces, and another user than
#: root. None stands for a new process each.
WAYS: tuple[dict[str, bool] | None, ...] = (
    {"namespaces": True, "drop_user": True},
    {"namespaces": False, "drop_user": True},
    {"namespaces": False, "drop_user": False},
    None,
)


#: How many prepared parents in a row may be lost for one worker.
_LOSSES = 3


class Family:
    """Makes workers' processes, and keeps what was found out about them.

    Parameters
    ----------
    packages : sequence of str
        What submissions may import.
    imports : sequence of str
        Modules that are worth loading before a worker is forked, besides what of
        adlearn is offered.

    Raises
    ------
    UsageError
        If the environment names a runner that is not there.
    """

    def __init__(self, packages: Sequence[str], imports: Sequence[str] = ()) -> None:
        engine = importlib.util.find_spec("adlearn")
        folders = engine and engine.submodule_search_locations
        #: What a worker, or the parent of many, is told first.
        self.start: dict[str, Any] = {
            "packages": locate(packages),
            "engine": next(iter(folders or ()), None),
            "parts": offered_parts(packages),
        }
        self.lock = threading.RLock()
        #: What its workers could do that they should not; None before one has tried.
        self.through: dict[str, list[str]] | None = None
        #: What held in the worker that tried, and must hold in every other.
        self.layers: list[str] = []
        #: Whether its workers may read and import the whole of adlearn.
        self.offers_engine = offers_engine(packages)
        self._imports = [*engine_modules(packages), *imports]
        self._nursery: Nursery | None = None
        self._runner = runners.chosen()
        forks = sys.platform.startswith("linux") and hasattr(os, "pidfd_open")
        self._ways = list(WAYS if forks else WAYS[-1:])

    def process(self) -> ChildProcess:
        """Give a new worker's process, which waits for its first message.

        Raises
        ------
        MachineError
            If no process can be made in the way that was tried before.
        """
        with self.lock:
            losses = 0
            while self._ways[0] is not None:
                try:
                    if self._nursery is None:
                        self._nursery = self._prepared()
                    return self._nursery.fork()
                except ParentLost as loss:
                    started = self._nursery is not None
                    self.close()
                    losses += 1
                    # What workers were tried with is what all others get.
                    if started or self.through is not None:
                        if losses == _LOSSES:
                            raise MachineError(f"No worker could be started: {loss}") from loss
                    elif losses == _LOSSES:  # it is no accident that no parent comes up
                        self._give_up_way()
                        losses = 0
            try:
                return NewProcess()
            except OSError as error:
                raise MachineError(
                    f"No worker could be started: {error}. Check that this user may run "
                    f"{sys.executable} and write to the folder for temporary files."
                ) from error

    def _give_up_way(self) -> None:
        if self._runner and len(self._ways) == 2:
            raise MachineError(
                f"No worker could be started by {self._runner}. Try it alone, for example "
                f"`{self._runner} --version`, or grade without {runners.VARIABLE}."
            )
        del self._ways[0]

    def _prepared(self) -> Nursery:
        assert self._ways[0] is not None
        start = {**self.start, "imports": self._imports}
        nursery = Nursery(start, **self._ways[0], runner=self._runner)
        if self._ways[0]["namespaces"] and not nursery.namespaces:
            if self.through is not None:
                nursery.close()
                raise ParentLost("It has no namespaces of its own this time.")
            del self._ways[0]  # it runs as the next way would
        return nursery

    def weaker(self) -> bool:
        """Go on to the next way, since this one is too narrow here; say whether there is one."""
        with self.lock:
            self.close()
            if len(self._ways) == 1:
                return False
            del self._ways[0]
            return True

    def close(self) -> None:
        """End the prepared parent, if one runs, and every worker that it forked."""
        with self.lock:
            nursery, self._nursery = self._nursery, None
            if nursery is not None:
                nursery.close()

    @property
    def parent(self) -> int | None:
        """The process number of the prepared parent, if one runs."""
        return None if self._nursery is None else self._nursery.pid


_families: dict[tuple[Any, ...], Family] = {}
_lock = threading.Lock()


def family(packages: Sequence[str], imports: Sequence[str] = ()) -> Family:
    """Give the family with these packages, the same one whenever a process asks."""
    key = (os.getpid(), tuple(packages), tuple(imports))
    with _lock:
        if key not in _families:
            _families[key] = Family(packages, imports)
        return _families[key]


def parents() -> set[int]:
    """Give the process numbers of all prepared parents that run."""
    mine = [one for (process, *_), one in _families.items() if process == os.getpid()]
    return {one.parent for one in mine if one.parent is not None}


def close_all() -> None:
    """End every prepared parent of this process, and its workers; they start again when asked."""
    for (process, *_), one in list(_families.items()):
        if process == os.getpid():
            one.close()


atexit.register(close_all)
