"""An outer boundary by name: the prepared parent, and so every worker, runs inside of it.

What is built in does not need one. Who wants two boundaries, of which one is somebody else's, names
it in the environment: ``AUTOGRADER_RUNNER=bwrap autograder grade ...``. The parent's socket and the
workers' pipes pass through as open descriptors.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

from autograder.errors import UsageError

#: The environment variable that names the runner.
VARIABLE = "AUTOGRADER_RUNNER"


def _bubblewrap(folder: str) -> list[str]:
    # The machine is there to read; what may be read of it, the worker's own boundary says.
    view = ["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--bind", folder, folder]
    return ["bwrap", *view, "--unshare-all", "--new-session", "--"]


_RUNNERS: dict[str, Callable[[str], list[str]]] = {"bwrap": _bubblewrap}


def chosen() -> str:
    """Give the name of the runner that the environment asks for; empty for none.

    Raises
    ------
    UsageError
        If there is none of that name, or it is not installed.
    """
    name = os.environ.get(VARIABLE, "")
    if not name:
        return ""
    if name not in _RUNNERS:
        raise UsageError(
            f"{VARIABLE}={name}: there is no runner of that name. It may be "
            f"{' or '.join(sorted(_RUNNERS))}, or empty. In a container of Docker or podman, run "
            "the whole grader: the boundary built in works there."
        )
    if shutil.which(name) is None:
        raise UsageError(f"{VARIABLE}={name}: that program is not installed. Install it first.")
    return name


def prefix(name: str, folder: str) -> list[str]:
    """Give the command that a program is started by.

    Parameters
    ----------
    name : str
        A runner, or empty.
    folder : str
        The folder that can be written to.

    Examples
    --------
    >>> prefix("", "/tmp/x"), prefix("bwrap", "/tmp/x")[0]
    ([], 'bwrap')
    """
    return _RUNNERS[name](folder) if name else []
