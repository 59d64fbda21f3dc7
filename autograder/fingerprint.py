"""What a result depends on, as hashes: a result counts as long as they are what they were.

The key of a result is one hash over the submitted bytes, the assignment's files, the grader's
source, the limits and the seed. Beside it stand the parts, so that one question can be asked anew
while the results of the others stay.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from autograder.pack import Assignment
from autograder.report import versions
from autograder.settings import limits_of, tolerances_of

#: What grading does not read of a pack: its banks, what was recorded of them, and words to people.
_NOT_READ = ("wrong", "right", "selftest.json", "equivalent.toml", "hints.toml", "README.md")


@dataclass(frozen=True, slots=True)
class Basis:
    """Everything that the results of one batch depend on, besides the submissions.

    Parameters
    ----------
    grader : str
        Hash of the source of the grader and of the engine, with the versions of what they use.
    policy : str
        Hash of limits and tolerances.
    questions : dict
        Question to the hash of the assignment's files without those that only other questions use.
    seed : int
    """

    grader: str
    policy: str
    questions: Mapping[str, str]
    seed: int

    def key(self, sha256: str) -> str:
        """Give the key of the result of a file with that hash."""
        return _hashed({"submission": sha256, **asdict(self)})

    def to_data(self) -> dict[str, Any]:
        """Give it as JSON-able data, to stand in a result."""
        return asdict(self)

    def differs(self, data: Any, question: str) -> bool:
        """Say whether a result's basis differs in more than what one question asks."""
        ours = self.to_data()
        if not isinstance(data, dict) or data.keys() != ours.keys():
            return True
        theirs = data["questions"]
        if not isinstance(theirs, dict) or theirs.keys() != self.questions.keys():
            return True
        same = all(data[name] == ours[name] for name in ("grader", "policy", "seed"))
        others = (name for name in self.questions if name != question)
        return not (same and all(theirs[name] == self.questions[name] for name in others))


def basis_of(assignment: Assignment, seed: int) -> Basis:
    """Give what results of an assignment depend on now."""
    settings = {
        "limits": asdict(limits_of(assignment.limits)),
        "tolerances": asdict(tolerances_of(assignment.tolerances)),
        "packages": list(assignment.packages),
        "language": assignment.language,
        "tables": [
            _of_file(path)
            for folder in assignment.table_folders
            if (path := folder / f"{assignment.language}.mo").is_file()
        ],
    }
    return Basis(grader_version(), _hashed(settings), _by_question(assignment), seed)


@cache
def grader_version() -> str:
    """Give the hash of the installed grader and engine; worked out once in a process.

    Contents and not version numbers: whoever mends a check in a clone wants it to count.
    """
    return _hashed({"files": _source(), "versions": versions(), "machine": platform.machine()})


def grader_parts() -> dict[str, str]:
    """Give what `grader_version` is made of, each with a name for people.

    Two machines whose parts are the same give a submission the same verdicts.
    """
    source = {"source of autograder and adlearn": _hashed(_source())[:12]}
    return {**source, **versions(), "machine": platform.machine()}


@cache
def _source() -> dict[str, str]:
    """Give each file of the installed grader and engine its hash."""
    files = {}
    for package in ("autograder", "adlearn"):
        spec = find_spec(package)
        for folder in map(Path, (spec and spec.submodule_search_locations) or ()):
            for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.mo")]):
                files[f"{package}/{path.relative_to(folder).as_posix()}"] = _of_file(path)
    return files


def _by_question(assignment: Assignment) -> dict[str, str]:
    """Give each question the hash of the files that its verdicts may depend on."""
    files: dict[str, str] = {}
    of: dict[str, str] = {}
    for name, path in files_read(assignment).items():
        files[name] = _of_file(path)
        if name.startswith("checks/") and path.stem in assignment.questions:
            of[name] = path.stem
    found = {
        question: {n: h for n, h in files.items() if of.get(n, question) == question}
        for question in assignment.questions
    }
    if assignment.edition is not None and assignment.edition.cuts:
        cells = [cell.id for cell in assignment.cells]
        for question, named in found.items():
            worth = assignment.points_of(question)
            named["edition"] = _hashed({"cells": cells, "worth": worth})
    return {question: _hashed(named) for question, named in found.items()}


def files_read(assignment: Assignment) -> dict[str, Path]:
    """Give the files of a pack that grading may read: its name below the folder, and its path."""
    files: dict[str, Path] = {}
    for path in sorted(assignment.folder.rglob("*")):
        parts = path.relative_to(assignment.folder).parts
        made_by_python = any(part == "__pycache__" or part[0] == "." for part in parts)
        if parts[0] not in _NOT_READ and not made_by_python and path.is_file():
            files["/".join(parts)] = path
    return files


def _of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _hashed(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
