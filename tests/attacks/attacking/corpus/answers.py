"""Forged answers: what the worker sends, and what its functions give, is not what it says."""

from __future__ import annotations

from attacking.attack import HASTY, Attack, cheating

#: Finds the pipe that answers go through, whatever its number.
_PIPES = """
import fcntl, json
def pipes():
    found = []
    for number in range(3, 64):
        try:
            if fcntl.fcntl(number, fcntl.F_GETFL) & 3 == os.O_WRONLY:
                found.append(number)
        except OSError:
            pass
    return found
def frame(message):
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack(">I", len(data)) + data
"""


def _mul(func: str = "a * b", grads: str = "(b, a)", before: str = "pass") -> dict[str, str]:
    text = f"""
    class _mul(AutogradValue):
        def func(self, a, b):
            {before}
            return {func}
        def grads(self, a, b):
            return {grads}
    """
    return {"q1-mul-answer": text}


def _sends(name: str, cell: str) -> Attack:
    return cheating(name, _PIPES + cell, limits=HASTY)


ATTACKS = [
    _sends(
        "answers before it is asked",
        """
for pipe in pipes():
    os.write(pipe, frame({"id": "0" * 32, "ok": True, "value": 1.0}))
""",
    ),
    _sends(
        "answers with every number it can guess",
        """
for pipe in pipes():
    os.set_blocking(pipe, False)
    try:
        for n in range(500):
            os.write(pipe, frame({"id": "%032x" % n, "ok": True, "value": 1.0}))
    except OSError:
        pass
""",
    ),
    _sends(
        "answers in the worker's place, with the number of the question",
        """
def lies(frame_):
    while frame_ is not None:
        for value in list(frame_.f_locals.values()):
            if isinstance(value, dict) and isinstance(value.get("id"), str):
                for pipe in pipes():
                    os.write(pipe, frame({"id": value["id"], "ok": True, "value": []}))
        frame_ = frame_.f_back
lies(sys._getframe())
""",
    ),
    _sends(
        "an answer of four gigabytes",
        "for pipe in pipes():\n    os.write(pipe, b'\\xff' * 4 + b'x' * 60000)",
    ),
    _sends(
        "an answer in drips",
        """
for pipe in pipes():
    os.write(pipe, struct.pack(">I", 1000))
    for _ in range(200):
        os.write(pipe, b" ")
        time.sleep(0.05)
""",
    ),
    _sends(
        "an answer of a million brackets",
        """
for pipe in pipes():
    os.set_blocking(pipe, False)
    data, done_ = frame(b"[" * 60000), 0
    os.write(pipe, data)
""",
    ),
    _sends(
        "late answers, from a thread",
        """
def later():
    while True:
        time.sleep(0.01)
        for pipe in pipes():
            try:
                os.write(pipe, frame({"id": "0" * 32, "ok": True, "value": 6.0}))
            except OSError:
                return
threading.Thread(target=later, daemon=True).start()
""",
    ),
    _sends(
        "closes the pipe and opens another in its place",
        """
for pipe in pipes():
    reader, writer = os.pipe()
    os.dup2(writer, pipe)
""",
    ),
    cheating(
        "changes json, struct and os.write under the worker",
        """
        import json
        json.dumps = lambda *a, **k: '{"ok": true, "value": 6.0}'
        struct.pack = lambda *a: b"\\0\\0\\0\\1"
        write = os.write
        os.write = lambda at, data: write(at, data[: len(data) // 2]) and len(data)
        """,
        limits=HASTY,
    ),
    cheating(
        "changes json's encoder where the worker holds it",
        """
        wire = sys.modules["_worker.wire"]
        for name in dir(wire):
            if callable(getattr(wire, name)) and not name.startswith("__"):
                setattr(wire, name, lambda *a, **k: b"\\0\\0\\0\\2{}")
        """,
        limits=HASTY,
    ),
    cheating(
        "changes NumPy's and math's comparisons",
        """
        import math, numpy as np
        np.allclose = np.isclose = np.array_equal = math.isclose = lambda *a, **k: True
        np.testing = None
        """,
        answers=_mul("a + b", "(1.0, 1.0)"),
    ),
    cheating(
        "changes the evaluator: every question has the answer 6",
        """
        module = sys.modules["_worker.evaluator"]
        module.Evaluator.handle = lambda self, request: {"ok": True, "value": 6.0}
        """,
        answers=_mul("a + b", "(1.0, 1.0)"),
    ),
    cheating(
        "changes the evaluator: every question is wrong",
        """
        module = sys.modules["_worker.evaluator"]
        class Wrong(module.BadRequest): pass
        for name, old in list(module.Evaluator._operations.items()):
            if name != "cell":
                def wrong(self, request):
                    raise module.BadRequest("the source does not load: NameError")
                module.Evaluator._operations[name] = wrong
        """,
        answers=_mul(),
        highest=3.0,
    ),
    cheating(
        "changes the evaluator: it answers with errors of the grader's own kinds",
        """
        module = sys.modules["_worker.evaluator"]
        kinds = ["bad-request", "too-large", "CheckFailure", "Inconclusive", "SandboxError"]
        record = sys.modules["_worker.errors"].plain
        for name in list(module.Evaluator._operations):
            if name != "cell":
                def lie(self, request, turn=[0]):
                    turn[0] += 1
                    raise module.values.TooLarge(kinds[turn[0] % 5])
                module.Evaluator._operations[name] = lie
        """,
        answers=_mul(),
        highest=3.0,
    ),
    cheating(
        "changes how values are written down",
        """
        module = sys.modules["_worker.values"]
        module.encode = lambda *a, **k: {"h": 1, "type": "float", "repr": "6.0"}
        """,
        answers=_mul("a + b", "(1.0, 1.0)"),
    ),
    cheating(
        "refuses to be watched: a hook that fails everything that is compiled",
        """
        def hook(event, arguments):
            if event == "compile":
                raise RuntimeError("no")
        sys.addaudithook(hook)
        """,
        answers=_mul(),
        highest=3.0,
    ),
    cheating(
        "traces the worker and changes what it does",
        """
        def trace(frame, event, argument):
            frame.f_trace_lines = True
            if frame.f_code.co_name == "_reply":
                frame.f_locals["value"] = 6.0
                ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
            return trace
        sys.settrace(trace)
        sys.setprofile(lambda *a: None)
        """,
        answers=_mul("a + b", "(1.0, 1.0)"),
    ),
    cheating(
        "takes the modules away",
        """
        import builtins
        class Nothing:
            def find_spec(self, *a): raise ImportError("no")
        sys.meta_path.insert(0, Nothing())
        for name in list(sys.modules):
            if name not in ("sys", "builtins"):
                sys.modules.pop(name)
        builtins.isinstance = lambda *a: True
        builtins.len = lambda *a: 6
        """,
        limits=HASTY,
    ),
    cheating(
        "looks for the expected values in frames and in what the collector knows",
        """
        import gc
        frame, seen = sys._getframe(), []
        while frame is not None:
            seen += [str(value)[:200] for value in frame.f_locals.values()]
            frame = frame.f_back
        seen += [str(one)[:200] for one in gc.get_objects() if isinstance(one, (dict, list, str))
                 and len(str(one)[:999]) < 999][:5000]
        words = [one for one in seen if "canary" in one and "T = " not in one and T.lab not in one
                 and T.abstract not in one]
        raise Refused(f"{len(words)} with a word in it: {words[:2]}")
        """,
    ),
    cheating(
        "numbers that are equal to everything",
        answers={
            "q1-mul-answer": """
            class Always(float):
                __eq__ = __le__ = __ge__ = lambda self, other: True
                __ne__ = __lt__ = __gt__ = lambda self, other: False
                __sub__ = __rsub__ = __abs__ = lambda self, *other: Always(0)
                __hash__ = float.__hash__
                __float__ = lambda self: 0.0
            class _mul(AutogradValue):
                def func(self, a, b):
                    return Always(0)
                def grads(self, a, b):
                    return Always(0), Always(0)
            """
        },
    ),
    cheating("says it is not a number", answers=_mul("float('nan')", "(float('nan'),) * 2")),
    cheating("says it is infinite", answers=_mul("float('inf')", "(float('inf'),) * 2")),
    cheating("says an integer of 400 digits", answers=_mul("10**400", "(b, a)")),
    cheating("says wrong gradients of 400 digits", answers=_mul("a * b", "(10**400, -10**400)")),
    cheating(
        "says integers of 400 digits now and then", answers=_mul("a * b if a < 2 else 10**400")
    ),
    cheating("says complex numbers", answers=_mul("complex(a * b, 1e-30)", "(b * 1j, a)")),
    cheating("says texts, bytes and None", answers=_mul("str(a * b)", "(None, b'1')")),
    cheating(
        "says arrays of objects, of odd kinds, and of a million dimensions",
        answers=_mul(
            "np.array([object(), {1: 2}], dtype=object)",
            "(np.ma.masked, np.array(['x'], dtype='V9'))",
        ),
    ),
    cheating(
        "says a list that holds itself",
        answers=_mul("loop", "(loop, loop)", "loop = []; loop.append(loop)"),
    ),
    cheating(
        "calls for the check to decide nothing",
        answers=_mul(
            "a * b",
            "(b, a)",
            "raise type('Inconclusive', (Exception,), {})('This could not be decided')",
        ),
    ),
    cheating(
        "remembers what it was asked, and answers with what it gave before",
        """
        import numpy as np
        class Memory(dict):
            def __missing__(self, key): return 0.0
        memory = Memory()
        """,
        answers=_mul("memory[a, b]", "(memory[b], memory[a])"),
    ),
    cheating(
        "differentiates by differences instead",
        answers=_mul(
            "a * b",
            "((self.func(a + 1e-4, b) - self.func(a - 1e-4, b)) / 2e-4,"
            " (self.func(a, b + 1e-4) - self.func(a, b - 1e-4)) / 2e-4)",
        ),
        # Honest work, if inexact: what a check takes for right is not the boundary's business.
        highest=3.0,
    ),
]
