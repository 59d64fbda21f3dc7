"""What is shown while checks run long: which one it is, and for how many seconds already.

A thread of its own writes it, since the student's code has the kernel's. It only ever sends text:
nothing of the notebook runs in it, and what is shown is gone when the checks are done. Where there
are no threads, nothing is shown.
"""

from __future__ import annotations

import contextlib
import contextvars
import html
import os
import secrets
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any, Protocol, TextIO

from autograder.mistakes.history import kernel_shell
from autograder.stopping import started

#: After how many seconds something is shown, and how often it is looked at anew.
QUICK_SECONDS, TICK_SECONDS = 1.0, 0.5

_LOOK = (
    "font-family:system-ui,sans-serif;line-height:1.45;max-width:52em;"
    "border:1px dashed rgba(128,128,128,.6);border-radius:6px;padding:.4em .9em;margin:.3em 0;"
    "overflow-wrap:anywhere"
)


class Place(Protocol):
    """Where a line can be shown, written over, and taken away."""

    def show(self, text: str) -> None:
        """Show a line in place of the one before."""

    def clear(self) -> None:
        """Take it away."""


class InNotebook:
    """An output of the cell that runs; must be made in the thread that runs it.

    Parameters
    ----------
    shell : IPython's shell in a kernel
    """

    def __init__(self, shell: Any) -> None:
        self._publish = shell.display_pub.publish
        self._shell = shell
        self._cell = shell.execution_count
        self._id = secrets.token_hex(8)
        self._there = False

    def show(self, text: str) -> None:
        """Show a line in place of the one before."""
        line = f'<div style="{_LOOK}">{html.escape(text)}</div>'
        self._send({"text/plain": text, "text/html": line})

    def clear(self) -> None:
        """Leave an output that holds nothing: to clear them all would take the cell's prints."""
        self._send({})

    def replace(self, data: Mapping[str, str]) -> bool:
        """Put something else there, once, if the cell that it belongs to still runs."""
        if not self._there or self._shell.execution_count != self._cell:
            return False
        self._send(data)
        self._there = False
        return True

    def _send(self, data: Mapping[str, str]) -> None:
        self._publish(dict(data), transient={"display_id": self._id}, update=self._there)
        self._there = True


class OnTerminal:
    """A line of a terminal that is written over.

    Parameters
    ----------
    stream : file
        Standard error, so that nothing of it is in what is piped on.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def show(self, text: str) -> None:
        """Show a line in place of the one before."""
        # Longer than the terminal is wide, it could not be written over any more.
        width = _width(self._stream) - 1
        text = text if len(text) <= width else text[: width - 1] + "…"
        self._stream.write(f"\r\x1b[K{text}")
        self._stream.flush()

    def clear(self) -> None:
        """Take it away."""
        self._stream.write("\r\x1b[K")
        self._stream.flush()


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def place_here() -> InNotebook | OnTerminal | None:
    """Give where something can be shown: in a notebook, on a terminal, or nowhere."""
    shell = kernel_shell()
    if shell is not None:
        # Where a cell's outputs are captured, each line would be kept.
        return InNotebook(shell) if hasattr(shell.display_pub, "pub_socket") else None
    stream = sys.stderr
    return OnTerminal(stream) if stream is not None and stream.isatty() else None


class Waiting:
    """Shows what runs, once it has run for a while; a context that checks are run in.

    Parameters
    ----------
    place : Place or None
    """

    def __init__(self, place: Place | None) -> None:
        self._place = place
        self._now = ("", 0.0)  # what runs, and since when, in one: another thread reads it
        self._shown = ""
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self, text: str) -> None:
        """Say what runs from now on."""
        self._now = (text, time.monotonic())

    def __enter__(self) -> Waiting:
        if self._place is not None:
            # A kernel knows by the context which cell an output belongs to.
            context = contextvars.copy_context()
            thread = threading.Thread(
                target=context.run, args=(self._tick, self._place), name="waiting", daemon=True
            )
            self._thread = thread if started(thread) else None
        return self

    def __exit__(self, *details: object) -> None:
        self._over.set()
        if self._thread is None or self._place is None:
            return
        self._thread.join()  # it must not write over what comes after
        if self._shown:
            with contextlib.suppress(Exception):
                self._place.clear()

    def _tick(self, place: Place) -> None:
        wait = QUICK_SECONDS
        while not self._over.wait(wait):
            wait = TICK_SECONDS
            now, since = self._now
            text = f"{now} ({time.monotonic() - since:.0f} s)"
            if now and text != self._shown:
                self._shown = text
                with contextlib.suppress(Exception):  # no check may fail for a line
                    place.show(text)
