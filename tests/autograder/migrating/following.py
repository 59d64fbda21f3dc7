"""Somebody who follows a list to the letter: what each step says is done, and nothing else."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from tests.autograder.nbgrader.command_line import SECONDS, environment_of

#: Runs nbgrader's commands one after another: importing it takes longer than most of them.
_COMMANDS = """
import json, sys
from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp

for words in json.loads(sys.argv[1]):
    app = NbGraderApp()
    app.initialize(words)
    try:
        app.start()
    except NoStart:  # it has started the command
        pass
    except SystemExit as end:
        if end.code:
            raise
    type(app.subapp).clear_instance()
"""


def run_commands(where: Path, commands: Sequence[Sequence[str]]) -> None:
    """Give several commands of nbgrader in a folder; each has to end well."""
    done = subprocess.run(
        [sys.executable, "-c", _COMMANDS, json.dumps(commands)],
        cwd=where,
        env=environment_of(where),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout[-4000:]


def follow(notebook: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Do what the list says, from the last line to the first, so that numbers stay right."""
    made = copy.deepcopy(notebook)
    cells = made["cells"]
    for line in reversed(told["cells"]):
        for step in line["steps"]:
            place = step["cell"]  # from 1, as people count; a new cell comes after it
            if step["do"] == "insert":
                cells.insert(place, _cell(step["kind"], step["value"], step["text"]))
            elif step["do"] == "remove":
                del cells[place - 1]
            elif step["do"] == "metadata":
                cells[place - 1]["metadata"][step["key"]] = step["value"]
            elif step["do"] == "text":
                cells[place - 1]["source"] = step["text"]
            elif step["do"] == "kind":
                cells[place - 1]["cell_type"] = step["kind"]
            else:
                raise AssertionError(f"nobody knows how to {step['do']}")
    return made


def _cell(kind: str, metadata: dict[str, Any], text: str) -> dict[str, Any]:
    code = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "metadata": metadata, "source": text, **code}


def make_pack(notebook: dict[str, Any], told: dict[str, Any], folder: Path) -> Path:
    """Make the folder of the assignment, with the notebook in its text form."""
    for name, text in told["files"].items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    cells = nbformat.v4.reads(json.dumps(notebook))
    (folder / "notebook.py").write_text(jupytext.writes(cells, fmt="py:percent"))
    return folder
