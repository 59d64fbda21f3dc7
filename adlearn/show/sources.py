"""Where a node was made: asked of Python while the program runs, and only when somebody wants to
know.

Inside `record_sources()` Python tells us of every function that returns. What returns a node made
it, and whoever called that function is the line to show. No engine has to help, so this works for a
class written in a notebook too; outside the block it costs nothing.
"""

from __future__ import annotations

import contextlib
import sys
import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from ..user_line import described
from .adapters import reading_of

OWN_FOLDER = str(Path(__file__).parents[1])
COMPREHENSIONS = frozenset({"<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"})

#: By identity, since nodes may compare by value: a reference that ends with the node, the file and
#: line, and the call it was made in.
KNOWN: dict[int, tuple[Any, CodeType, int, str]] = {}


def made_at(thing: Any) -> tuple[str | None, str | None]:
    """Give the source line of a node, as `file:line: text`, and its group; None if not recorded."""
    found = KNOWN.get(id(thing))
    if found is None or found[0]() is not thing:
        return None, None
    _, code, line, group = found
    return described(code.co_filename, line), group


@contextlib.contextmanager
def record_sources() -> Iterator[None]:
    """Note the line that makes each node inside the block, for pictures to show.

    Works for our nodes, and for classes written in Python. The block runs several times slower.

    Examples
    --------
    >>> from adlearn import AutogradValue, snapshot
    >>> with record_sources():
    ...     x = AutogradValue(3.0)
    ...     y = x * x
    >>> snapshot(y).nodes[1].source.endswith("y = x * x")
    True
    """
    before = sys.getprofile()
    sys.setprofile(Recorder())
    try:
        yield
    finally:
        sys.setprofile(before)


@dataclass(slots=True)
class Call:
    """One call of a function that makes nodes, and how often it has jumped back to an earlier
    instruction since: the passes of its loops."""

    frame: FrameType
    number: int
    instruction: int = 0
    passes: int = 0


class Recorder:
    """Listens to functions that return, and notes who asked for the nodes among the answers."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.calls: dict[int, Call] = {}
        self.made_in: Counter[int] = Counter()

    def __call__(self, frame: FrameType, event: str, answer: Any) -> None:
        if event != "return":
            return
        made = answer
        if answer is None and frame.f_code.co_name == "__init__" and frame.f_code.co_varnames:
            made = frame.f_locals.get(frame.f_code.co_varnames[0])
        self.calls.pop(id(frame), None)
        made_here = self.made_in.pop(id(frame), 0)
        if made is None or isinstance(made, int | float | str | tuple | list | dict | type):
            return
        known = KNOWN.get(id(made))
        if known is not None and known[0]() is made:
            # A function that makes one node and returns it is an operation to its caller.
            if made_here != 1 or known[1] is not frame.f_code:
                return
        elif reading_of(made) is None:
            return
        asked = caller_of(frame)
        if asked is not None:
            self.note(made, asked)

    def note(self, made: Any, frame: FrameType) -> None:
        """Keep the line of a node for as long as the node lives."""
        me = id(made)
        self.made_in[id(frame)] += 1
        try:
            reference = weakref.ref(made, lambda _: KNOWN.pop(me, None))
        except TypeError:
            return  # a class with __slots__ and no __weakref__
        KNOWN[me] = (reference, frame.f_code, frame.f_lineno, self.group_of(frame))

    def group_of(self, frame: FrameType) -> str:
        """Name the call a node is made in, and the pass of the loop."""
        name = frame.f_code.co_name
        if name == "__call__":
            name = type(frame.f_locals.get(frame.f_code.co_varnames[0])).__name__
        call = self.calls.get(id(frame))
        if call is None:
            self.numbers[name] += 1
            call = self.calls[id(frame)] = Call(frame, self.numbers[name])
        call.passes += frame.f_lasti < call.instruction
        call.instruction = frame.f_lasti
        where = f"line {frame.f_lineno}" if name.startswith("<") else f"{name}() #{call.number}"
        if not call.passes:
            return where
        again = f"pass {call.passes + 1}"
        return again if name.startswith("<") else f"{where} {again}"


def caller_of(frame: FrameType) -> FrameType | None:
    """Find the nearest function that is neither ours nor an operator of a class."""
    asked = frame.f_back
    while asked is not None:
        code = asked.f_code
        name = code.co_name
        operator = name.startswith("__") and name.endswith("__") and name != "__call__"
        ours = code.co_filename.startswith(OWN_FOLDER)
        if not ours and not operator and name not in COMPREHENSIONS:
            return asked
        asked = asked.f_back
    return None
