"""The page `benchmarks/README.md`: how the figures are taken, on what machine, and the table of a
full run."""

from __future__ import annotations

import datetime
import importlib.metadata
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.table import Row, as_markdown, missed

PAGE = Path(__file__).with_name("README.md")
LIBRARIES = (
    *("numpy", "autograd", "torch", "mygrad", "jax", "advect"),
    *("micrograd", "nbgrader"),
)

TEXT = """\
# Benchmarks

What differentiating costs: beside the same gradient written by hand in NumPy, beside other
libraries that run Python for every operation, and beside those that run a program made before.

    python -m benchmarks --quick          # everything, smaller, in under three minutes
    python -m benchmarks                  # the full run
    python -m benchmarks fluid tensors    # some of it
    python -m benchmarks --strict         # exit 1 if a figure misses its target
    python -m benchmarks --write          # a full run, and this page rewritten
    python -m benchmarks.reading          # no times: code lines by room, lines to read
    python -m benchmarks.mutation         # no times: mistakes in the engine that tests must notice

The peers are optional: `pip install autograd torch mygrad jax micrograd`, and advect from Python
3.12 on. A library that is not there has "not installed" in its column; one that cannot do a
workload has a dash.

How the figures are taken:

- All cases of a workload run in one process. Every round runs each of them once, in an order
  shuffled anew, so that a slow moment of the machine slows all of them alike.
- Before anything is timed, the gradients of all cases are compared. If they differ, the workload is
  not measured and the command exits 1.
- The unit is CPU time of the process, on one thread. A ratio is the median of the ratios within the
  rounds.
- Large arrays come from an allocator that has freed a large array before, as in any long session.
  In a fresh process, handing their memory to the system and back can cost more than the arithmetic.
- What was loaded before is kept out of garbage collections (`gc.freeze`): a figure does not depend
  on which peers are installed.
- "adlearn" is the program with plain `numpy`, "adlearn.numpy" the same program with our namespace,
  where both were measured, and "compiled" is `ad.compile` of the very function of "adlearn".
  Where our program is refused, fails, or is made but not run, the column says so, and its target
  is missed.
- "jax.jit" and "advect" run programs as well. jax compiles whole steps of training, and loops as
  its own kind of loop; it computes on the processor in double precision, on one thread as far as it
  can be told, and taking its results out as NumPy's arrays counts.
- The rows "first answer, calls until it has paid" give the time until a new program has answered
  for the first time, and after how many calls it and its program have taken less time than
  "adlearn" in as many calls. They are of libraries already imported.
- "By hand" is the time of the gradient as a good programmer writes it in NumPy, without buffers
  reused or other tricks. The libraries' columns are multiples of it.

Compare ratios, not times: times differ from machine to machine, and between runs on a busy one. A
target is what we work towards, and not what was there before: "missed" says how far there is to go.

## The full run of {date}

{cpu}, {cores} cores, {system}; Python {python}; {libraries}.

{table}

{verdict}
"""


def cpu_model() -> str:
    """Give the processor's name, as the system knows it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine()


def versions() -> str:
    """List the versions of the libraries that are installed."""
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def page(rows: Sequence[Row], peers: Mapping[str, Any]) -> str:
    """Write the page for the rows of a full run."""
    sentences = missed(rows)
    return TEXT.format(
        date=datetime.date.today().isoformat(),
        cpu=cpu_model(),
        cores=os.cpu_count(),
        system=platform.system(),
        python=platform.python_version(),
        libraries=versions(),
        table=as_markdown(rows, peers),
        verdict="Targets missed:\n\n" + "\n".join(f"- {sentence}" for sentence in sentences)
        if sentences
        else "All targets are kept.",
    )
