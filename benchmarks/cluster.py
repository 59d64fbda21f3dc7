"""What a batch of tens of thousands costs: the figures of the plan in `docs/how-to/cluster.md`.

Three parts, each prints its lines. `graded`: CPU time of a submission, of a class as in the demo,
on one process. `tasks`: what a Dask cluster adds to each, the bytes that go over the network
included; grading itself is left out, and its answer is one that was given before. `many`: results
in tens of thousands, which are made, and then gone on from and reported.

Run with `python -m benchmarks.cluster [PART ...]`, in a clone. CPU times, since others may use the
machine; `many` needs some 2 GB of disk.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autograder.batch import grade_all
from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.executors.dask import Dask
from autograder.finding import find
from autograder.pack import Assignment, load_assignment
from benchmarks.grading import ROOT, SEED, environment
from benchmarks.interleaved import NotMeasured

#: Assignment to the answers whose cost is measured: as in its demo, without the endless loop.
ASSIGNMENTS = ("scalar", "applications")


def demo_class(assignment: Assignment, folder: Path) -> list[Path]:
    """Write what a class as in the assignment's demo hands in, each kind once."""
    kinds = sorted({kind for kind in assignment.demo.values() if kind != "endless-loop"})
    return [write_notebook(_notebook(assignment, k), folder / _named(k)) for k in kinds]


def _named(kind: str) -> str:
    return f"{kind.replace('/', '-')}.ipynb"


def _notebook(assignment: Assignment, kind: str) -> Any:
    if kind == "stubs":
        return release_notebook(assignment)
    if kind == "right":
        return answered_notebook(assignment)
    right = kind.startswith("right/")
    bank = assignment.bank("right" if right else "wrong")
    return answered_notebook(assignment, bank[kind.removeprefix("right/")].cells)


def used(who: int) -> float:
    """Give the CPU seconds of this process or of its children that have ended."""
    spent = resource.getrusage(who)
    return spent.ru_utime + spent.ru_stime


def command(words: list[str], folder: Path) -> tuple[float, int, float]:
    """Run our command; give its CPU seconds with its children's, its largest MiB, and seconds."""
    before, began = used(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "autograder", *words],
        cwd=folder,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    largest = 0
    while process.poll() is None:  # what the system keeps of it counts this process's memory, too
        largest = max(largest, _largest(process.pid))
        time.sleep(0.05)
    if process.returncode not in (0, 1):  # 1: one of them could not be graded
        raise NotMeasured(f"{' '.join(words)} ended with status {process.returncode}")
    seconds = used(resource.RUSAGE_CHILDREN) - before
    return seconds, largest, time.monotonic() - began


def _largest(pid: int) -> int:
    """Give the most MiB that a process has had since it was started."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) >> 10
    return 0


def graded() -> None:
    """Print the CPU time of one more submission of each assignment's class."""
    for name in ASSIGNMENTS:
        folder = ROOT / "assignments" / name
        with tempfile.TemporaryDirectory() as place:
            paths = demo_class(load_assignment(folder), Path(place, "in"))
            words = ["grade", "-a", str(folder), "--seed", str(SEED), "-j", "1"]
            one, _, _ = command([*words, "-o", "one", str(paths[0])], Path(place))
            all_of_them, _, _ = command([*words, "-o", "all", *map(str, paths)], Path(place))
            each = (all_of_them - one) / (len(paths) - 1) + _of_submissions(Path(place, "all"))
            size = sum(path.stat().st_size for path in paths) / len(paths)
        print(
            f"{name}: {each:.2f} CPU s each ({len(paths)} kinds), {3600 / each:,.0f} per core-hour;"
            f" a notebook has {size / 1000:.0f} kB, the first one costs {one:.1f} CPU s",
            flush=True,
        )


def _of_submissions(results: Path) -> float:
    """Give the CPU seconds that the mean submission's own processes used.

    Nobody waits for the end of these, so the system adds them to nothing.
    """
    found = [json.loads(path.read_text()) for path in results.glob("[!.]*.json")]
    spent = [one["budget"]["used"]["submission_cpu_seconds"] for one in found]
    return sum(spent) / len(spent)


def canned(answer: Mapping[str, Any], job: Mapping[str, Any]) -> dict[str, Any]:
    """Give an answer that was given before, as that of another notebook."""
    sha256 = hashlib.sha256(base64.b64decode(job["data"])).hexdigest()
    return {"answer": {**answer, "result": {**answer["result"], "sha256": sha256}}, "retries": []}


class Canned:
    """An executor whose tasks bring everything along, and grade nothing.

    Parameters
    ----------
    cluster : Dask
    answer : mapping
    """

    def __init__(self, cluster: Dask, answer: Mapping[str, Any]) -> None:
        self._cluster, self._answer = cluster, answer
        self.window, self.leave_out = cluster.window, cluster.leave_out
        self.trouble, self.waiting = cluster.trouble, cluster.waiting

    def submit(self, fn: Callable[..., Any], order: Any, job: Any) -> Any:
        return self._cluster.submit(_anyhow, canned, self._answer, order, job)


def _anyhow(fn: Callable[..., Any], answer: Any, order: Any, job: Any) -> Any:
    return fn(answer, job)


def tasks(count: int = 1000) -> None:
    """Print what Dask adds to a submission of scalar, in CPU time of each who takes part."""
    from distributed import Client, LocalCluster

    folder = ROOT / "assignments" / "scalar"
    assignment = load_assignment(folder)
    with tempfile.TemporaryDirectory() as place:
        (path, *_) = demo_class(assignment, Path(place, "kinds"))
        command(["grade", str(path), "-a", str(folder), "-o", "one", "--seed", "1"], Path(place))
        (result,) = Path(place, "one").glob("*.json")
        answer = {"reported": True, "sent": True, "result": json.loads(result.read_text())}
        _copies([path], Path(place, "in"), count)

        def run(output: str, executor: Any) -> float:
            before = used(resource.RUSAGE_SELF)
            grade_all(
                lambda held: find([Path(place, "in")], "scalar", Path(place, output), held),
                assignment,
                Path(place, output),
                seed=SEED,
                executor=executor,
            )
            return (used(resource.RUSAGE_SELF) - before) / count

        alone = run("alone", _Here(answer))
        children = used(resource.RUSAGE_CHILDREN)
        with (
            LocalCluster(2, threads_per_worker=1, dashboard_address=":0") as cluster,
            Client(cluster) as client,
        ):
            client.run(os.getpid)
            both = run("dask", Canned(Dask(client), answer))
        workers = (used(resource.RUSAGE_CHILDREN) - children) / count
    print(
        f"{count} tasks: {1000 * alone:.1f} ms CPU each to read, hash and write here; with a Dask "
        f"cluster {1000 * both:.1f} ms here (the scheduler's among them) and at most "
        f"{1000 * workers:.1f} ms in the workers, their start included"
    )


class _Here:
    """An executor that does each task at once."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        self._answer = answer

    def submit(self, fn: Callable[..., Any], order: Any, job: Any) -> Any:
        from concurrent.futures import Future

        future: Future[Any] = Future()
        future.set_result(canned(self._answer, job))
        return future


def _copies(paths: list[Path], folder: Path, count: int) -> None:
    """Hand in notebooks many times; those of one kind share their place on the disk."""
    folder.mkdir()
    for number in range(count):
        os.link(paths[number % len(paths)], folder / f"s{number:05}.ipynb")


def many(count: int = 30_000) -> None:
    """Make many results of scalar; print their size, and what to go on and to report takes."""
    folder = ROOT / "assignments" / "scalar"
    assignment = load_assignment(folder)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        paths = demo_class(assignment, place / "kinds")
        words = ["grade", "-a", str(folder), "--seed", str(SEED)]
        command([*words, "-o", "few", *map(str, paths)], place)
        _copies(paths, place / "in", count)
        results = [json.loads((place / "few" / f"{path.stem}.json").read_text()) for path in paths]
        size = _made(results, place / "in", place / "results", count) / 1000
        print(f"{count} results: {size / 1000:,.0f} MB on disk, {size / count:.0f} kB each")
        again = command([*words, "in", "-o", "results"], place)
        print(
            "to go on with nothing to do: {:.0f} CPU s, {} MiB, {:.0f} s".format(*again), flush=True
        )
        table = command(["report", "results", "--format", "csv", "-o", "grades.csv"], place)
        print("report --format csv: {:.0f} CPU s, {} MiB, {:.0f} s".format(*table), flush=True)
        (place / "part").mkdir()
        part = sorted((place / "results").glob("s*.json"))[: max(1, count // 30)]
        for path in part:
            shutil.copyfile(path, place / "part" / path.name)
        pages = command(["report", "part", "--format", "html", "-o", "pages"], place)
        written = sum(path.stat().st_size for path in (place / "pages").rglob("*.html"))
        print(
            "report --format html of {}: {:.0f} CPU s, {} MiB, {:.0f} s".format(len(part), *pages)
            + f", {written / len(part) / 1000:.0f} kB each"
        )


def _made(results: list[dict[str, Any]], handed_in: Path, folder: Path, count: int) -> int:
    """Write what grading copies in turn would have written; give its bytes."""
    folder.mkdir()
    written = 0
    for number in range(count):
        file = str(handed_in / f"s{number:05}.ipynb")
        data = {**results[number % len(results)], "submission": file, "file": file}
        text = json.dumps(data, indent=2, ensure_ascii=False)
        (folder / f"s{number:05}.json").write_text(text, encoding="utf-8")
        written += len(text.encode())
    return written


PARTS: dict[str, Callable[[], None]] = {"graded": graded, "tasks": tasks, "many": many}


if __name__ == "__main__":
    asked = argparse.ArgumentParser("python -m benchmarks.cluster", description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)}")
    asked.add_argument("--count", type=int, help="how many tasks, or results")
    options = asked.parse_args()
    for part in options.parts or PARTS:
        PARTS[part](*([options.count] if options.count and part != "graded" else []))  # type: ignore[call-arg]
