"""The folder of the new assignment is written: its files, and its notebook as text."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from autograder.errors import AssignmentError, SubmissionError, UsageError
from autograder.migrating import Migration


def notebook_source(found: Migration) -> str:
    """Write the notebook as the text that is an assignment's source.

    Raises
    ------
    SubmissionError
        If a cell would not be the same when it is read again.
    """
    import jupytext
    import nbformat.v4

    notebook = nbformat.v4.reads(json.dumps(found.notebook()))
    for cell in notebook.cells:
        cell.pop("attachments", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    text = str(jupytext.writes(notebook, fmt="py:percent"))
    again = jupytext.reads(text, fmt="py:percent").cells
    for number, cell in enumerate(notebook.cells):
        same = number < len(again) and again[number].cell_type == cell.cell_type
        if not same or again[number].source.strip() != cell.source.strip():
            first = next(iter(cell.source.strip().splitlines()), "")[:60]
            raise SubmissionError(
                found.source.path,
                f"the cell that begins {first!r} cannot be written as plain text",
                "Look for lines that begin with '# %%' in it, and write them otherwise.",
            )
    return text


def write_pack(found: Migration, folder: Path) -> Path:
    """Write the new assignment's folder: all of it, or nothing.

    Raises
    ------
    UsageError
        If there is something already, or it cannot be written.
    AssignmentError
        If its files do not fit together.
    """
    from autograder.fitting import assignment_checks
    from autograder.pack import load_assignment

    if os.path.lexists(folder):
        raise UsageError(f"{folder}: it is there already. Choose another -o.")
    files = {**found.files, "notebook.py": notebook_source(found)}
    made = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        made.chmod(0o755)
        for name, text in files.items():
            (made / name).parent.mkdir(exist_ok=True)
            (made / name).write_text(text, encoding="utf-8")
        for path in found.assignment.folder.glob("language/*.mo"):  # the tables as they are read
            (made / "language").mkdir(exist_ok=True)
            shutil.copyfile(path, made / "language" / path.name)
        assignment_checks(load_assignment(made))
        made.rename(folder)
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(
            f"{folder}: it cannot be written ({reason}). Choose another -o."
        ) from error
    except AssignmentError as error:
        text = str(error).replace(str(made), str(folder))
        raise AssignmentError(f"the assignment that is made does not fit: {text}") from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return folder
