"""A class that is graded while processes are killed: is anything lost, damaged or left behind?

Run alone with ``python -m benchmarks.accidents [accidents] [seed] [victim ...]``, in a clone: the
class is that of the tests. A victim is ``batch``, ``slot``, ``parent`` or ``worker``. Prints what
was hit and what came of it; exits 1 if a result is not that of a quiet run, or if a process or a
temporary file is left.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.autograder.accidents import VICTIMS, Class, results_of, story

#: Accidents before a class is left in peace to its end.
A_CLASS = 4


def main(accidents: int = 32, seed: int = 1, victims: Sequence[str] = VICTIMS) -> int:
    """Grade classes with accidents until there were as many as were asked for."""
    draw = random.Random(seed)
    tally: Counter[str] = Counter()
    classes = wrong = left = 0
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        course = Class(Path(folder))
        course.finish(course.place / "quiet")
        quiet = results_of(course.place / "quiet")
        while tally.total() < accidents:
            results = course.place / f"results-{classes}"
            left += len(story(course, results, draw, A_CLASS, tally, victims))
            for line in differences(results_of(results), quiet):
                print(f"class {classes}: {line}")
                wrong += 1
            classes += 1
    for what, number in sorted(tally.items()):
        print(f"{number:4d}  {what}")
    seconds = time.perf_counter() - began
    print(
        f"{tally.total()} accidents in {classes} classes of {len(quiet)} ({seconds:.0f} s): "
        f"{wrong} differences from the results of a quiet run, {left} temporary files left."
    )
    return 1 if wrong or left else 0


def differences(found: Any, wanted: Any, where: str = "results") -> list[str]:
    """Say where two pieces of JSON differ."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = [*wanted, *(key for key in found if key not in wanted)]
        pairs = {f"{where}/{key}": (found.get(key), wanted.get(key)) for key in keys}
    elif isinstance(found, list) and isinstance(wanted, list) and len(found) == len(wanted):
        pairs = {f"{where}/{n}": pair for n, pair in enumerate(zip(found, wanted, strict=True))}
    else:
        return [] if found == wanted else [f"{where}: {found!r:.200} and not {wanted!r:.200}"]
    return [line for name, (a, b) in pairs.items() for line in differences(a, b, name)]


if __name__ == "__main__":
    asked = argparse.ArgumentParser("python -m benchmarks.accidents", description=__doc__)
    asked.add_argument("accidents", type=int, nargs="?", default=32)
    asked.add_argument("seed", type=int, nargs="?", default=1)
    asked.add_argument("victims", nargs="*", metavar="victim", help=", ".join(VICTIMS))
    given = asked.parse_args()
    if strange := set(given.victims) - set(VICTIMS):
        asked.error(f"no victims: {', '.join(sorted(strange))}. There are {', '.join(VICTIMS)}.")
    sys.exit(main(given.accidents, given.seed, given.victims or VICTIMS))
