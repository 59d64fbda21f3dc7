"""Types beginners' mistakes into a real kernel, one after the other, and keeps the card of each.

    python -m tests.autograder.typing_in          writes docs/grader/mistakes.md

A mistake of ``mistakes.toml`` is typed like this: the released notebook's given and answer cells,
in order, from the top to the check of its question. Answers are the reference answers, but for
those in ``cells``; ``skip`` names cells that are not run, ``stub`` cells that are left as released.
``steps`` replaces that order: ``{to = CELL}``, ``{run = CELL}``, ``{code = TEXT}``, or
``{restart = true}``. What never ends says so with ``endless``, and is interrupted.
"""

from __future__ import annotations

import os
import queue
import re
import tempfile
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from autograder.build import release_notebook
from autograder.feedback.markdown import literal
from autograder.pack import Assignment, load_assignment

ROOT = Path(__file__).resolve().parents[2]

#: What never ends is interrupted after as many seconds, as its owner would do; and whatever else a
#: kernel does must be over after as many.
PATIENCE, LONGEST = 4.0, 120.0
_TYPED = ("setup", "public-checks", "given", "answer")


#: Makes `check` what it is before a notebook's checks are loaded.
_FRESH = """
import autograder.practice
vars(autograder.practice.check).update(vars(autograder.practice.Practice()))
"""


class Typist:
    """A kernel, and the cells of an assignment to type into it."""

    def __init__(self, assignment: Assignment, environment: Mapping[str, str], folder: str) -> None:
        roles = {cell.id: cell.role for cell in assignment.cells}
        released = release_notebook(assignment).cells
        self._released = {c.id: c.source for c in released}
        self._typed = {c.id for c in released if roles.get(c.id) in _TYPED}
        self._checks = {c.question: c.id for c in assignment.cells if c.role == "check"}
        self._order = [c.id for c in released]
        self._answers = {
            name: "\n".join(line for line in text.splitlines() if "### " not in line)
            for name, text in assignment.answers().items()
        }
        self._patience = LONGEST
        self._manager = KernelManager(kernel_name="python3")
        self._manager.start_kernel(env=dict(environment), cwd=folder)
        self._client = self._manager.client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=120)

    def close(self) -> None:
        """End the kernel."""
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def card(self, mistake: Mapping[str, Any]) -> str:
        """Type one mistake and give what its check shows, as text."""
        self._patience = LONGEST
        self._forget()
        for source in self._sources(mistake):
            self._run(source)
        self._patience = PATIENCE if mistake.get("endless") else LONGEST
        return "\n".join(_shown(self._run(mistake["check"])))

    def _forget(self) -> None:
        """Bring the kernel back to where a fresh one is, but for what it has imported."""
        self._run(_FRESH, store=False)
        self._run("get_ipython().reset()", store=False)

    def _sources(self, mistake: Mapping[str, Any]) -> Iterator[str]:
        cells = {**self._released, **self._answers}
        cells |= {name: self._released[name] for name in mistake.get("stub", ())}
        cells |= {name: text.strip("\n") for name, text in mistake.get("cells", {}).items()}
        gone = {*mistake.get("skip", ()), *mistake.get("delete", ())}
        question = mistake.get("question", "q1")
        last = mistake.get("until", self._checks[question])
        at = 0
        for step in mistake.get("steps") or [{"to": last}]:
            if "restart" in step:
                self._forget()
            elif "code" in step:
                yield step["code"].lstrip("\n")  # pasted text may end a line
            elif "run" in step:
                yield cells[step["run"]]
                at = self._order.index(step["run"]) + 1
            else:
                end = self._order.index(step["to"]) + 1
                wanted = (self._typed | mistake.get("cells", {}).keys()) - gone
                yield from (cells[n] for n in self._order[at:end] if n in wanted)
                at = end

    def _run(self, source: str, store: bool = True) -> list[tuple[str, Any]]:
        """Run a cell and give its outputs; interrupt it if it does not end."""
        sent = self._client.execute(source, store_history=store, allow_stdin=True)
        outputs: list[tuple[str, Any]] = []
        deadline = time.monotonic() + self._patience
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=0.2)
            except queue.Empty:
                if self._type_a_number():
                    deadline = time.monotonic() + self._patience
                elif time.monotonic() > deadline:
                    self._manager.interrupt_kernel()
                    deadline = time.monotonic() + LONGEST
                continue
            if message["parent_header"].get("msg_id") != sent:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return outputs
            outputs.append((kind, content))

    def _type_a_number(self) -> bool:
        """Type one if the kernel waits for it, and say whether it did."""
        try:
            self._client.get_stdin_msg(timeout=0)
        except queue.Empty:
            return False
        self._client.input("3")
        return True


def _shown(outputs: list[tuple[str, Any]]) -> Iterator[str]:
    places: dict[str, Any] = {}
    for kind, content in outputs:  # what was written over is not there in the end
        name = content.get("transient", {}).get("display_id")
        if kind == "display_data" and name:
            places[name] = content
        elif kind == "update_display_data":
            places[name]["data"] = content["data"]
    for kind, content in outputs:
        if kind in ("execute_result", "display_data"):
            yield from filter(None, [content["data"].get("text/plain")])
        elif kind == "error":
            yield f"{content['ename']}: {content['evalue']}"
        elif kind == "stream":
            yield content["text"].rstrip()


def mistakes() -> list[dict[str, Any]]:
    """Read the list of mistakes."""
    text = (Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["mistake"]
    return found


def typed(assignment: Assignment, folder: Path) -> dict[str, str]:
    """Type all mistakes in and give the card of each by name."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_NO_CONFIG": "1",
    }
    typist = Typist(assignment, environment, str(folder))
    try:
        return {mistake["name"]: typist.card(mistake) for mistake in mistakes()}
    finally:
        typist.close()


def said(card: str) -> list[str]:
    """Give what a card says to do next, each sentence once."""
    found = re.findall(r"^ +Next: (.*)$", card, re.MULTILINE)
    found += re.findall(r"^ +(When .* ran last, it stopped .*)$", card, re.MULTILINE)
    if not found and not card.startswith(("Q", "Build")):
        found = [card]  # nothing could be asked, and the card says why
    if not found and "not written yet" in card:
        found = re.findall(r"^ +(Not written yet.*)$", card, re.MULTILINE)
    again = ("The same as above.", "Once the check above is right, this one may be too.")
    return [text for text in dict.fromkeys(found) if text not in again]


_HEAD = (
    "# What a check says to beginners\n\nMistakes that are made with the scalar notebook, as they "
    "are typed, and what the card of the check says to do next. `python -m "
    "tests.autograder.typing_in` types them into a kernel and writes this page.\n"
)


def page(cards: Mapping[str, str]) -> str:
    """Write the page that lists the mistakes with what is said to each."""
    lines = [_HEAD]
    question = ""
    for mistake in sorted(mistakes(), key=lambda one: one.get("question", "q1")):
        if mistake.get("question", "q1") != question:
            question = mistake.get("question", "q1")
            lines.append(f"## {question.upper()}\n")
        lines.append(f"**{literal(mistake['did'])}**\n")
        lines += [f"> {literal(text)}\n" for text in said(cards[mistake["name"]])[:2]]
    return "\n".join(lines)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        scalar = load_assignment(ROOT / "assignments" / "scalar")
        text = page(typed(scalar, Path(home)))
    (ROOT / "docs" / "grader" / "mistakes.md").write_text(text, encoding="utf-8")
    print(ROOT / "docs" / "grader" / "mistakes.md")
