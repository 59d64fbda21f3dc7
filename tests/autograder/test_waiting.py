"""What is shown while a check runs long: in a real kernel, on a terminal, and in a pipe.

The check waits for a file, which is written once the line was seen. Where nothing must be shown, it
waits as long as there is a thread that could show something and has not done so: where there is
none, it does not wait at all. An instructor's answer sleeps: what is shown then may be any number
of lines, and the test asks for one.
"""

from __future__ import annotations

import os
import pty
import queue
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

from autograder.build import write_notebook
from tests.autograder.boxes import handed_in, make_pack

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
UNTIL_SHOWN = """
import threading

shown = []

def noted(kind):
    own = kind.show
    def show(self, text):
        try:
            own(self, text)
        finally:
            shown.append(text)
    kind.show = show

noted(waiting.InNotebook)
noted(waiting.OnTerminal)

def first(x):
    while not shown and any(one.name == "waiting" for one in threading.enumerate()):
        time.sleep(0.01)
    return x

slow = first
"""
UNTIL_ASKED_TO_WAIT = """
import threading, types

waits = []

class Noted(threading.Event):
    def wait(self, timeout=None):
        waits.append(timeout)
        return super().wait(timeout)

waiting.threading = types.SimpleNamespace(Event=Noted, Thread=threading.Thread)
waiting.QUICK_SECONDS = 600.0

def first(x):
    while not waits:
        time.sleep(0.01)
    return x

def slow(x):
    return x
"""
SLOW_ADD = "def add(a, b):\n    import time\n    time.sleep(1)\n    return a + b"
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
    """The first that is shown would be after the time for what is quick."""
    kernel.run(UNTIL_ASKED_TO_WAIT)
    shown, outputs = kernel.run('check("q4")')
    assert not shown and [sorted(one) for one in outputs] == [["text/html", "text/plain"]]
    assert kernel.run("waits")[1] == [{"text/plain": "[600.0]"}]


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
    kernel.run(UNTIL_SHOWN)
    kernel.run('%%capture kept\ncheck("q4")')
    assert kernel.run("len(kept.outputs), len(shown)")[1] == [{"text/plain": "(1, 0)"}]


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_outside_of_a_notebook_only_a_terminal_is_told(
    tmp_path: Path, child_environment: dict[str, str], terminal: bool
):
    """One line of standard error that is written over and taken away; standard output has none."""
    script = f'{LOAD}{"" if terminal else UNTIL_SHOWN}print(check("q4"))'
    seen = b"check 2 of 2 runs: form_picture"
    run = Run([sys.executable, "-c", script], tmp_path, child_environment, error=terminal)
    said = run.until(seen) if terminal else b""
    (tmp_path / "go on").touch()
    out, error = run.rest()
    assert b"2 of 2 public checks passed" in out and b"runs:" not in out
    if terminal:
        said += error
        assert said.startswith(b"\r\x1b[KQ4: check ") and said.endswith(b"\r\x1b[K")
        assert b"\n" not in said
    else:
        assert error == b""


class Run:
    """A process, one of whose two outputs may be a terminal."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        environment: dict[str, str],
        *,
        out: bool = False,
        error: bool = False,
    ) -> None:
        self._ours, theirs = pty.openpty()
        self._error = error
        self._terminal = out or error
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment, "TERM": "xterm", "COLUMNS": "150"},
            stdout=theirs if out else subprocess.PIPE,
            stderr=theirs if error else subprocess.PIPE,
        )
        os.close(theirs)

    def _read(self) -> bytes:
        assert select.select([self._ours], [], [], LONGEST)[0], "the terminal shows nothing more"
        return os.read(self._ours, 4096)

    def until(self, pattern: bytes) -> bytes:
        """Read the terminal until it shows something; fail if the process ends before."""
        said = b""
        try:
            while not re.search(pattern, re.sub(rb"\x1b\[[\d;?]*\w", b"", said)):
                said += self._read()
        except OSError as error:
            raise AssertionError(f"{said!r} {self._process.communicate()}") from error
        return said

    def rest(self) -> tuple[bytes, bytes]:
        """Wait for its end, and give what is left of both outputs."""
        try:
            said = b""
            while self._terminal:
                try:
                    said += self._read()
                except OSError:  # all of it was read
                    break
            out, error = self._process.communicate(timeout=LONGEST)
            return (out, said) if self._error else (said if out is None else out, error)
        finally:
            self._process.kill()
            os.close(self._ours)


GRADE = """
import sys
from autograder import cli, tables
tables.LONG_SECONDS = 0.0
sys.exit(cli.main())
"""


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
def test_an_instructor_sees_which_check_of_whose_takes_long(
    tmp_path: Path, child_environment: dict[str, str], terminal: bool
):
    """On a terminal only: a log has a line for each submission, as ever."""
    pack = make_pack(tmp_path / "boxes")
    slow = handed_in(pack, {"q1-add-answer": SLOW_ADD})
    write_notebook(slow, tmp_path / "ada.ipynb")
    command = [sys.executable, "-c", GRADE, "grade", "ada.ipynb", "-a", str(pack.folder)]
    run = Run([*command, "-o", "results"], tmp_path, child_environment, out=terminal)
    said = run.until(rb"0/1 ada: test_add for \d s") if terminal else b""
    out, _ = run.rest()
    assert b"1 of 1 graded" in out
    assert terminal or (b"test_add" not in said + out and b"[1/1] ada: 8 / 10" in out)


def test_a_selftest_in_a_terminal_says_which_answer_runs(
    tmp_path: Path, child_environment: dict[str, str]
):
    """The oldest that has not come back; nothing of it is left in the end."""
    pack = make_pack(tmp_path / "boxes")
    (pack.folder / "right").mkdir()
    text = f"#: title = 'slow'\n\n# %% [q1-add-answer]\n{SLOW_ADD}\n"
    (pack.folder / "right" / "asleep.py").write_text(text)
    command = [sys.executable, "-m", "autograder", "selftest", str(pack.folder), "--jobs", "1"]
    run = Run(command, tmp_path, child_environment, error=True)
    run.until(rb"0 of 1 answers of the banks: right/asleep runs \(\d+ s\)")
    out, error = run.rest()
    assert b"1 of 1 right answers keep every point" in out and error.endswith(b"\r\x1b[K")
