"""The engine's tests on trial.

Run with `python -m benchmarks.mutation`: a sample of all small mistakes is made in the engine, and
the exit status is 1 if one of them is noticed by no test and not listed in `equivalent.toml`.

    python -m benchmarks.mutation                                  # the sample
    python -m benchmarks.mutation adlearn/tensors/node.py --share 1     # every mutant of a file
    python -m benchmarks.mutation --record  # write the record and docs/grader/mutation.md
    python -m benchmarks.mutation --doubt        # also those that are listed as no mistake
    python -m benchmarks.mutation --changed      # a few that were killed before, in seconds

What makes it quick: one process imports everything but the engine and forks for each mutant; only
tests that run the changed line are asked, those that have killed most in that file first, until one
fails; and nothing shrinks a failing case. A test that takes several times as long as it did, or a
process that wants too much memory, has noticed as well.

Neither mutmut nor cosmic-ray is used: both begin a new interpreter for each mutant, and with it
NumPy, SciPy and the tests, which takes longer than the tests that are needed.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: threads do not live in a fork

from benchmarks.mutation import making, record, running  # noqa: E402

#: The share of all mutants that is asked.
SHARE = 0.03
#: How many `--changed` asks: these, and the imports, take 20 seconds of CPU at most.
PART = 11


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; give its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("files", nargs="*", help="files of the engine; all by default")
    parser.add_argument("--share", type=float, default=SHARE, help="of all mutants (%(default)s)")
    parser.add_argument("--containing", default="", help="only mutants whose key has this text")
    parser.add_argument("--doubt", action="store_true", help="those listed as no mistake, too")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--changed", action="store_true", help="a few of those killed before")
    parser.add_argument("--record", action="store_true", help="write the record and the page")
    chosen = parser.parse_args(arguments)
    partial = chosen.files or chosen.containing or chosen.share != SHARE
    if chosen.record and (partial or chosen.changed):
        parser.error("--record speaks of the whole sample: leave out the rest")
    if chosen.changed:
        return changed(chosen.jobs)
    mutants = making.sample(chosen.share)
    if chosen.files:
        mutants = [mutant for mutant in mutants if mutant.file in chosen.files]
    mutants = [mutant for mutant in mutants if chosen.containing in mutant.key]
    equivalent = record.read_equivalent()
    asked = [mutant for mutant in mutants if chosen.doubt or mutant.key not in equivalent]
    running.import_heavy()
    with running.copies(chosen.jobs) as folders:
        tests = running.draw_map(folders, counting("test files"))
        problems = [f"fails without a mistake: {test}" for test in tests.failed]
        killers = dict(record.read_record().killers)
        verdicts = running.judge_all(asked, folders, killers, tests, counting("mutants"))
        problems += control(verdicts, folders)
    minutes = sum(os.times()[:4]) / 60
    verdicts += [
        running.Verdict(mutant, "", False, 0.0)
        for mutant in mutants
        if not chosen.doubt and mutant.key in equivalent
    ]
    show(verdicts, equivalent)
    problems += [
        f"noticed by no test: {verdict.mutant.key}"
        for verdict in verdicts
        if not verdict.killer and verdict.mutant.key not in equivalent
    ]
    problems += [
        f"equivalent.toml: {verdict.mutant.key}\n    is noticed by {verdict.killer}"
        for verdict in verdicts
        if verdict.killer and verdict.mutant.key in equivalent
    ]
    problems += [f"equivalent.toml: there is no {key}" for key in record.outdated(equivalent)]
    print(f"{len(mutants)} mutants in {minutes:.1f} minutes of CPU")
    if chosen.record:
        record.write_record(minutes, verdicts, whole=not problems)
    if chosen.record and not problems:
        record.write_page(verdicts, minutes, making.count())
    return said(problems)


def changed(jobs: int) -> int:
    """Ask a few mutants again that a test has killed; which ones, the engine's text decides."""
    kept, now = record.read_record(), record.digest()
    last = f"mutants were last recorded on {kept.when[:10]};"
    if kept.digest == now:
        print(f"{last} nothing has changed since")
        return 0
    sample = making.sample(SHARE)
    known = [m for m in sample if kept.killers.get(m.key, "timeout") not in record.NO_TESTS]
    print(f"{last} {len(known)} of {len(sample)} mutants are still the same")
    part = sorted(known, key=lambda mutant: making.fraction(mutant.key + now))[:PART]
    running.import_heavy()
    with running.copies(jobs) as folders:
        verdicts = running.judge_all(part, folders, kept.killers, None, counting("mutants"))
        problems = control(verdicts, folders)
    problems += [f"noticed by no test: {v.mutant.key}" for v in verdicts if not v.killer]
    return said(problems)


def control(verdicts: Sequence[running.Verdict], folders: Sequence[running.Path]) -> list[str]:
    """Run the tests that killed on the engine as it is: they must not fail by themselves."""
    killers = {v.killer for v in verdicts if "::" in v.killer}
    failed = running.failing(sorted(killers), folders)
    return [f"fails without a mistake: {test}" for test in failed]


def show(verdicts: Sequence[running.Verdict], equivalent: dict[str, str]) -> None:
    """Print the table."""
    for row in (record.HEAD, *record.table(verdicts, equivalent)):
        print(f"{row[0]:<40}", *(f"{cell:>11}" for cell in row[1:]))


def said(problems: Sequence[str]) -> int:
    """Print what is wrong; give the exit status."""
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def counting(what: str) -> Callable[[int, int], None]:
    """Make a function that says how far it is, every ten seconds."""
    last = time.monotonic()

    def step(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last > 10 or done == of:
            last = time.monotonic()
            print(f"{done} of {of} {what}", file=sys.stderr, flush=True)

    return step


if __name__ == "__main__":
    sys.exit(main())
