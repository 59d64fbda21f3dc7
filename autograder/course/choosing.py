"""Which assignments a command is about, as its option ``--assignments scalar,tensor`` says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.errors import AssignmentError
from autograder.pack import Assignment, installed_assignments, load_assignment


def chosen(names: str | None) -> list[Assignment]:
    """Load the assignments of a list such as ``"scalar,tensor"``; by default all installed ones.

    Parameters
    ----------
    names : str or None
        Names or folders with commas between them.

    Raises
    ------
    AssignmentError
        If one is not there, one is named twice, or none is installed.
    """
    if names is None:
        named: Sequence[str] = sorted(installed_assignments())
        if not named:
            raise AssignmentError(
                "no assignments are installed. Install them (for ours: pip install ./assignments), "
                "or name folders: --assignments path/of/one,path/of/another."
            )
    else:
        named = [name.strip() for name in names.split(",")]
    if "" in named:
        raise AssignmentError(
            f"--assignments {names!r} names nothing in one place. Write names or folders with one "
            "comma between them, as in scalar,tensor."
        )
    found: dict[str, Assignment] = {}
    for name in named:
        assignment = load_assignment(name)
        if assignment.name in found:
            raise AssignmentError(
                f"{assignment.name} is named twice ({found[assignment.name].folder} and "
                f"{assignment.folder}). Name each assignment once; two packs in one course need "
                "names of their own in assignment.toml."
            )
        found[assignment.name] = assignment
    return list(found.values())


def packs_of(assignments: Iterable[Assignment]) -> dict[str, str]:
    """Give those that nbgrader does not find by their name alone: name to folder."""
    return {
        one.name: str(Path(one.address).resolve()) for one in assignments if not _is_installed(one)
    }


def _is_installed(assignment: Assignment) -> bool:
    try:
        found = load_assignment(assignment.name)
    except AssignmentError:
        return False
    return found.address == assignment.address or (
        Path(found.address).resolve() == Path(assignment.address).resolve()
    )
