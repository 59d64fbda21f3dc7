"""How submitted files are made: notebooks with an attack's cells, and files that are none."""

from __future__ import annotations

import copy
import functools
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attacking.attack import Attack
from attacking.canaries import ROOT, Files


@functools.cache
def _bases() -> dict[str, str]:
    from autograder.build import answered_notebook, release_notebook
    from autograder.pack import load_assignment

    assignment = load_assignment(ROOT / "assignments" / "scalar")
    made = {"stubs": release_notebook(assignment), "right": answered_notebook(assignment)}
    return {name: json.dumps(notebook) for name, notebook in made.items()}


def bases() -> dict[str, Any]:
    """Give the released notebook, and the one with right answers: no canary is in them."""
    return {name: json.loads(text) for name, text in _bases().items()}


def hand_in(files: Files, made: Mapping[str, Any], attack: Attack, tools: str, name: str) -> Path:
    """Write an attack's submission and give its path."""
    if attack.base == "none":
        return FILES[attack.file](files, made, name)
    notebook = copy.deepcopy(made[attack.base])
    ids = [cell["id"] for cell in notebook["cells"]]
    place = ids.index(attack.after) + 1
    own = [tools, *attack.cells] if attack.cells else []
    notebook["cells"][place:place] = [_own(number, text) for number, text in enumerate(own)]
    for cell in notebook["cells"]:
        if cell["id"] in attack.answers:
            cell["source"] = attack.answers[cell["id"]]
    if attack.file:
        return FILES[attack.file](files, {**made, attack.base: notebook}, name)
    return files.hand_in(name, json.dumps(notebook).encode())


def _own(number: int, text: str) -> dict[str, Any]:
    return {
        "id": f"hostile-{number}",
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": text,
    }


def _dumped(files: Files, name: str, notebook: Any) -> Path:
    return files.hand_in(name, json.dumps(notebook).encode())


def _link(files: Files, made: Mapping[str, Any], name: str) -> Path:
    """A link to somebody's right answers."""
    target = files.folder / "inbox" / f"right-{name}"
    target.write_bytes(json.dumps(made["right"]).encode())
    path = files.folder / "inbox" / name
    path.symlink_to(target)
    return path


def _link_to_secret(files: Files, made: Mapping[str, Any], name: str) -> Path:
    path = files.folder / "inbox" / name
    path.symlink_to(files.places["secret"])
    return path


def _loop(files: Files, made: Mapping[str, Any], name: str) -> Path:
    path = files.folder / "inbox" / name
    path.symlink_to(path)
    return path


def _fifo(files: Files, made: Mapping[str, Any], name: str) -> Path:
    path = files.folder / "inbox" / name
    os.mkfifo(path)
    return path


def _device(files: Files, made: Mapping[str, Any], name: str) -> Path:
    path = files.folder / "inbox" / name
    path.symlink_to("/dev/zero")
    return path


def _folder(files: Files, made: Mapping[str, Any], name: str) -> Path:
    path = files.folder / "inbox" / name
    path.mkdir()
    return path


def _large_metadata(files: Files, made: Mapping[str, Any], name: str) -> Path:
    notebook = copy.deepcopy(made["right"])
    notebook["metadata"]["more"] = "x" * (5 << 20)
    for cell in notebook["cells"]:
        cell["metadata"]["more"] = ["y" * 100] * 100
    return _dumped(files, name, notebook)


def _large_name(files: Files, made: Mapping[str, Any], name: str) -> Path:
    """A cell of one's own called by five megabytes."""
    notebook = copy.deepcopy(made["right"])
    extra = _own(9, "1 / 0")
    extra["metadata"] = {"nbgrader": {"grade_id": "q" * (5 << 20), "points": 100, "grade": True}}
    notebook["cells"].append(extra)
    return _dumped(files, name, notebook)


def _metadata_of_points(files: Files, made: Mapping[str, Any], name: str) -> Path:
    """Every cell says it is worth a hundred points, is no answer, and was graded."""
    notebook = copy.deepcopy(made["stubs"])
    for cell in notebook["cells"]:
        told = cell["metadata"].get("nbgrader")
        if told:
            told.update(points=100, score=100, grade=True, solution=False, locked=True, task=True)
            told.update(manual_score=100, auto_score=100, extra_credit=100)
        cell["metadata"]["adlearn"] = {"role": "points", "points": 100, "verdict": "passed"}
    notebook["metadata"].update(points=100, limits={"cpu_seconds": 9999}, packages=["adlearn"])
    return _dumped(files, name, notebook)


def _other_ids(files: Files, made: Mapping[str, Any], name: str) -> Path:
    """Checks called by the names of the assignment's own cells, and answers called by theirs."""
    notebook = copy.deepcopy(made["stubs"])
    for cell in notebook["cells"]:
        told = cell["metadata"].get("nbgrader", {})
        if told.get("grade_id", "").endswith("-answer"):
            told["grade_id"] = told["grade_id"].removesuffix("-answer")
    return _dumped(files, name, notebook)


def _of_another_assignment(files: Files, made: Mapping[str, Any], name: str) -> Path:
    notebook = copy.deepcopy(made["right"])
    notebook["cells"] = [_own(n, f"task_{n} = {n}") for n in range(5)]
    for n, cell in enumerate(notebook["cells"]):
        cell["metadata"] = {"nbgrader": {"grade_id": f"algebra-{n}", "grade": True, "points": 5}}
    return _dumped(files, name, notebook)


def _deep(files: Files, made: Mapping[str, Any], name: str) -> Path:
    return files.hand_in(name, b'{"nbformat": 4, "cells": ' + b"[" * 900_000)


def _digits(files: Files, made: Mapping[str, Any], name: str) -> Path:
    return files.hand_in(name, b'{"nbformat": 4, "cells": [], "n": ' + b"9" * 2_000_000 + b"}")


def _odd_types(files: Files, made: Mapping[str, Any], name: str) -> Path:
    notebook = copy.deepcopy(made["stubs"])
    odd: list[Any] = [None, 7, "x", [], {"source": {"a": 1}}, {"cell_type": ["code"], "source": 3}]
    odd += [{"cell_type": "code", "source": [1, None, "x = 1"], "metadata": [1]}]
    odd += [{"cell_type": "code", "source": "1", "metadata": {"nbgrader": {"grade_id": {"a": 1}}}}]
    notebook["cells"] += odd
    return _dumped(files, name, notebook)


def _surrogates(files: Files, made: Mapping[str, Any], name: str) -> Path:
    notebook = copy.deepcopy(made["right"])
    notebook["cells"].append(_own(9, "x = '\ud800\udfff\u202e\u0000\u001b[31m'"))
    return _dumped(files, name, notebook)


def _twice(files: Files, made: Mapping[str, Any], name: str) -> Path:
    """Each answer twice, the stub first: whichever counts, it is one of the student's own."""
    notebook = copy.deepcopy(made["stubs"])
    again = [c for c in copy.deepcopy(notebook["cells"]) if c["id"].endswith("-answer")]
    notebook["cells"] += again
    return _dumped(files, name, notebook)


FILES = {
    "a link to right answers": _link,
    "a link to a file that is none of theirs": _link_to_secret,
    "a link to itself": _loop,
    "a FIFO": _fifo,
    "a link to a device": _device,
    "a folder": _folder,
    "5 MB of metadata": _large_metadata,
    "a cell with a name of 5 MB": _large_name,
    "points in metadata": _metadata_of_points,
    "cells under other names": _other_ids,
    "cells of another assignment": _of_another_assignment,
    "brackets 900,000 deep": _deep,
    "a number of two million digits": _digits,
    "cells of odd types": _odd_types,
    "half characters": _surrogates,
    "every answer twice": _twice,
}
