"""A folder to collect into, and archives as the three systems write them."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from autograder.classroom.handed_in import Class, read_class
from autograder.cli import main

#: Some text that passes for a notebook until somebody grades it.
NOTEBOOK = b'{"cells": [], "nbformat": 4}'


class Taken:
    """A folder of submissions that a test collects into.

    Parameters
    ----------
    folder : Path
    said : callable
        Gives what was printed since.
    """

    def __init__(self, folder: Path, said: Callable[[], tuple[str, str]]) -> None:
        self.folder = folder
        self.submitted = folder / "submitted"
        self.out = self.err = ""
        self._said = said

    def __call__(self, *words: object, code: int = 0) -> None:
        """Collect, and see that it ends with this status."""
        self._said()
        wanted = ["collect", *map(str, words), "-a", "scalar", "-o", str(self.submitted)]
        status = main(wanted)
        self.out, self.err = self._said()
        assert status == code, self.out + self.err

    @property
    def known(self) -> Class:
        """The class, as it is written down."""
        found = read_class(self.submitted)
        assert found is not None
        return found

    @property
    def files(self) -> dict[str, bytes]:
        """Every notebook that lies there, by its place."""
        paths = sorted(self.submitted.rglob("*.ipynb"))
        return {str(one.relative_to(self.submitted)): one.read_bytes() for one in paths}

    def rows(self) -> list[dict[str, str]]:
        """The list of what came in."""
        with (self.submitted / "came-in.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def done(self) -> dict[str, str]:
        """What was done with each file."""
        rows = self.rows()
        found = {row["member"]: row["done"] for row in rows}
        assert len(found) == len(rows)
        return found

    def roster(self, *lines: str) -> Path:
        """Write a roster."""
        path = self.folder / "roster.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def notebooks(count: int) -> Sequence[bytes]:
    """Give different files that pass for notebooks."""
    return [NOTEBOOK + b" " * number for number in range(count)]


Files = Mapping[str, bytes]


def zipped(path: Path, files: Files) -> Path:
    """Write a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def of_gradescope(
    path: Path, submissions: Mapping[str, tuple[list[dict[str, str]], str, Files]]
) -> Path:
    """Write what *Export Submissions* gives: folders, and whose they are as Ruby writes YAML."""
    lines, files = ["---"], {}
    for folder, (submitters, created, own) in submissions.items():
        lines += [f"{folder}:", "  :submitters:"]
        for one in submitters:
            (first, *rest) = [f":{key}: {value}" for key, value in one.items()]
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
        lines += [f"  :created_at: {created}", "  :score: 0.0", "  :status: processed"]
        lines += [
            "  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess",
            "    tests: []",
        ]
        lines += ["  :history:", "  - :id: 5", "    :created_at: 2026-11-01 10:00:00.000000000 Z"]
        files |= {f"assignment_9100_export/{folder}/{name}": data for name, data in own.items()}
    metadata = "\n".join(lines).encode() + b"\n"
    return zipped(path, {"assignment_9100_export/submission_metadata.yml": metadata, **files})
