"""What only a boundary of the operating system can stop: known, and expected to be stopped.

Each of these works today, so each test is expected to fail. One that passes means that the boundary
has come: then the mark goes, and the line in docs/grading.md with it.
"""

from __future__ import annotations

import os
import socket
import sys
import textwrap
from pathlib import Path

import pytest

import adlearn
from autograder.sandbox.process import Limits, Worker

pytestmark = pytest.mark.usefixtures("no_process_left")

open_ = pytest.mark.xfail(strict=True, reason="needs a boundary of the operating system")


def attempt(source: str) -> str:
    """Run a cell that says what it got; give that, or how it was stopped."""
    with Worker(Limits(cpu_seconds=30, wall_seconds=60)) as worker:
        outcome = worker.run_cell("q1", textwrap.dedent(source))
        if not outcome.ok:
            return f"stopped: {(outcome.error or {}).get('type')}"
        reply = worker.request({"op": "get", "path": "got"})
        return str(reply.get("value", reply))


@open_
def test_a_submission_reads_no_file_of_the_machine(tmp_path: Path):
    secret = tmp_path / "answers.txt"
    secret.write_text("the answers")
    assert "the answers" not in attempt(f"got = open({str(secret)!r}).read()")


@open_
def test_a_submission_writes_no_file_outside_of_its_folder(tmp_path: Path):
    target = tmp_path / "left.txt"
    attempt(f"open({str(target)!r}, 'w').write('x')\ngot = 1")
    assert not target.exists()


@open_
def test_the_reference_engine_is_not_read_from_disk_and_run():
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
    assert "6.0" not in attempt(source)


@open_
def test_no_other_program_computes_the_answers():
    engine = "import adlearn; print(adlearn.grad(lambda x: x * x)(3.0))"
    folder = str(Path(str(adlearn.__file__)).parents[1])
    source = f"""
    import subprocess
    got = subprocess.run(
        [{sys.executable!r}, "-c", {engine!r}],
        capture_output=True, text=True, env={{"PYTHONPATH": {folder!r}}},
    ).stdout
    """
    assert "6.0" not in attempt(source)


@open_
def test_a_submission_speaks_to_nobody():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        port = server.getsockname()[1]
        said = attempt(
            f"""
            import socket
            socket.create_connection(("127.0.0.1", {port}), timeout=10).sendall(b"x")
            got = "sent"
            """
        )
    assert "sent" not in said


@open_
@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_a_submission_sees_no_other_process():
    said = attempt(f"got = open('/proc/{os.getpid()}/cmdline').read()")
    assert "pytest" not in said and "python" not in said
