"""What is shown while a check runs long: in a real kernel, on a terminal, and in a pipe.

The check waits for a file, which is written once the line was seen: no test measures time.
"""

from __future__ import annotations

import os
import pty
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

LONGEST = 120.0
LOAD = """
import os, time
from autograder import check, waiting
waiting.QUICK_SECONDS, waiting.TICK_SECONDS = 0.05, 0.05
check.load(
    "demo",
    "A demo",
    questions={"q4": "Q4: pictures"},
    cells={"q4-slow": "q4"},
    points={"q4-slow": 2.0},
    hidden={},
    source='''
import pytest

@pytest.mark.points(1, cell="q4-slow")
def test_first(submission):
    "the first one"
    assert submission.first(1) == 1

@pytest.mark.points(1, cell="q4-slow")
def test_slow(submission):
    "form_picture brings *the loss* down"
    assert submission.slow(1) == 1
''',
)
def first(x):
    return x
def slow(x):
    print("printed by the student")
    while not os.path.exists("go on"):
        time.sleep(0.01)
    return x
"""
SLOWER = "def first(x):\n    time.sleep(0.5)\n    return x\n"
LINE = "Q4: check 2 of 2 runs: form_picture brings *the loss* down ("


class Kernel:
    """A real kernel, and what a front end keeps of what it sends."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        environment = {**environment, "IPYTHONDIR": str(folder), "JUPYTER_NO_CONFIG": "1"}
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(env=environment, cwd=str(folder))
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=LONGEST)
        self.late: list[Any] = []

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def interrupt(self) -> None:
        self._manager.interrupt_kernel()

    def run(
        self, source: str, once_seen: Callable[[], object] | None = None
    ) -> tuple[list[str], list[dict[str, Any]]]:
        """Run a cell; give all lines that were shown for a while, and the outputs that stay."""
        sent = self._client.execute(source)
        shown: list[str] = []
        outputs: list[dict[str, Any]] = []
        places: dict[str, int] = {}
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            try:
                message = self._client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                continue
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != sent:
                self.late.append((kind, content))
                continue
            if kind == "status" and content["execution_state"] == "idle":
                return shown, outputs
            name = content.get("transient", {}).get("display_id")
            line = content.get("data", {}).get("text/plain", "")
            if kind == "update_display_data":
                outputs[places[name]] = content["data"]
            elif kind in ("display_data", "execute_result"):
                places[name] = len(outputs)
                outputs.append(content["data"])
            elif kind in ("stream", "error"):
                outputs.append({kind: content.get("text", content.get("evalue"))})
            if " runs: " in line:
                shown.append(line)
                assert line in content["data"]["text/html"]
                if once_seen is not None and len([s for s in shown if LINE in s]) > 1:
                    once_seen()
                    once_seen = None
        raise AssertionError(f"the cell did not end: {shown}, {outputs}")


@pytest.fixture
def kernel(tmp_path: Path, child_environment: dict[str, str]) -> Iterator[Kernel]:
    started = Kernel(tmp_path, child_environment)
    started.run(LOAD)
    started.late.clear()
    yield started
    started.close()


def test_a_long_check_says_what_runs_and_its_card_takes_the_place(kernel: Kernel):
    """The seconds go on; what the student printed stays, and nothing of the line does."""
    shown, outputs = kernel.run('check("q4")', (kernel.folder / "go on").touch)
    slow = [line for line in shown if line.startswith(LINE)]
    seconds = [int(line.removeprefix(LINE).removesuffix(" s)")) for line in slow]
    assert seconds == sorted(set(seconds)) and len(seconds) > 1
    printed, card = outputs
    assert printed == {"stream": "printed by the student\n"}
    assert card["text/plain"].startswith("Q4: pictures (q4-slow): 2 of 2 public checks passed")
    assert "<ul" in card["text/html"] and "runs:" not in card["text/html"]
    _, again = kernel.run("_")
    assert again == [card]  # the report is a value like any other
    assert kernel.late == []


def test_the_line_is_gone_where_no_card_follows_or_the_card_is_a_score(kernel: Kernel):
    """nbgrader's validate finds the score in the cell's result, as ever."""
    go_on = kernel.folder / "go on"
    shown, outputs = kernel.run('check.points("q4-slow")', go_on.touch)
    assert shown and [one.get("text/plain") for one in outputs] == [None, None, "2.0"]
    assert outputs[1] == {} and "2 of 2" in outputs[2]["text/html"]
    go_on.unlink()
    shown, outputs = kernel.run('kept = check("q4")', go_on.touch)
    assert shown and outputs[1:] == [{}]
    _, outputs = kernel.run("kept")
    assert "2 of 2" in outputs[0]["text/html"]


def test_a_quick_check_shows_nothing_but_its_card(kernel: Kernel):
    kernel.run(f"waiting.QUICK_SECONDS = 600.0\n{SLOWER}")
    (kernel.folder / "go on").touch()
    shown, outputs = kernel.run('check("q4")')
    kinds = [sorted(one) for one in outputs]
    assert not shown and kinds == [["stream"], ["text/html", "text/plain"]]


def test_what_is_shown_and_then_stopped_is_gone(kernel: Kernel):
    """The interrupt reaches the student's code, its card says so, and nothing comes later."""
    shown, outputs = kernel.run('check("q4")', kernel.interrupt)
    assert shown and len(outputs) == 2
    assert "You stopped this while your code ran" in outputs[1]["text/plain"]
    assert kernel.run("1 + 1")[1] == [{"text/plain": "2"}]
    threads = "import threading; [t for t in threading.enumerate() if t.name == 'waiting']"
    assert kernel.run(threads)[1] == [{"text/plain": "[]"}]
    assert kernel.late == []


def test_a_captured_cell_keeps_no_line(kernel: Kernel):
    """`%%capture` keeps whatever is displayed, each line for itself."""
    (kernel.folder / "go on").touch()
    kernel.run(f'%%capture kept\n{SLOWER}check("q4")')
    assert kernel.run("len(kept.outputs)")[1] == [{"text/plain": "1"}]


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_outside_of_a_notebook_only_a_terminal_is_told(
    tmp_path: Path, child_environment: dict[str, str], terminal: bool
):
    """One line of standard error that is written over and taken away; standard output has none."""
    ours, theirs = pty.openpty()
    slower = "" if terminal else SLOWER
    process = subprocess.Popen(
        [sys.executable, "-c", f'{LOAD}{slower}print(check("q4"))'],
        cwd=tmp_path,
        env=child_environment,
        stdout=subprocess.PIPE,
        stderr=theirs if terminal else subprocess.PIPE,
    )
    os.close(theirs)
    said = b""
    try:
        if terminal:
            while (
                b"check 2 of 2 runs: form_picture" not in said
            ):  # ends with an error if the process ends
                said += os.read(ours, 4096)
        (tmp_path / "go on").touch()
        out, error = process.communicate(timeout=LONGEST)
        while terminal:
            try:
                said += os.read(ours, 4096)
            except OSError:  # all of it was read
                break
    finally:
        process.kill()
        os.close(ours)
    assert b"2 of 2 public checks passed" in out and b"runs:" not in out
    if terminal:
        assert said.startswith(b"\r\x1b[KQ4: check ") and said.endswith(b"\r\x1b[K")
        assert b"\n" not in said
    else:
        assert error == b""
