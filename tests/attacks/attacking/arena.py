"""A grader among canaries: it is given one attack after another, and looked at after each.

The grader is the real one in a process of its own, so that an attack that ends it is a finding and
not the end of the tests. After each attack it grades an honest submission, in the same process.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from attacking import intake
from attacking.attack import Attack
from attacking.canaries import ROOT, Ears, Files, tokens
from attacking.processes import adopting, descendants, end, those_left
from attacking.tools import tools_cell

#: The user that a grader without rights runs as.
NOBODY = 65534
#: How much the grader may have grown after an attack, in MiB.
GROWTH = 64
#: How long processes may take to end, in seconds.
ENDING = 10.0
#: How many prepared processes there may be.
KINDS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attack.

    Parameters
    ----------
    points : float
    refused : str
        Why the file was not graded.
    level : int
        How far the worker was kept apart.
    notes : tuple of str
        What the instructor reads beside the verdicts.
    verdicts : mapping
        Check to verdict.
    seconds, cpu, memory : float
        Wall time, processor time, and what the grader holds in MiB.
    broken : tuple of str
        Every promise that does not hold, in words.
    """

    points: float = 0.0
    refused: str = ""
    level: int = 0
    notes: tuple[str, ...] = ()
    verdicts: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: float = 0.0
    memory: float = 0.0
    broken: tuple[str, ...] = ()


def command_as_nobody() -> list[str] | None:
    """Give what starts a program as an ordinary user, or None if that is not possible here."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return None
    prefix = [sys.executable, "-P", str(Path(__file__).with_name("becoming.py")), str(NOBODY)]
    probe = (
        "import os, numpy, sqlite3, autograder; assert os.getuid() and not os.access('/root', 2)"
    )
    try:
        subprocess.run(
            [*prefix, sys.executable, "-P", "-c", probe],
            check=True,
            timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return prefix


@contextlib.contextmanager
def standing(prefix: Sequence[str] = (), *, namespaces: bool = True) -> Iterator[Arena]:
    """Put up an arena in a folder that everybody may enter, and take it away again."""
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        os.chmod(folder, 0o755)
        arena = Arena(Path(folder) / "lab", prefix, namespaces=namespaces)
        try:
            yield arena
        finally:
            arena.close()


class Arena:
    """Canaries, and the grader among them.

    Parameters
    ----------
    folder : Path
        A folder for them that does not exist yet.
    prefix : sequence of str
        What starts the grader as somebody else.
    namespaces : bool
        Whether workers may have namespaces of their own: containers often do not permit it.
    """

    def __init__(
        self, folder: Path, prefix: Sequence[str] = (), *, namespaces: bool = True
    ) -> None:
        self._options = [] if namespaces else ["without-namespaces"]
        owner = NOBODY if prefix else None
        self._words = tokens()
        self._files = Files(folder, self._words, owner)
        self._ears = Ears(self._files, owner)
        self._prefix = list(prefix)
        self._stack = contextlib.ExitStack()
        self._stack.enter_context(adopting())
        self._log = tempfile.TemporaryFile()  # noqa: SIM115
        self._stack.enter_context(self._log)
        self._others = set(descendants())
        self._number = 0
        self._bases = intake.bases()
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        self._files_before = self._files.seen()

    def _start(self) -> None:
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "PYTHONPATH": str(self._files.folder / "code"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self._files.folder / "scratch"),
            "OPENBLAS_NUM_THREADS": "1",
            "CANARY": self._words["environment"],
        }
        script = Path(__file__).with_name("target.py")
        pack = self._files.folder / "code" / "pack"
        self._grader = subprocess.Popen(
            [*self._prefix, sys.executable, "-P", str(script), str(pack), *self._options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            cwd=self._files.folder,
            env=environment,
            start_new_session=True,
        )
        hello = self._say({"word": self._words["memory"]}, 120)
        if hello is None:
            raise RuntimeError(f"The grader did not start. It says: {self._last_words()}")
        self._places = {
            **self._files.places,
            **self._ears.places,
            "grader": hello["pid"],
            "address": hello["address"],
            "length": hello["length"],
            "uid": NOBODY if self._prefix else os.getuid(),
        }
        self._allowed = self._others | {self._grader.pid}
        asked = ("test_mul", "test_backward_tree")
        self.honest = Attack("an honest submission", base="right", checks=asked)
        self._order(self.honest)
        told = self._order(self.honest)
        if told is None or not told.get("whole"):
            raise RuntimeError(f"The grader under attack can not grade right answers: {told}")
        #: How far workers are kept apart here.
        self.isolation = told["isolation"]
        self.level = self.isolation.get("level", 0)
        self._memory = told["memory"]

    def _say(self, message: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        """Send a line and wait for one; None if none came."""
        assert self._grader.stdout is not None
        try:
            self._send(message)
        except OSError:
            return None
        data, deadline = b"", time.monotonic() + seconds
        descriptor = self._grader.stdout.fileno()
        while not data.endswith(b"\n"):
            left = deadline - time.monotonic()
            ready, _, _ = select.select([descriptor], [], [], max(0.0, left))
            part = os.read(descriptor, 1 << 20) if ready else b""
            if not part:
                return None
            data += part
        try:
            return dict(json.loads(data))
        except ValueError:
            return None

    def _last_words(self) -> str:
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")[-1000:].strip()

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._grader.stdin is not None
        self._grader.stdin.write(json.dumps(message).encode() + b"\n")
        self._grader.stdin.flush()

    def _order(self, attack: Attack) -> dict[str, Any] | None:
        return self._say(self._placed(attack), attack.within + 30)

    def _placed(self, attack: Attack) -> dict[str, Any]:
        """Write the submission down and give the order to grade it."""
        self._number += 1
        tools = tools_cell(self._places, platform.machine())
        path = intake.hand_in(self._files, self._bases, attack, tools, f"s{self._number}.ipynb")
        return {
            "path": str(path),
            "checks": list(attack.checks),
            "limits": dict(attack.limits),
        }

    def run(self, attack: Attack) -> Outcome:
        """Grade an attack and an honest submission after it, and see what is different."""
        told = self._order(attack)
        after = self._order(self.honest) if told is not None else None
        outcome = Outcome()
        broken: list[str] = []
        if told is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._grader.wait(1.0)
            ended = self._grader.poll()
            broken.append(
                f"the grader gave no answer in {attack.within + 30:g} s, or none to use"
                if ended is None
                else f"the grader was ended ({ended}): {self._last_words()}"
            )
        else:
            outcome = Outcome(
                points=told["points"],
                refused=told["refused"],
                level=told.get("isolation", {}).get("level", 0),
                notes=tuple(told["notes"]),
                verdicts=dict(told["verdicts"]),
                seconds=told["seconds"],
                cpu=told["cpu"],
                memory=told["memory"],
            )
            broken += self._about(attack, outcome, told)
            if after is None or not after.get("whole"):
                given = "no answer" if after is None else f"{after['points']:g}, {after['notes']}"
                broken.append(f"the honest submission after it got {given}")
            elif after["memory"] > self._memory + GROWTH:
                broken.append(f"the grader grew from {self._memory:.0f} to {after['memory']:.0f}")
        broken += self._around(after["prepared"] if after is not None else [])
        if broken and (told is None or after is None or any("changed" in one for one in broken)):
            self.again()
        return replace(outcome, broken=tuple(broken))

    def _about(self, attack: Attack, outcome: Outcome, told: Mapping[str, Any]) -> Iterator[str]:
        """Give what is wrong with the result itself."""
        if not attack.lowest <= outcome.points <= attack.highest:
            yield f"{outcome.points:g} points, and not {attack.lowest:g} to {attack.highest:g}"
        asks = [name for name, verdict in outcome.verdicts.items() if verdict == "error"]
        if asks:
            yield f"it asks for grading by hand: {', '.join(asks)} came to no verdict"
        notes = "\n".join([outcome.refused, *outcome.notes])
        if "Escaped" in notes:
            yield "it " + re.sub(r"(?s).*?(Escaped[^\n]*).*", r"\1", notes)[:300]
        if attack.says and not re.search(attack.says, notes):
            yield f"nothing says {attack.says!r}: {notes[:300]!r}"
        if attack.clean and "did not run" in notes:
            yield f"a cell did not run: {notes[:300]!r}"
        texts = {"result": told.get("result", ""), "notes": notes}
        texts |= {"feedback": "\n".join(told.get("feedback", ()))}
        texts |= {"withheld": told.get("withheld", "")}
        for place, text in texts.items():
            for name, word in self._words.items():
                if word in text and (place, name) != ("withheld", "reference"):
                    yield f"the {place} holds the word from: {name}"
        if told["harmed"]:
            yield "the grader's memory was changed"
        if outcome.seconds > attack.within:
            yield f"it took {outcome.seconds:.0f} s, and not at most {attack.within:g}"
        if len(texts["result"]) > 1 << 20:
            yield f"the result has {len(texts['result']) >> 20} MiB"

    def _around(self, prepared: Sequence[int]) -> Iterator[str]:
        """Give what changed around the grader."""
        # Those that workers are forked from stay, and there are few kinds of them.
        left = those_left(self._allowed | set(prepared), ENDING)
        if left or len(prepared) > KINDS:
            yield f"processes are left: {left or prepared}"
            end(set(left))
        for name in self._ears.heard():
            yield f"something came through: {name}"
        now = self._files.seen()
        for path in sorted({*now, *self._files_before}):
            if now.get(path) != self._files_before.get(path):
                yield f"a file changed: {os.path.relpath(path, self._files.folder)}"
        scratch = self._files.left_in_scratch()
        if len(scratch) > len(prepared):
            yield f"files are left: {scratch}"

    def killed_during(self, attack: Attack) -> dict[int, str]:
        """Kill the grader while it waits for an attack's cell; give the processes that are left."""
        standing = set(descendants()) - self._allowed
        self._send(self._placed(attack))
        busy: set[int] = set()
        deadline = time.monotonic() + ENDING
        # A worker that has closed its pipes is one that waits for nobody: the cell has begun.
        while time.monotonic() < deadline and not any(map(_is_alone, busy)):
            busy = set(descendants()) - self._allowed - standing
            time.sleep(0.01)
        self._grader.kill()
        left = those_left(self._allowed, ENDING)
        self.again()
        return left

    def again(self) -> None:
        """Begin with fresh canaries and a fresh grader."""
        owner = NOBODY if self._prefix else None
        folder = self._files.folder
        self._stop()
        self._ears.close()
        self._files.close()
        self._files = Files(folder, self._words, owner)
        self._ears = Ears(self._files, owner)
        self._start()
        self._files_before = self._files.seen()

    def _stop(self) -> None:
        with contextlib.suppress(OSError):
            os.kill(self._grader.pid, signal.SIGCONT)
        self._grader.kill()
        self._grader.wait()
        assert self._grader.stdin is not None and self._grader.stdout is not None
        with contextlib.suppress(OSError):
            self._grader.stdin.close()
        self._grader.stdout.close()
        those_left(self._others, ENDING)
        end(set(descendants()) - self._others)

    def close(self) -> None:
        """End the grader and take the canaries away."""
        self._stop()
        self._ears.close()
        self._files.close()
        self._stack.close()


def _is_alone(pid: int) -> bool:
    """Whether a process has closed all but its standard files."""
    try:
        return len(os.listdir(f"/proc/{pid}/fd")) <= 3
    except OSError:
        return False
