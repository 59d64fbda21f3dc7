"""A batch on a Dask cluster of real processes: some are killed, and some are not what they seem."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.batch import grade_all
from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.cli import main
from autograder.executors import dask
from autograder.executors.dask import connected
from autograder.finding import find
from autograder.pack import Assignment, load_assignment
from autograder.processes import descendants
from autograder.results import Outcome
from tests.autograder.accidents import begun, make_class, results_of, wait_for

distributed = pytest.importorskip("distributed")

no_process_left = pytest.mark.usefixtures("no_process_left")

#: Answers of the bank of scalar whose reports hold the same on every run, and what else came in.
WRONG = [
    *("div-order", "exp-one", "log-guard", "forward-nothing", "backward-nothing"),
    *("borrowed-adlearn", "fake-rules-import"),
]
HOSTILE = {
    "ends-itself": "import os\n\nos._exit(0)",
    "ends-others": "import os\nimport signal\n\nfor pid in (os.getppid(), -1):\n"
    "    try:\n        os.kill(pid, signal.SIGKILL)\n    except OSError:\n        pass",
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two workers, each a process of its own."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as made:
        yield made


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small class, and in ``local`` what this machine alone makes of it."""
    place = tmp_path_factory.mktemp("boxes")
    make_class(place)
    assert main([*command(place, "local"), "-j", "2"]) == 1  # one is no notebook
    return place


def command(place: Path, results: str, *words: str) -> list[str]:
    """Give the command that grades the small class."""
    given = ["grade", str(place / "in"), "-a", str(place / "boxes"), "-o", str(place / results)]
    return [*given, "--seed", "1", *words]


def hand_in(scalar: Assignment, folder: Path) -> int:
    """Hand in a class of scalar; give how many there are."""
    wrong = scalar.bank("wrong")
    made = {name: answered_notebook(scalar, wrong[name].cells) for name in WRONG}
    made |= {"right": answered_notebook(scalar), "stubs": release_notebook(scalar)}
    for name, source in HOSTILE.items():
        notebook = answered_notebook(scalar)
        notebook["cells"].insert(1, {"cell_type": "code", "metadata": {}, "source": source})
        notebook["cells"][1] |= {"outputs": [], "execution_count": None}
        made[name] = notebook
    for name, notebook in made.items():
        write_notebook(notebook, folder / f"{name}.ipynb")
    (folder / "empty.ipynb").touch()
    return len(made) + 1


class Killer:
    """Kills a worker of a cluster when it grades, after the first outcome."""

    def __init__(self, cluster: Any) -> None:
        self._cluster = cluster
        with distributed.Client(cluster, set_as_default=False) as client:
            self.pids = dict(client.run(os.getpid))
        self.killed = 0
        self.below: list[tuple[int, str]] = []
        self.steps = 0

    def begin(self, total: int, before: int) -> None:
        pass

    def running(self, now: Any) -> None:
        pass

    def step(self, outcome: Outcome) -> None:
        self.steps += 1
        if self.steps == 1:
            wait_for("a worker that grades", self._kill)

    def _kill(self) -> bool:
        for address, pid in self.pids.items():
            worker = self._cluster.scheduler.workers.get(address)
            # Its process has a process that grades, and that one others: cells run.
            below = descendants(pid)
            if worker is not None and worker.processing and len(below) > 2:
                self.below = [(one, begun(one)) for one in below]
                os.kill(pid, signal.SIGKILL)
                self.killed = pid
                return True
        return False


def test_a_worker_is_killed_and_all_results_are_those_of_one_machine(
    scalar: Assignment, cluster: Any, tmp_path: Path
):
    """What it was doing is done by another one, and nothing of it is left running."""
    count = hand_in(scalar, tmp_path / "in")

    def grade(results: str, **options: Any) -> list[Outcome]:
        folder = tmp_path / results
        outcomes, _ = grade_all(
            lambda held: find([tmp_path / "in"], "scalar", folder, held),
            scalar,
            folder,
            seed=1,
            **options,
        )
        return outcomes

    grade("local")
    killer = Killer(cluster)
    with connected(cluster.scheduler_address) as executor:
        outcomes = grade("dask", executor=executor, watch=killer)
    assert killer.killed and killer.steps == count == 12
    assert not begun(killer.killed)
    wait_for("a worker in its place", lambda: len(cluster.scheduler.workers) == 2)
    wait_for(
        "the end of all that it had started",
        lambda: not [pid for pid, since in killer.below if since and begun(pid) == since],
    )
    assert [one.name for one in outcomes if not one.graded] == ["empty"]
    found, local = results_of(tmp_path / "dask"), results_of(tmp_path / "local")
    assert list(found) == list(local) and len(found) == count
    for name in local:
        assert found[name] == local[name], name


@no_process_left
def test_the_command_goes_on_from_each_way_to_the_other(
    boxes: Path, cluster: Any, capsys: pytest.CaptureFixture[str]
):
    """A scheduler's address is all that is added; keys and names are the same."""
    way = ["--dask", cluster.scheduler_address]
    assert main(command(boxes, "both", "--only", "ada", "--only", "ben", *way)) == 0
    assert main(command(boxes, "both", "--only", "cyd")) == 0
    assert main(command(boxes, "both", "-j", "2", *way)) == 1
    assert "3 of 8 are graded already" in capsys.readouterr().out
    assert results_of(boxes / "both") == results_of(boxes / "local")


@contextlib.contextmanager
def started(*words: str, path: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """Start one of Dask's own commands; by default with the packages that are asked here."""
    first = str(path or Path(__file__).parents[2])
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [first, os.environ.get("PYTHONPATH", "")])),
    }
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", *words],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def worker(*words: str, path: Path | None = None) -> Any:
    """Start a worker."""
    given = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
    return started("distributed.cli.dask_worker", *words, *given, path=path)


@no_process_left
def test_a_worker_with_another_grader_is_left_out_and_named(
    boxes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The others grade; where there is no other, nobody is graded."""
    root = Path(__file__).parents[2]
    for package in ("adlearn", "autograder"):
        shutil.copytree(root / package, tmp_path / package)
    with (tmp_path / "autograder" / "grader.py").open("a") as file:
        file.write("# Mended on one machine only.\n")
    with distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=":0") as cluster:
        address = cluster.scheduler_address
        with distributed.Client(cluster) as client, worker(address, path=tmp_path):
            client.wait_for_workers(1)
            (other,) = client.nthreads()
            assert main(command(boxes, "other", "--dask", address)) == 1
            told = capsys.readouterr().err
            assert told.startswith(f"autograder: the worker {other} cannot grade: source of auto")
            assert "Install the same there and here, and start this worker anew." in told
            assert "0 of 8 are graded" in told and told.count("\n") == 1
            assert list((boxes / "other").glob("*.json")) == []
            with worker(address):
                client.wait_for_workers(2)
                assert main(command(boxes, "other", "--dask", address)) == 1
                told = capsys.readouterr().out
    assert re.search(f"the worker {other} cannot grade: .* It is left out.", told)
    assert results_of(boxes / "other") == results_of(boxes / "local")


@no_process_left
def test_a_scheduler_that_dies_is_one_line_and_nothing_is_lost(
    boxes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """The same command goes on, here without it."""
    file = tmp_path / "scheduler.json"
    words = ("--scheduler-file", str(file), "--port", "0", "--no-dashboard")
    with started("distributed.cli.dask_scheduler", *words) as scheduler:
        wait_for("the scheduler file", file.exists)
        with worker("--scheduler-file", str(file)):
            watch = threading.Thread(
                target=_kill_after, args=[scheduler, lambda: bool(_done(boxes / "gone"))]
            )
            watch.start()
            assert main(command(boxes, "gone", "--dask", str(file), "-j", "2")) == 1
            watch.join()
    told = capsys.readouterr().err
    assert re.fullmatch(
        r"autograder: the Dask scheduler at \S+ cannot be reached any more\. Start it again, with "
        r"its workers\. \d of 8 are graded, and in \S+ The same command goes on from here\.\n",
        told,
    )
    assert 0 < len(_done(boxes / "gone")) < 8
    assert main(command(boxes, "gone", "-j", "2")) == 1
    assert results_of(boxes / "gone") == results_of(boxes / "local")


def _done(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.json") if not path.name.startswith(".")]


def _kill_after(process: subprocess.Popen[str], happened: Callable[[], bool]) -> None:
    wait_for("the moment to kill it", happened)
    os.killpg(process.pid, signal.SIGKILL)


@no_process_left
def test_who_waits_for_workers_is_told_so(boxes: Path, capsys: pytest.CaptureFixture[str]):
    """They may join later, as on a batch system."""
    said: list[str] = []
    with contextlib.ExitStack() as stack:
        cluster = stack.enter_context(
            distributed.LocalCluster(n_workers=0, processes=True, dashboard_address=":0")
        )
        address = cluster.scheduler_address

        def say(line: str) -> None:
            if not said:
                stack.enter_context(worker(address))
            said.append(line)

        executor = stack.enter_context(connected(address))
        outcomes, _ = grade_all(
            lambda held: find([boxes / "in" / "ada"], "boxes", boxes / "later", held),
            load_assignment(boxes / "boxes"),
            boxes / "later",
            executor=executor,
            say=say,
        )
    assert outcomes[0].graded
    assert said[
        0
    ] == f"the Dask scheduler at {address} has no worker: waiting for one to join. " + (
        "Ctrl-C stops."
    )


@no_process_left
@pytest.mark.parametrize(
    "scheduler, said",
    [
        ("tcp://127.0.0.1:1", "the scheduler cannot be reached (Timed out trying to connect"),
        ("nothing.json", "this scheduler file cannot be read (No such file"),
        ("damaged.json", "this is not a scheduler file"),
        ("", "the scheduler cannot be reached"),
        (
            "tls://127.0.0.1:1",
            "tls://127.0.0.1:1 wants certificates, and Dask's settings name none",
        ),
    ],
)
def test_a_scheduler_that_is_not_there(
    scheduler: str,
    said: str,
    boxes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """One line, and no results folder."""
    monkeypatch.chdir(tmp_path)
    Path("damaged.json").write_text("{")
    monkeypatch.setattr(dask, "CONNECT_SECONDS", 0.3)
    assert main(command(boxes, "none", "--dask", scheduler)) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"autograder: --dask {scheduler}: {said}") and told.count("\n") == 1
    assert not (boxes / "none").exists()


@no_process_left
def test_without_dask_the_extra_is_named(
    boxes: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Nothing else needs it."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(command(boxes, "none", "--dask", "tcp://127.0.0.1:1")) == 2
    told = capsys.readouterr().err
    assert "--dask needs Dask's distributed: " in told and "[dask]" in told
    monkeypatch.undo()
    code = "import autograder.batch, sys; print(json.dumps('distributed' in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", f"import json; {code}"], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) is False
