"""How far submissions are kept apart on this machine: tried, named, and put into words.

A *promise* is something a submission cannot do. It counts as kept if a worker of the same kind
tried to break it in every way that `attempts` knows, and failed; the *level* follows from the
promises.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from autograder.errors import UsageError
from autograder.language import template

#: What a submission cannot do where a promise is kept, for the end of "a submission ...".
PROMISES = {
    "limited-time": "ends when its time is over, also if it ignores that",
    "limited-memory": "cannot fill the memory",
    "limited-files": "cannot write large files, or open many",
    "reads-no-files": "reads no files but Python's own: no solutions, no hidden checks, no grades",
    "writes-no-files": "writes no files but in a folder of its own that is thrown away",
    "changes-no-files": "renames, links and removes no files, and changes no permissions",
    "starts-no-processes": "starts no other program and leaves nothing running",
    "sends-no-signals": "stops and kills no other process",
    "sees-no-processes": "looks into no other process: not the grader, not a classmate's",
    "reaches-no-network": "speaks to nobody, on this machine or beyond",
    "shares-nothing": "passes nothing on to another submission",
    "gains-no-rights": "gets no more rights than it was given",
}

#: Promises about limits alone.
_LIMITS = ("limited-time", "limited-memory", "limited-files")

#: What must hold besides: layers that a worker reports before it runs anything.
LAYERS = frozenset(
    {
        *("landlock", "seccomp", "one-thread", "capabilities", "no-new-privileges"),
        *("not-inspectable", "ends-with-grader", "memory", "cpu-time", "file-size", "open-files"),
    }
)

#: The name of each level.
NAMES = {
    0: template("a process of its own"),
    1: template("a process of its own with limits"),
    2: template("confined"),
    3: template("confined, with a view of the machine of its own"),
}

#: Below this level nothing is graded unless somebody says so.
ENOUGH = 2


class Asked(Protocol):
    """A worker, as far as it is tried here."""

    def request(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer a request."""
        ...


def tried(worker: Asked, *, engine_offered: bool = False) -> dict[str, list[str]]:
    """Have a worker try everything; give what went through, by promise.

    Parameters
    ----------
    worker : Asked
    engine_offered : bool
        Whether it may read adlearn. Of our own code it tries to read the grader's then.

    Returns
    -------
    dict
        Promise to the attempts that were not stopped. Under ``"works"``, what an honest submission
        needs and did not get.
    """
    source = Path(__file__).with_name("attempts.py").read_text(encoding="utf-8")
    with _canaries(engine_offered) as canaries:
        given = {"d": [[key, value] for key, value in canaries.items()]}
        reply = worker.request({"op": "run", "source": source, "args": [given]})
        touched = _touched(canaries)
    if not reply["ok"]:
        said = f"{reply['error']['type']}: {reply['error']['message']}"
        return {"works": [said]} | {name: ["not tried"] for name in PROMISES}
    through = {str(key): list(value) for key, value in reply["value"].items()}
    if touched:
        through["writes-no-files"].append(touched)
    return through


@contextmanager
def _canaries(engine_offered: bool) -> Iterator[dict[str, Any]]:
    """Put up what a submission must not reach."""
    import numpy as np

    import adlearn

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="autograder-canary-"))
        os.chmod(folder, 0o777)  # permissions alone must not be what protects it
        file = Path(folder, "canary.txt")
        file.write_text("canary")
        os.chmod(file, 0o666)
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        local = stack.enter_context(socket.socket(socket.AF_UNIX))
        path = str(Path(folder, "socket"))
        try:
            local.bind(path)
            local.listen()
        except OSError:  # where temporary files lie deep; the other two are tried all the same
            Path(path).touch()
        abstract = "autograder-" + secrets.token_hex(8)
        hidden = stack.enter_context(socket.socket(socket.AF_UNIX))
        with contextlib.suppress(OSError):  # Linux alone has such names
            hidden.bind("\0" + abstract)
            hidden.listen()
        yield {
            "file": str(file),
            "folder": folder,
            "port": listening.getsockname()[1],
            "socket": path,
            "abstract": abstract,
            "grader": os.getpid(),
            "library": str(np.__file__),
            "ours": str(Path(__file__) if engine_offered else adlearn.__file__),
        }


def _touched(canaries: Mapping[str, Any]) -> str:
    folder, file = Path(canaries["folder"]), Path(canaries["file"])
    there = sorted(path.name for path in folder.iterdir())
    if there != ["canary.txt", "socket"]:
        return f"the folder holds {', '.join(there)}"
    return "" if file.read_text() == "canary" else "the file was changed"


def isolation(through: Mapping[str, Collection[str]], layers: Collection[str]) -> dict[str, Any]:
    """Put together what a report says of how far its submission was kept apart.

    Parameters
    ----------
    through : mapping
        As `tried` gives it.
    layers : collection of str
        What took hold in the worker.

    Returns
    -------
    dict
        ``level``, ``name``, ``verified`` and ``missing`` (promises), ``layers``.

    Examples
    --------
    >>> held = isolation({promise: [] for promise in PROMISES}, LAYERS)
    >>> held["level"], held["missing"]
    (2, [])
    """
    verified = [name for name in PROMISES if not through.get(name, ["not tried"])]
    missing = [name for name in PROMISES if name not in verified]
    missing += sorted(LAYERS - set(layers))
    level = 0
    if set(_LIMITS) <= set(verified):
        level = 1
    if not missing:
        level = 3 if "namespaces" in layers else 2
    return {
        "level": level,
        "name": NAMES[level],
        "verified": verified,
        "missing": missing,
        "layers": list(layers),
    }


def in_words(isolation: Mapping[str, Any]) -> str:
    """Say in a line how far submissions were kept apart.

    Examples
    --------
    >>> in_words(isolation({promise: [] for promise in PROMISES}, LAYERS))
    'Submissions were confined (level 2 of 3; tried and kept: 12 of 12 promises).'
    """
    verified = isolation.get("verified", [])
    kept = f"tried and kept: {len(verified)} of {len(PROMISES)} promises"
    text = f"Submissions were {isolation.get('name', NAMES[0])}"
    text = text.replace("were a process", "were each in a process")
    return f"{text} (level {isolation.get('level', 0)} of {max(NAMES)}; {kept})."


#: Below which no worker of this process starts; see `demand`.
_demanded = 0


def demand(level: int) -> None:
    """Have every worker of this process refuse to start below a level."""
    global _demanded
    _demanded = level


def demanded() -> int:
    """Give the level below which no worker starts."""
    return _demanded


def require(isolation: Mapping[str, Any], allow_weak: bool) -> None:
    """Refuse to grade strangers' code where nothing much keeps it apart.

    Raises
    ------
    UsageError
        If the level is below `ENOUGH` and nobody allowed that.
    """
    if isolation["level"] >= ENOUGH or allow_weak:
        return
    missing = "; ".join(PROMISES.get(name, name) for name in isolation["missing"])
    raise UsageError(
        f"on this machine submissions run in {isolation['name']} and no more. Not certain here: "
        f"that a submission {missing}. Grade on Linux 5.13 or newer (a container will do), see "
        "`autograder doctor`; or, for code that you trust, add --allow-weak-isolation."
    )
