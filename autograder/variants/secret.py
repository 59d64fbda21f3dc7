"""The secret of a course, from which its students' numbers are drawn: the instructor's alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from autograder.errors import UsageError

#: The variable of the environment that may hold it instead of a file.
VARIABLE = "AUTOGRADER_SECRET"
#: Fewer characters could be guessed.
LEAST = 16


def read_secret(path: Path | None) -> bytes:
    """Read the secret from its file, or from the environment.

    Raises
    ------
    UsageError
        If there is none, or it is too short to be one.
    """
    if path is None:
        text, where = os.environ.get(VARIABLE, ""), VARIABLE
        if not text:
            raise UsageError(
                f"the numbers are drawn from the course's secret, and {VARIABLE} is not set. Set "
                "it, or name a file: --secret FILE, or secret = under [variants]."
            )
    else:
        where = str(path)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"{path}: the course's secret cannot be read ({reason}). Without it the numbers "
                "that students got cannot be drawn again: find the file, or a copy of it."
            ) from error
    if len(text.strip()) < LEAST:
        raise UsageError(f"{where}: a secret has at least {LEAST} characters.")
    return text.strip().encode()


def make_secret(path: Path, release: Path) -> bool:
    """Make the file of a secret if it is missing; say whether it was made.

    Raises
    ------
    UsageError
        If it would be, or is, where students look, or cannot be written.
    """
    here, there = path.resolve(), release.resolve()
    if there in (here.parent, *here.parents):
        raise UsageError(
            f"--secret {path}: it would be handed out with {release}/. Choose a file outside of it."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"--secret {path}: it cannot be written ({reason}).") from error
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32) + "\n")
    return True
