"""The command `doctor`: this machine is attacked in miniature."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.commands import Commands


def add(commands: Commands) -> None:
    """Add it."""
    what = "attack this machine in miniature, and say what it stops and what not"
    doctor = commands.add_parser("doctor", help=what, description=what)
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import main as examine

    return examine()
