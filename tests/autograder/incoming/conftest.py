"""What the tests of collecting share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.autograder.incoming.classes import Taken


@pytest.fixture
def taken(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    root: Path,
) -> Taken:
    """A folder to collect into."""
    monkeypatch.chdir(root / "assignments")
    return Taken(tmp_path, lambda: tuple(capsys.readouterr()))
