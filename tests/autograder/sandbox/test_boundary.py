"""What only a boundary of the operating system can stop is stopped, and known to be."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

import adlearn
from autograder.errors import UsageError
from autograder.sandbox import levels
from autograder.sandbox.families import WAYS, Family
from autograder.sandbox.packages import DEFAULT_PACKAGES
from autograder.sandbox.process import Limits, MachineError, Worker, _tried
from autograder.sandbox.worker import values

pytestmark = pytest.mark.usefixtures("no_process_left")


@pytest.fixture(autouse=True, scope="module")
def a_boundary() -> None:
    """Skip what needs a boundary on a machine that has none."""
    with Worker() as worker:
        if worker.isolation["level"] < levels.ENOUGH:
            pytest.skip(f"submissions run in {worker.isolation['name']} here")


def attempt(source: str) -> str:
    """Run a cell that says what it got; give that, or how it was stopped."""
    with Worker(Limits(cpu_seconds=30, wall_seconds=60)) as worker:
        outcome = worker.run_cell("q1", textwrap.dedent(source))
        if not outcome.ok:
            return f"stopped: {(outcome.error or {}).get('type')}"
        reply = worker.request({"op": "get", "path": "got"})
        return str(reply.get("value", reply))


def unheld(source: str, folder: Path) -> str:
    """Run the same where nothing holds it back: what is asked for is there to be had."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(source) + "\nprint(got)"],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    return done.stdout


def test_a_submission_reads_no_file_of_the_machine(tmp_path: Path):
    secret = tmp_path / "answers.txt"
    secret.write_text("the answers")
    source = f"got = open({str(secret)!r}).read()"
    assert "the answers" not in attempt(source) and "the answers" in unheld(source, tmp_path)


def test_a_submission_writes_no_file_outside_of_its_folder(tmp_path: Path):
    target = tmp_path / "left.txt"
    source = f"open({str(target)!r}, 'w').write('x')\ngot = 1"
    attempt(source)
    assert not target.exists()
    unheld(source, tmp_path)
    assert target.exists()


def test_the_reference_engine_is_not_read_from_disk_and_run(tmp_path: Path):
    folder = str(Path(str(adlearn.__file__)).parents[1])
    source = f"""
    import importlib.util, sys
    finders, sys.meta_path[:] = list(sys.meta_path), [
        finder for finder in sys.meta_path if type(finder).__name__ != "PackageFinder"
    ]
    for name in [n for n in sys.modules if n.partition(".")[0] == "adlearn"]:
        del sys.modules[name]
    sys.path.insert(0, {folder!r})
    import adlearn
    got = adlearn.grad(lambda x: x * x)(3.0)
    """
    assert "6.0" not in attempt(source) and "6.0" in unheld(source, tmp_path)


def test_no_other_program_computes_the_answers(tmp_path: Path):
    engine = "import adlearn; print(adlearn.grad(lambda x: x * x)(3.0))"
    folder = str(Path(str(adlearn.__file__)).parents[1])
    source = f"""
    import subprocess
    got = subprocess.run(
        [{sys.executable!r}, "-c", {engine!r}],
        capture_output=True, text=True, env={{"PYTHONPATH": {folder!r}}},
    ).stdout
    """
    assert "6.0" not in attempt(source) and "6.0" in unheld(source, tmp_path)


def test_a_submission_speaks_to_nobody(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        port = server.getsockname()[1]
        source = f"""
        import socket
        socket.create_connection(("127.0.0.1", {port}), timeout=10).sendall(b"x")
        got = "sent"
        """
        assert "sent" not in attempt(source) and "sent" in unheld(source, tmp_path)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_a_submission_sees_no_other_process(tmp_path: Path):
    source = f"got = open('/proc/{os.getpid()}/cmdline').read()"
    assert "python" not in attempt(source) and "python" in unheld(source, tmp_path)


@pytest.mark.parametrize("way", [way for way in WAYS if way is None or not way["namespaces"]])
def test_every_way_of_making_workers_keeps_every_promise(way: dict[str, bool] | None):
    kind = Family(DEFAULT_PACKAGES)
    kind._ways = [way]
    try:
        through = _tried(kind, Limits())
    finally:
        kind.close()
    if way is not None and way["drop_user"] and through.get("works"):
        assert os.getuid() == 0  # a Python that is installed for root alone
    else:
        assert levels.isolation(through, kind.layers)["level"] == 2


UNCONFINED = """
import json, sys
from autograder.sandbox.worker import values
from autograder.sandbox.worker.evaluator import Evaluator
reply = Evaluator({}, contain_interrupts=True).handle(json.load(sys.stdin))
print(json.dumps(reply))
"""


class Unconfined:
    """Answers as a worker does, from a process that nothing holds back."""

    def request(self, request: dict[str, Any]) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-c", UNCONFINED],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=True,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(Path(str(adlearn.__file__)).parents[1])},
        )
        reply = json.loads(done.stdout)
        return {**reply, "value": values.decode(reply["value"])}

    def __init__(self, folder: Path) -> None:
        self.folder = folder


def test_what_is_not_stopped_is_seen(tmp_path: Path):
    found = levels.isolation(levels.tried(Unconfined(tmp_path)), [])
    assert found["level"] == 0
    # Where this test runs, some rights may be out of reach for anybody.
    assert set(levels.PROMISES) - set(found["missing"]) <= {"gains-no-rights"}


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="needs bubblewrap")
def test_an_outer_runner_by_name_is_a_second_boundary(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AUTOGRADER_RUNNER", "bwrap")
    kind = Family(DEFAULT_PACKAGES)
    try:
        assert levels.isolation(_tried(kind, Limits()), kind.layers)["level"] >= 2
        command = Path(f"/proc/{kind.parent}/cmdline").read_text()
        assert command.startswith("bwrap\0")
        parent = kind.parent
    finally:
        kind.close()
    assert not Path(f"/proc/{parent}").exists()


def test_a_runner_that_is_not_there_is_an_error_that_says_what_there_is(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setenv("AUTOGRADER_RUNNER", "docker")
    with pytest.raises(UsageError, match="It may be bwrap, or empty"):
        Family(DEFAULT_PACKAGES)


def test_a_worker_whose_boundary_does_not_close_gets_no_submission(
    monkeypatch: pytest.MonkeyPatch,
):
    with Worker() as worker:
        held = worker.isolation["layers"]
    monkeypatch.setattr(worker._family, "layers", [*held, "another"])
    with pytest.raises(MachineError, match="did not close: another"):
        Worker().start()
