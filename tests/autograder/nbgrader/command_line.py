"""nbgrader's own commands, given as a person gives them, and heeding no settings of theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 900  # only a machine in trouble needs this long


def environment_of(where: Path) -> dict[str, str]:
    """Give an environment in which Jupyter keeps everything in a folder, and finds this package."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("JUPYTER")}
    own = where / ".jupyter"
    return {
        **kept,
        "IPYTHONDIR": str(own / "ipython"),
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }


def run_nbgrader(where: Path, *words: str, code: int | None = 0, **environment: str) -> str:
    """Run a command in a folder, and give what it says.

    It has to end with `code`, unless that is None. `environment` is added to that of the folder.
    """
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *words],
        cwd=where,
        env={**environment_of(where), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    assert code is None or done.returncode == code, done.stdout[-4000:]
    return done.stdout
