"""Every benchmark in one run and one table: `python -m benchmarks`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from benchmarks import (
    classroom,
    derivatives,
    fluid,
    grading,
    imports,
    long_chain,
    programs,
    scalar,
    show,
    table,
    tensors,
    training,
)
from benchmarks.interleaved import FULL, QUICK, NotMeasured
from benchmarks.peers import PEERS
from benchmarks.report import PAGE, page

GROUPS = {
    "tensors": tensors,
    "training": training,
    "fluid": fluid,
    "derivatives": derivatives,
    "programs": programs,
    "long_chain": long_chain,
    "scalar": scalar,
    "show": show,
    "imports": imports,
    "grading": grading,
    "classroom": classroom,
}


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    made = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    made.add_argument(
        "groups", nargs="*", metavar="GROUP", help=f"some of: {', '.join(GROUPS)} (default: all)"
    )
    made.add_argument("--quick", action="store_true", help="smaller and shorter: under 3 minutes")
    made.add_argument("--strict", action="store_true", help="exit 1 if a figure misses its target")
    made.add_argument("--write", action="store_true", help=f"rewrite {PAGE.name} beside this file")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give 1 if something was not measured, or a strict run missed a target."""
    command = parser()
    options = command.parse_args(arguments)
    unknown = sorted(set(options.groups) - set(GROUPS))
    if unknown:
        command.error(f"there is no group {', '.join(unknown)}; there are {', '.join(GROUPS)}")
    if options.write and (options.quick or options.groups):
        command.error("--write is for a full run of everything: leave out --quick and the groups")

    rows, unmeasured = [], []
    for name in options.groups or GROUPS:
        start = time.monotonic()
        try:
            rows += GROUPS[name].rows(QUICK if options.quick else FULL)
        except NotMeasured as reason:
            unmeasured.append(f"{name}: {reason}")
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr)

    missed = table.show(rows, PEERS)
    for sentence in unmeasured:
        print(f"Not measured: {sentence}", file=sys.stderr)
    if options.write and not unmeasured:
        PAGE.write_text(page(rows, PEERS), encoding="utf-8")
        print(f"written: {PAGE}")
    return 1 if unmeasured or (options.strict and missed) else 0


if __name__ == "__main__":
    sys.exit(main())
