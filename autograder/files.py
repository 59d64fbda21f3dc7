"""Files that are there whole or not at all: written under another name, and renamed into place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

#: Beginning of the names of files that are being written.
WRITING = ".writing-"


def write_whole(
    content: str | bytes, path: Path, *, flushed: bool = True, mode: int = 0o644
) -> Path:
    """Write a file, in place of an earlier one if there is one.

    Parameters
    ----------
    content : str or bytes
        Of a text, what UTF-8 has no bytes for is written as ``?``.
    path : Path
    flushed : bool
        Whether it must be on the disk afterwards, also if the power fails.
    mode : int
        Who may read it.

    Raises
    ------
    OSError
        If that cannot be done. What stood there before still does.
    """
    data = content.encode(errors="replace") if isinstance(content, str) else content
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=WRITING)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if flushed:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    if flushed:
        _flush_names(path.parent)
    return path


def _flush_names(folder: Path) -> None:
    """See to it that the renaming, too, is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
