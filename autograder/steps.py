"""What a command of several long steps shows: which one runs, and how long each took."""

from __future__ import annotations

import time

from rich.console import Console


class Steps:
    """Says what is going on, and how long each step took."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._text = ""
        self._since = 0.0
        self._status = console.status("")

    def __enter__(self) -> Steps:
        self._status.start()
        return self

    def __exit__(self, *details: object) -> None:
        if details[0] is None:
            self._finish()
        self._status.stop()

    def start(self, text: str) -> None:
        """Begin a step; the one before is done."""
        self._finish()
        self._text, self._since = text, time.perf_counter()
        self._status.update(text)
        if not self._console.is_terminal:
            self._console.print(f"... {text}", markup=False)

    def _finish(self) -> None:
        if self._text:
            seconds = time.perf_counter() - self._since
            self._console.print(f"{seconds:5.1f} s  {self._text}", markup=False)
            self._text = ""
