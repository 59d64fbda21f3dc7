"""A disk that is full in the middle of an export: one line, and nothing is there by half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

#: Runs the command where no file may become larger than its first word says, in bytes.
LIMITED = """
import resource, sys
limit = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from autograder.cli import main
sys.exit(main(sys.argv[2:]))
"""


def report(
    environment: dict[str, str], limit: int, *words: str
) -> subprocess.CompletedProcess[str]:
    """Run `report` with a limit that the system keeps as it keeps a full disk."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "report", *words],
        env=environment,
        capture_output=True,
        text=True,
    )


def everything(folder: Path) -> dict[str, bytes]:
    """Read all that is below a folder, hidden files too."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("kind", ["html", "md", "feedback-json"])
def test_pages_are_there_all_or_none(
    kind: str, results: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    """Some of them would fit, and none of them is written; those that were there stay."""
    pages = tmp_path / "pages"
    words = (str(results), "--format", kind, "-o", str(pages))
    assert report(child_environment, 2**30, *words).returncode == 0
    before = everything(pages)
    sizes = sorted(len(data) for name, data in before.items() if not name.startswith("."))
    limit = sizes[-1] - 1
    assert sizes[0] <= limit
    for path in pages.iterdir():
        if not path.name.startswith("."):
            path.write_bytes(b"before")
    kept = everything(pages)
    done = report(child_environment, limit, *words)
    assert done.returncode == 2
    (line,) = [one for one in done.stderr.splitlines() if one.startswith("autograder: ")]
    assert f"{pages}: pages cannot be written here (File too large)" in line
    assert everything(pages) == kept and not list(pages.glob(".writing-*"))
    assert report(child_environment, 2**30, *words).returncode == 0
    assert everything(pages) == before


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "questions", "junit"])
def test_a_table_is_there_whole_or_not_at_all(
    kind: str, results: Path, tmp_path: Path, child_environment: dict[str, str]
) -> None:
    path = tmp_path / "table"
    words = (str(results), "--format", kind, "-o", str(path))
    done = report(child_environment, 300, *words)
    assert done.returncode == 2 and f"{path}: it cannot be written (File too large)" in done.stderr
    assert list(tmp_path.iterdir()) == []
    assert report(child_environment, 2**30, *words).returncode == 0
    before = path.read_bytes()
    assert report(child_environment, 300, *words).returncode == 2
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]
