"""Files: links, folders and devices handed in as notebooks, and notebooks that say too much."""

from __future__ import annotations

from attacking.attack import FULL, Attack, cheating, honest

_NO_NOTEBOOK = {
    "a link to right answers": "link",
    "a link to a file that is none of theirs": "link",
    "a link to itself": "link|cannot be opened|cannot be read",
    "a FIFO": "not an ordinary file|FIFO|pipe",
    "a link to a device": "link|not an ordinary file",
    "a folder": "folder",
    "brackets 900,000 deep": "not a notebook|JSON",
    "a number of two million digits": "no code cells|not a notebook|JSON",
    "cells of another assignment": "",
}


def _file(name: str, says: str) -> Attack:
    return cheating(f"hands in {name}", base="none", file=name, says=says)


ATTACKS = [
    *[_file(name, says) for name, says in _NO_NOTEBOOK.items()],
    *[_file(name, "") for name in ("points in metadata", "cells of odd types")],
    *[_file(name, "") for name in ("cells under other names", "every answer twice")],
    *[
        honest(f"hands in {name}", base="none", file=name, lowest=FULL)
        for name in ("5 MB of metadata", "a cell with a name of 5 MB", "half characters")
    ],
]
