"""Too much of everything. Each bomb ends by itself: it harms nobody where nothing stops it."""

from __future__ import annotations

from attacking.attack import HASTY, cheating, honest, hostile

#: What a bomb may be stopped by.
TIGHT = {**HASTY, "wall_seconds": 6.0, "cell_seconds": 0.5, "query_seconds": 0.5}

ATTACKS = [
    hostile(
        "a bomb of processes",
        """
        made = 0
        for _ in range(40):
            try:
                if os.fork() == 0:
                    os.setsid()
                    time.sleep(20)
                    os._exit(0)
            except OSError as error:
                raise Refused(f"{made} were made, then {error}")
            made += 1
        """,
        says="0 were made",
    ),
    hostile(
        "a bomb of processes that hand on to one another",
        """
        for _ in range(200):
            if os.fork():
                os._exit(0)
        os.setsid()
        time.sleep(20)
        """,
    ),
    cheating(
        "a bomb of threads",
        """
        made, stop = [], threading.Event()
        try:
            for _ in range(3000):
                made.append(threading.Thread(target=stop.wait, daemon=True))
                made[-1].start()
        finally:
            stop.set()
        """,
        limits=TIGHT,
    ),
    cheating(
        "a bomb of memory, in pieces",
        "kept = []\nfor _ in range(24):\n    kept.append(b'x' * (64 << 20))",
        says="MemoryError|filled the memory",
    ),
    cheating(
        "a bomb of memory, in one",
        "import numpy as np\nnp.ones(2**31)",
        says="MemoryError|filled the memory",
    ),
    cheating(
        "a bomb of memory that is mapped",
        """
        import mmap
        kept = []
        for _ in range(24):
            kept.append(mmap.mmap(-1, 64 << 20))
            kept[-1].write(b"x" * (64 << 20))
        """,
        says="OSError|MemoryError|filled|not enough",
    ),
    hostile(
        "a bomb of memory that has no address",
        """
        held = 0
        try:
            for _ in range(40):
                at = os.memfd_create("bomb")
                for _ in range(16):
                    held += os.write(at, bytes(1 << 20))
        except (OSError, AttributeError) as error:
            if held > 300 << 20:
                raise Escaped(f"{held >> 20} MiB")
            raise Refused(f"{held >> 20} MiB, then {error}")
        raise Escaped(f"{held >> 20} MiB")
        """,
    ),
    hostile(
        "a bomb of memory in pipes",
        """
        import fcntl
        held = 0
        try:
            for _ in range(400):
                reader, writer = os.pipe()
                size = fcntl.fcntl(writer, 1031, 1 << 20)
                os.set_blocking(writer, False)
                held += os.write(writer, bytes(size))
        except OSError as error:
            if held > 128 << 20:
                raise Escaped(f"{held >> 20} MiB")
            raise Refused(f"{held >> 20} MiB, then {error}")
        raise Escaped(f"{held >> 20} MiB")
        """,
    ),
    hostile(
        "a bomb of threads with small stacks, which takes the numbers of all processes",
        """
        threading.stack_size(32 << 10)
        made, stop = [], threading.Event()
        try:
            for _ in range(1500):
                made.append(threading.Thread(target=stop.wait, daemon=True))
                made[-1].start()
        except (RuntimeError, MemoryError) as error:
            if len(made) > 1000:
                raise Escaped(f"{len(made)} threads")
            raise Refused(f"{len(made)} threads, then {error}")
        finally:
            stop.set()
        raise Escaped(f"{len(made)} threads")
        """,
    ),
    cheating(
        "ends as if it had been killed from outside",
        """
        import resource
        resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
        while True:
            pass
        """,
        limits={**HASTY, "cell_seconds": 5.0},
        says="CPU|not permitted",
        within=40.0,
    ),
    cheating(
        "a bomb of open files",
        "while True:\n    os.dup(1)",
        says="OSError",
    ),
    cheating(
        "prints without end",
        "block = b'x' * (1 << 20)\nfor _ in range(1024):\n    os.write(1, block)",
        says="printed more than",
    ),
    cheating(
        "prints to nobody, with both outputs closed",
        "os.close(1)\nos.close(2)\nprint('x' * 100_000)",
    ),
    cheating("never ends", "while True:\n    pass", limits=TIGHT, says="TimeLimit|longer than"),
    cheating("sleeps", "time.sleep(3600)", limits=TIGHT, says="TimeLimit|longer than"),
    cheating(
        "never ends, in C, and hears no signal",
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        import re
        re.match(r"(a+)+$", "a" * 40 + "b")
        """,
        limits=TIGHT,
        says="longer than|CPU",
    ),
    cheating(
        "swallows its interruptions",
        """
        signal.signal(signal.SIGALRM, lambda *a: None)
        while True:
            try:
                while True:
                    time.sleep(0.01)
            except BaseException:
                pass
        """,
        limits=TIGHT,
        says="longer than|TimeLimit",
    ),
    cheating(
        "sleeps in twenty cells",
        *["time.sleep(3600)"] * 20,
        limits={**TIGHT, "cell_seconds": 0.5},
        within=30.0,
    ),
    cheating(
        "ends its process in eight cells",
        *[f"os._exit({number})" for number in range(8)],
        limits=TIGHT,
        within=30.0,
    ),
    cheating(
        "sleeps a little and ends its process, in eight cells",
        *[f"time.sleep(0.7)\nos._exit({number})" for number in range(8)],
        limits=TIGHT,
        within=40.0,
    ),
    cheating(
        "stops itself",
        "os.kill(os.getpid(), signal.SIGSTOP)",
        limits=TIGHT,
        says="longer than|not be interrupted|Error",
    ),
    cheating(
        "crashes in C",
        "ctypes.string_at(0)",
        says="segmentation fault",
    ),
    cheating(
        "recurses without end, in C",
        """
        sys.setrecursionlimit(10**9)
        class Deep:
            def __getattr__(self, name):
                return getattr(self, name + "x")
        Deep().a
        """,
        limits=TIGHT,
    ),
    cheating(
        "an answer that never ends, in a function and not in a cell",
        answers={
            "q1-mul-answer": """
            import time
            class _mul(AutogradValue):
                def func(self, a, b):
                    while True:
                        time.sleep(0.01)
                def grads(self, a, b):
                    return b, a
            """
        },
        limits=TIGHT,
        within=40.0,
    ),
    cheating(
        "answers with a million numbers",
        answers={
            "q1-mul-answer": """
            class _mul(AutogradValue):
                def func(self, a, b):
                    return [a * b] * 10**6
                def grads(self, a, b):
                    return "x" * (1 << 24)
            """
        },
    ),
    cheating(
        "keeps every object it is asked for",
        answers={
            "q1-mul-answer": """
            class _mul(AutogradValue):
                kept = []
                def func(self, a, b):
                    self.kept.append([object() for _ in range(1000)])
                    return self.kept[-1]
                def grads(self, a, b):
                    return object(), object()
            """
        },
    ),
    honest("uses much memory, and may", "big = [b'x' * (8 << 20) for _ in range(12)]"),
]
