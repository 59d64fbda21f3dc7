"""Asks every function and prints what came of it: `python tests/adlearn/calls`."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from calls.table import survey, written  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="?", default=".", help="a regular expression")
    parser.add_argument("--part", default="0/1", help="such as 3/20: one of twenty parts")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    part, parts = map(int, asked.part.split("/"))
    rows = []
    for row in survey(
        lambda name: bool(re.search(asked.names, name)), part, parts, asked.processes
    ):
        rows.append(row)
        if row.failures:
            print(row.name)
        for failure in row.failures:
            print(f"    {failure}")
    print(written(rows))
    return 1 if any(row.failures for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
