"""What `import adlearn` costs on top of `import numpy`: CPU time of fresh interpreters, in shuffled
rounds.

Run alone with `python -m benchmarks.imports`. Prints a table; exits 1 if a target is missed.
"""

from __future__ import annotations

import random
import sys

from benchmarks import table
from benchmarks.interleaved import FULL, Effort, Timings, cpu_seconds_of
from benchmarks.peers import PEERS
from benchmarks.table import Figure, Row, duration

MOST_OF_NUMPY = 1.3
PROGRAMS = {"numpy": "import numpy", "adlearn": "import adlearn"}


def cpu_seconds(program: str) -> float:
    """Give the CPU time of a fresh interpreter that runs a program."""
    return cpu_seconds_of([sys.executable, "-c", program])


def rows(effort: Effort) -> list[Row]:
    """Measure it."""
    names = list(PROGRAMS)
    shuffle = random.Random(0).shuffle
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        cpu_seconds(PROGRAMS[name])  # write the byte code, fill the disk cache
    for _ in range(effort.rounds):
        shuffle(names)
        for name in names:
            seconds[name].append(cpu_seconds(PROGRAMS[name]))
    timings = Timings(seconds)
    figure = Figure("of import numpy", timings.ratio("adlearn", "numpy"), MOST_OF_NUMPY)
    cells = {"adlearn": duration(timings.median("adlearn"))}
    return [Row("import adlearn in a fresh process", cells, [figure])]


if __name__ == "__main__":
    sys.exit(table.show(rows(FULL), PEERS))
