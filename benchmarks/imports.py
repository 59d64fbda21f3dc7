"""What `import adlearn` costs on top of `import numpy`: CPU time of fresh interpreters, in shuffled
rounds.

Run with `python -m benchmarks.imports`. Prints a table; exits 1 if a bound is missed.
"""

from __future__ import annotations

import random
import resource
import statistics
import subprocess
import sys

from benchmarks import interleaved

RATIO_BOUND = 2.0
ROUNDS = 9
PROGRAMS = {"nothing": "pass", "numpy": "import numpy", "adlearn": "import adlearn"}


def cpu_seconds(program: str) -> float:
    """Give the CPU time of a fresh interpreter that runs a program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    names = list(PROGRAMS)
    shuffle = random.Random(0).shuffle
    seconds: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        cpu_seconds(PROGRAMS[name])  # write the byte code, fill the disk cache
    for _ in range(ROUNDS):
        shuffle(names)
        for name in names:
            seconds[name].append(cpu_seconds(PROGRAMS[name]))
    for name, times in seconds.items():
        print(f"    import {name:8} {statistics.median(times) * 1000:6.0f} ms of CPU time")
    timings = interleaved.Timings(seconds)
    return interleaved.require_bounds(
        [("import adlearn / import numpy", timings.ratio("adlearn", "numpy"), RATIO_BOUND)]
    )


if __name__ == "__main__":
    sys.exit(main())
