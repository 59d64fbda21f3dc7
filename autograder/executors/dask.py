"""A Dask cluster as an executor: its scheduler decides who does what, and repeats a lost task."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from adlearn.installed import remedy
from autograder import names
from autograder.errors import UsageError
from autograder.executors.driving import Future

#: How long a scheduler may take to answer at first.
CONNECT_SECONDS = 15.0

#: How often the cluster is asked who its workers are: they come and go.
LOOK_SECONDS = 2.0

#: How many tasks are handed out at least: a cluster that grows by itself grows by what waits.
LEAST_AHEAD = 32


class Dask:
    """The workers of a Dask cluster.

    Parameters
    ----------
    client : distributed.Client
        Connected to its scheduler.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._where = names.plain(str(client.scheduler.address))
        self._left_out: set[str] = set()
        self._threads: dict[str, int] = {}
        self._looked = 0.0

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future:
        """Take a task."""
        allowed = {"workers": list(self._allowed())} if self._left_out else {}
        # Not pure: the same submission, asked twice, is two tasks.
        future: Future = self._client.submit(grade_there, fn, *args, pure=False, **allowed)
        return future

    def window(self) -> int:
        """Give twice as many tasks as are done at a time: who is ready finds the next one there."""
        return max(LEAST_AHEAD, 2 * sum(self._allowed().values()))

    def leave_out(self, worker: str) -> bool:
        """Give a worker no more tasks."""
        self._left_out.add(worker)
        self._looked = 0.0
        return bool(self._allowed())

    def trouble(self) -> str:
        """Say that the scheduler is gone, if it is."""
        if self._client.status == "running":
            return ""
        return (
            f"the Dask scheduler at {self._where} cannot be reached any more. Start it again, with "
            "its workers."
        )

    def waiting(self) -> str:
        """Say that there is no worker, if there is none."""
        if self._allowed():
            return ""
        return (
            f"the Dask scheduler at {self._where} has no worker: waiting for one to join. Ctrl-C "
            "stops."
        )

    def _allowed(self) -> dict[str, int]:
        """Give the workers that may be asked, and how many tasks each does at a time."""
        if time.monotonic() - self._looked > LOOK_SECONDS and not self.trouble():
            with contextlib.suppress(OSError, TimeoutError):  # which its status will say
                self._threads = dict(self._client.nthreads())
                self._looked = time.monotonic()
        return {one: n for one, n in self._threads.items() if one not in self._left_out}


def grade_there(fn: Callable[..., dict[str, Any]], *args: Any) -> dict[str, Any]:
    """Do a task in a worker, and say which one it is."""
    from distributed import get_worker

    return {**fn(*args), "worker": names.plain(str(get_worker().address))}


def _address_in(file: str) -> str:
    try:
        with open(file, encoding="utf-8") as text:
            return str(json.load(text)["address"])
    except OSError as error:
        problem = f"this scheduler file cannot be read ({error.strerror})"
    except (ValueError, KeyError, TypeError):
        problem = "this is not a scheduler file"
    raise UsageError(
        f"--dask {names.shown(file)}: {problem}. Is the scheduler started, with --scheduler-file "
        "and this path?"
    )


@contextlib.contextmanager
def connected(scheduler: str) -> Iterator[Dask]:
    """Connect to a scheduler, and leave it as it is in the end.

    Parameters
    ----------
    scheduler : str
        Its address, such as ``tcp://10.0.0.1:8786``, or the path of a scheduler file.

    Raises
    ------
    UsageError
        If Dask is not installed, or there is no such scheduler.
    """
    try:
        from distributed import Client, Security
    except ImportError as error:
        raise UsageError(f"--dask needs Dask's distributed: {remedy('dask')}") from error
    is_file = scheduler.endswith(".json") or os.path.exists(scheduler)
    address = _address_in(scheduler) if is_file else scheduler
    if address.startswith("tls:") and not Security().get_connection_args("client")["ssl_context"]:
        raise UsageError(
            f"--dask {names.shown(scheduler)}: {names.shown(address)} wants certificates, and "
            "Dask's settings name none. Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, ..__CLIENT__CERT "
            "and ..__CLIENT__KEY."
        )
    # What it logs of a lost connection is said in one line of ours.
    log = logging.getLogger("distributed")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            said = names.plain(str(error))[:300].rstrip(".")
            raise UsageError(
                f"--dask {names.shown(scheduler)}: the scheduler cannot be reached ({said}). Is it "
                "started, and the address right? It looks like tcp://10.0.0.1:8786."
            ) from error
        try:
            yield Dask(client)
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=5)
    finally:
        log.setLevel(level)
