"""Which cells a notebook's kernel has run, and what stopped those that did not run to their end."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from autograder.mistakes.side_by_side import Ran
from autograder.sandbox.worker.errors import describe

#: Execution number to how that cell ran, in this kernel since the checks were loaded.
_outcomes: dict[int, Ran] = {}


def watch() -> None:
    """From now on, remember how each cell of this kernel runs; outside of a kernel, do nothing."""
    shell = kernel_shell()
    if shell is not None and _remember not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _remember)


def kernel_shell() -> Any:
    """Give IPython's shell if this process is a notebook's kernel, else None."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell if shell is not None and hasattr(shell, "kernel") else None


def _remember(result: Any) -> None:
    shell = kernel_shell()
    if result.execution_count is None or shell is None:
        return  # a cell that leaves no trace in the history
    error = result.error_before_exec or result.error_in_exec
    source = (result.info.raw_cell or "").rstrip("\n")  # as the history keeps it
    if error is None:
        _outcomes[result.execution_count] = Ran("", source)
        return
    record = describe(error, shell.user_ns)
    _outcomes[result.execution_count] = Ran(
        "", source, record["type"], record["message"], record["line"]
    )


def ran(namespace: Mapping[str, Any]) -> list[Ran]:
    """Give the cells that were run in a notebook, in order; those before `watch` as if all well."""
    typed = namespace.get("In")
    if not isinstance(typed, list):
        return []
    return [
        _outcome(number) or Ran("", text)
        for number, text in enumerate(typed)
        if isinstance(text, str) and text.strip()
    ]


def _outcome(number: int) -> Ran | None:
    """Give how a cell ran; what was kept of a history that is gone (`%reset`) does not count."""
    shell, outcome = kernel_shell(), _outcomes.get(number)
    typed = shell.history_manager.input_hist_raw if shell is not None else []
    if outcome is None or number >= len(typed) or typed[number] != outcome.source:
        return None
    return outcome
