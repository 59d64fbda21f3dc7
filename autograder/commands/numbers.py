"""Numbers on a command line."""

from __future__ import annotations

import argparse


def count(text: str) -> int:
    """Read a whole number above 0."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"it must be a whole number above 0, not {text}")
    return int(text)
