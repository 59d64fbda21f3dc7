"""Exceptions with names, texts and manners that somebody might believe or stumble over."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from attacking.attack import HASTY, Attack, cheating

#: An answer that raises whatever `failing()` gives.
_RAISES = """
import os, sys
{failing}
class _mul(AutogradValue):
    def func(self, a, b):
        raise failing()
    def grads(self, a, b):
        raise failing()
"""


def _raises(
    name: str, cell: str, waits: Mapping[str, float] | None = None, **more: object
) -> Attack:
    failing = textwrap.dedent(cell).strip()
    answers = {"q1-mul-answer": _RAISES.format(failing=failing)}
    limits = {**HASTY, **(waits or {})}
    return cheating(name, answers=answers, limits=limits, checks=("test_mul",), **more)


#: Names of our own errors, and of those of Python that a check might let through.
_OURS = (
    "CheckFailure",
    "StudentError",
    "Inconclusive",
    "AssignmentError",
    "SandboxError",
    "WorkerDied",
    "WorkerTimeout",
    "ProtocolError",
    "SubmissionError",
    "MalformedValue",
    "BadRequest",
    "TooLarge",
    "TimeLimit",
    "AssertionError",
    "bad-request",
    "too-large",
)

ATTACKS = [
    *[
        _raises(
            f"raises an exception called {name}",
            f"failing = type({name!r}, (Exception,), {{}})",
        )
        for name in _OURS
    ],
    _raises(
        "raises the worker's own exceptions",
        """
        modules = [m for n, m in sys.modules.items() if n.startswith("_worker") and m]
        kinds = [v for m in modules for v in vars(m).values()
                 if isinstance(v, type) and issubclass(v, BaseException)]
        turn = [0]
        def failing():
            turn[0] += 1
            kind = kinds[turn[0] % len(kinds)]
            return kind.__new__(kind)
        """,
    ),
    _raises(
        "raises ten megabytes of markup, escapes and marks that turn text round",
        r"""
        def failing():
            text = "<script>alert(1)</script>\x1b[2J\u202e\x00|[x](javascript:1)"
            return ValueError(text * 150_000)
        """,
    ),
    _raises(
        "raises what ends the process when it is shown",
        """
        class failing(Exception):
            def __str__(self): os._exit(0)
            __repr__ = __str__
        """,
    ),
    _raises(
        "raises what interrupts when it is shown",
        """
        class failing(BaseException):
            def __str__(self): raise KeyboardInterrupt
            __repr__ = __str__
        """,
    ),
    _raises(
        "raises what says it is something else",
        """
        class Says(type):
            __name__ = property(lambda self: "passed")
            def __instancecheck__(self, other): return True
            def __subclasscheck__(self, other): return True
        class failing(Exception, metaclass=Says):
            __class__ = property(lambda self: KeyboardInterrupt)
            __traceback__ = property(lambda self: 1 / 0)
            __cause__ = __context__ = property(lambda self: self)
        """,
    ),
    _raises(
        "raises what never ends when it is shown",
        """
        class failing(Exception):
            def __str__(self):
                import time
                while True: time.sleep(0.01)
        """,
        waits={"cell_seconds": 0.5, "query_seconds": 0.5, "wall_seconds": 4.0},
    ),
    _raises(
        "raises groups of groups",
        """
        def failing():
            made = ValueError("x")
            for _ in range(500):
                made = ExceptionGroup("g" * 100, [made])
            return made
        """,
    ),
    _raises(
        "raises a name of a hundred thousand letters",
        "failing = type('Q' * 100_000, (Exception,), {'__module__': 'x' * 100_000})",
    ),
    _raises(
        "raises with a cell of its own choice in its traceback",
        """
        def failing():
            text = "def f():\\n" + "\\n" * 30 + "    raise ValueError('here')"
            scope = {}
            exec(compile(text, "<cell q7-answer>", "exec"), scope)
            try:
                scope["f"]()
            except ValueError as error:
                return error
        """,
    ),
    _raises("leaves by SystemExit", "failing = SystemExit"),
    _raises("leaves by GeneratorExit", "failing = GeneratorExit"),
    _raises("says it has no memory", "failing = MemoryError"),
    _raises(
        "raises syntax errors with numbers that are none",
        """
        def failing():
            return SyntaxError("no", ("<cell q1-mul-answer>", 10**30, -5, "x" * 10**6, 10**9, 0))
        """,
    ),
]
