"""The option ``--language`` of commands that make something for students."""

from __future__ import annotations

import argparse
import os


def add_language(command: argparse.ArgumentParser) -> None:
    """Add it."""
    command.add_argument(
        "--language",
        metavar="CODE",
        help="what students are spoken to in, such as de, whatever the assignment says",
    )


def speak(options: argparse.Namespace) -> None:
    """Let this process, and those that it starts, speak it."""
    from autograder.pack_settings import LANGUAGE

    if options.language:
        os.environ[LANGUAGE] = options.language
