"""Files that a person names: what is there and is not ours is never written over."""

from __future__ import annotations

from pathlib import Path

from autograder.errors import UsageError
from autograder.files import write_whole


def write_own(text: str, path: Path, mark: str) -> Path:
    """Write a file, whole or not at all, in place of an earlier one of the same kind.

    Parameters
    ----------
    text : str
    path : Path
    mark : str
        What such files have near their beginning; empty if the caller has looked.

    Raises
    ------
    UsageError
        If something else is there, or it cannot be written.
    """
    try:
        if mark and path.exists() and mark.encode() not in _beginning(path):
            raise UsageError(
                f"{path}: this is there already, and this command has not written it. Choose "
                "another name, or remove it."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(text, path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{path}: it cannot be written ({reason}). Mend that, or choose another name."
        ) from error


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(500)
