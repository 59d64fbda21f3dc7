"""Code that misbehaves costs itself, never the grader: each attack ends in an error of ours.

After every attack an honest submission must still be answered, no process may be left, and the
grader may not have grown.
"""

import contextlib
import os
import pathlib
import signal
import sys
import tempfile
import textwrap
import time
from dataclasses import replace

import pytest

from autograder.sandbox import new_process
from autograder.sandbox.new_process import NewProcess
from autograder.sandbox.process import (
    Limits,
    MachineError,
    ProtocolError,
    SandboxError,
    Worker,
    WorkerDied,
    WorkerTimeout,
)
from autograder.sandbox.worker import values, wire

# For what has to run into its limit, and for what has to come to an end however busy the machine.
HASTY = Limits(cpu_seconds=4, wall_seconds=10, cell_seconds=0.5, query_seconds=0.5, memory_mib=256)
# For what must have begun before it is late: on a busy machine half a second may be over by then.
BEGUN = replace(HASTY, cell_seconds=2)
PATIENT = Limits(wall_seconds=300, cell_seconds=60, query_seconds=60, memory_mib=256)
SECONDS = 60
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's limits")


def attack(source, limits=PATIENT):
    """Run a cell and ask a question; give the outcome, or the error of ours."""
    with Worker(limits) as worker:
        try:
            outcome = worker.run_cell("attack", textwrap.dedent(source))
            if outcome.ok:
                reply = worker.request({"op": "get", "path": "x"})
                return reply["value"] if reply["ok"] else reply["error"]["type"]
            return outcome.error["type"]
        except SandboxError as error:
            assert not worker.alive or isinstance(error, WorkerTimeout)
            return error


@pytest.fixture(autouse=True)
def the_grader_is_unharmed(monkeypatch, tmp_path):
    # A folder of its own: other graders on this machine make theirs in the usual place.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    # The prepared parent of all workers and its folder are there from the first worker on.
    assert attack("x = 2 + 3") == 5
    folders = list(tmp_path.glob("autograder-*"))
    before = sorted(os.listdir("/proc/self/fd"))
    yield
    assert attack("x = 2 + 3") == 5
    assert sorted(os.listdir("/proc/self/fd")) == before
    assert list(tmp_path.glob("autograder-*")) == folders


def resident_mebibytes():
    pages = int(pathlib.Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


@pytest.mark.parametrize(
    "source, ends",
    [
        ("while True: pass", "TimeLimit"),
        ("import time; time.sleep(3600)", "TimeLimit"),
        ("def f(): f()\nf()", "RecursionError"),
        ("import numpy as np; np.ones(2**31)", "MemoryError"),
        ("y = [0] * 2**26", "MemoryError"),
        ("import os\nwhile True: os.dup(1)", "OSError"),
        ("open('big', 'wb').write(bytes(17 << 20))", "OSError"),
        ("class B(BaseException): pass\nraise B", "B"),
        ("def __getattr__(name): 1 / 0\nx = 1", 1),
        ("import sys; sys.setrecursionlimit(50)\nx = 1", 1),
        ("import sys; sys.modules.clear()\nx = 1", 1),
        ("import builtins; builtins.__import__ = None\nx = 1", 1),
        ("import gc; gc.freeze(); import atexit; atexit.register(lambda: 1 / 0)\nx = 1", 1),
        ("import sys; sys.meta_path.clear()\nx = 1", 1),
    ],
)
def test_accidents_are_errors_of_the_cell(source, ends):
    assert attack(source, HASTY if ends == "TimeLimit" else PATIENT) == ends


def _nested(depth):
    """Loops that each swallow an interruption: one may come just where the inner one begins again,
    and on a busy machine the next one just outside of that."""
    source = "sum(range(9))"
    for _ in range(depth):
        swallowed = textwrap.indent(source, "    ")
        source = f"while True:\n  try:\n{swallowed}\n  except BaseException: pass"
    return source


@pytest.mark.parametrize(
    "source, kind, words",
    [
        ("import os; os._exit(0)", WorkerDied, r"ended its own process \(exit status 0"),
        ("import os; os.abort()", WorkerDied, r"crashed \(abort\)"),
        ("import ctypes; ctypes.string_at(0)", WorkerDied, r"crashed \(segmentation fault\)"),
        ("import os; os.closerange(0, 64)", WorkerDied, "closed the pipe|damaged the process"),
        (
            "import signal\nsignal.pthread_sigmask(0, range(1, 65))\nwhile True: pass",
            WorkerTimeout,
            "longer than 2 s and could not be interrupted",
        ),
        (
            "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
            WorkerTimeout,
            "longer than 2 s and could not be interrupted",
        ),
        (
            _nested(8),
            WorkerTimeout,
            "could not be interrupted",
        ),
    ],
)
def test_what_ends_the_worker_is_told_in_words(source, kind, words):
    error = attack(source, BEGUN if kind is WorkerTimeout else PATIENT)
    assert type(error) is kind
    assert __import__("re").search(words, str(error)), str(error)


ENDLESS = """
def step(values):
    for value in values:
        for other in values:
            value * other


def walk(values):
    while values:
        step(values)


def once(values):
    for value in values:
        while value:
            step(values)
"""


@pytest.mark.parametrize(("name", "line"), [("walk", 10), ("once", 16)])
def test_the_loop_that_does_not_end_is_named(name, line):
    """Not whatever it was calling when the time was over, nor a loop around it that would end."""
    with Worker(HASTY) as worker:
        worker.run_cell("endless", ENDLESS)
        head = line - 1  # it may be asking whether to go on
        place = f"line ({head}|{line}) of the cell that defines"
        with pytest.raises(WorkerTimeout, match=place) as caught:
            ask = f"def ask(ns):\n    ns.{name}(list(range(1, 9)))"
            worker.request({"op": "run", "source": ask, "args": []})
        assert caught.value.stopped.line in (head, line)


COUNTS = """
import time

def seconds(size):
    before = time.monotonic()
    sum(range(size))  # in C from the first to the last, and takes no memory
    return time.monotonic() - before
"""


def test_time_in_a_call_of_c_counts():
    """A call that hears of the alarm only at its end has not more time than another."""
    ask = "def ask(ns, size): return ns.seconds(size)"
    size = 10_000
    with Worker(replace(PATIENT, query_seconds=0.2)) as worker:
        worker.run_cell("counts", COUNTS)
        with pytest.raises(WorkerTimeout, match=r"ran longer than 0\.2 s"):
            while size < 10**9:
                reply = worker.request({"op": "run", "source": ask, "args": [size]})
                assert reply["ok"] and reply["value"] <= 0.2, reply
                size = size * 3 // 2


@linux
@pytest.mark.parametrize("ignore", ["", "signal.signal(signal.SIGXCPU, signal.SIG_IGN)"])
def test_cpu_time_is_limited_even_if_the_signal_is_ignored(ignore):
    limits = Limits(cpu_seconds=1, cell_seconds=120, wall_seconds=300)
    error = attack(f"import signal\n{ignore}\nwhile True: pass", limits)
    assert str(error) == "The submission's code was stopped after 1 s of CPU time."


def test_recursion_in_c_may_crash_only_the_worker():
    source = """
    import sys; sys.setrecursionlimit(10**9)
    class A:
        def __getattr__(self, name): return getattr(self, name + 'x')
    A().a
    """
    error = attack(source, HASTY)
    assert isinstance(error, WorkerDied | WorkerTimeout) or error in (
        "MemoryError",
        "RecursionError",
        "TimeLimit",
    )


def test_a_flood_of_output_ends_the_worker_and_does_not_grow_the_grader():
    before = resident_mebibytes()
    error = attack(
        "import os\nblock = b'x' * (1 << 20)\nfor _ in range(1024): os.write(1, block)",
        Limits(cell_seconds=120, wall_seconds=300),
    )
    assert str(error) == "The submission's code printed more than 64 MiB."
    assert resident_mebibytes() - before < 16


@contextlib.contextmanager
def unconfined(tmp_path, source):
    """A process of a worker's kind without what would stop it: only the sweep at its end does."""
    script = tmp_path / "script.py"
    script.write_text(textwrap.dedent(source) + "\nimport time\ntime.sleep(600)\n")
    process = NewProcess(script)
    try:
        yield process
    finally:
        process.end()
    wait_until(lambda: running(process.marker.encode()) == 0)


@linux
def test_a_daemon_that_left_the_session_is_found_and_ended(tmp_path):
    source = """
    import os, time
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            while True: time.sleep(1)
        os._exit(0)
    """
    with unconfined(tmp_path, source) as process:
        wait_until(lambda: running(process.marker.encode()) >= 2)


@linux
def test_a_daemon_that_hands_itself_on_while_we_look_is_found(tmp_path, monkeypatch):
    source = """
    import os, signal
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    if os.fork() == 0:
        os.setsid()
        open("left", "w").close()
        while True:
            signal.sigwait({signal.SIGUSR1})
            if os.fork(): os._exit(0)
    """
    has, met = new_process._has, []

    def has_after_handing_on(pid, wanted):
        if not met and pid != process.pid and has(pid, wanted):
            met.append(pid)
            os.kill(pid, signal.SIGUSR1)
            wait_until(lambda: not has(pid, wanted))
        return has(pid, wanted)

    with unconfined(tmp_path, source) as process:
        wait_until(lambda: os.path.exists(os.path.join(process.work.path, "left")))
        monkeypatch.setattr(new_process, "_has", has_after_handing_on)
    assert met


@linux
def test_a_fork_bomb_is_cleaned_up(tmp_path):
    source = """
    import os, time
    for _ in range(100):
        if os.fork() == 0:
            os.setsid()
            time.sleep(600)
    """
    with unconfined(tmp_path, source) as process:
        wait_until(lambda: running(process.marker.encode()) == 101)


@linux
@pytest.mark.parametrize(
    "call", ["os.fork()", "os.kill(os.getpid(), 19)", "os.kill(os.getpid(), 9)"]
)
def test_a_confined_worker_starts_no_process_and_does_not_stop_or_kill_itself(call):
    assert attack(f"import os\n{call}\nx = 1") == "PermissionError"


@linux
def test_an_end_that_came_from_outside_is_an_accident():
    for signals in ([signal.SIGKILL], [signal.SIGSTOP]):
        with Worker(HASTY) as worker:
            for one in signals:
                os.kill(worker._child.pid, one)
            with pytest.raises(SandboxError) as caught:
                worker.request({"op": "get", "path": "x"})
        assert caught.value.accident
    for source in ("import os; os._exit(0)", "import ctypes; ctypes.string_at(0)"):
        assert not attack(source).accident


def wait_until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def running(marker):
    count = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            count += marker in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
    return count


def test_changed_builtins_change_no_answer():
    source = """
    import json, numpy as np, builtins
    json.dumps = lambda *a, **k: '{"ok": true, "value": 4}'
    np.allclose = np.isclose = lambda *a, **k: True
    builtins.isinstance = lambda *a: True
    x = 3.0
    """
    error = attack(source)
    assert error == 3.0 or isinstance(error, ProtocolError | WorkerDied)


# A worker that answers the start as ours does, and then what the case says.
FAKE = """
import json, os, struct, sys, time
requests, replies = int(sys.argv[1]), int(sys.argv[2])
def receive():
    size, = struct.unpack('>I', os.read(requests, 4))
    data = b''
    while len(data) < size: data += os.read(requests, size - len(data))
    return json.loads(data)
def raw(data):
    while data: data = data[os.write(replies, data):]
def frame(data):
    raw(struct.pack('>I', len(data)) + data)
def send(**message):
    frame(json.dumps(message).encode())
send(id=receive()['id'], ok=True, value=[])
"""
ERROR = (
    "dict(type='E', kinds=[], message='', cell=None, line=None, source=None, trace=[], ours=False)"
)


def fake(tmp_path, body, seconds=SECONDS):
    script = tmp_path / "fake.py"
    script.write_text(FAKE + textwrap.dedent(body) + "\ntime.sleep(600)\n")
    worker = Worker(PATIENT, _script=script)
    worker.start()
    try:
        return worker.request({"op": "get", "path": "x"}, seconds)
    finally:
        worker.close()


@pytest.mark.parametrize(
    "body",
    [
        "send(id='0' * 32, ok=True, value=1); receive()",
        "receive(); send(id='0' * 32, ok=True, value=1)",
        "for n in range(9999): send(id='%032x' % n, ok=True, value=1)",
        # In one write: in two, the first may have been read before the second is there.
        "i = receive()['id']; b = json.dumps(dict(id=i, ok=True, value=1)).encode(); "
        "raw(2 * (struct.pack('>I', len(b)) + b))",
        "i = receive()['id']; frame(json.dumps(dict(id=i, ok=True)).encode() * 2)",
        "receive(); raw(b'\\xff' * 4)",
        "receive(); raw(b'\\xff' * (1 << 22))",
        "receive(); frame(b'[' * 1_000_000)",
        'i = receive()[\'id\']; frame(b\'{"id":"%s","ok":true,"value":%s}\''
        " % (i.encode(), b'9' * 900_000))",
        'i = receive()[\'id\']; frame(b\'{"id":"%s","ok":true,"value":NaN}\' % i.encode())',
        'i = receive()[\'id\']; frame(b\'{"id":"%s","ok":true,"value":1e999}\' % i.encode())',
        'i = receive()[\'id\']; frame(b\'{"id":"0","id":"%s","ok":true}\' % i.encode())',
        "receive(); frame(b'\\xff\\xfe\\x00')",
        "i = receive()['id']; frame(json.dumps(dict(id=i, ok=True)).encode('utf-16'))",
        "import pickle; receive(); frame(pickle.dumps(os.system))",
        "i = receive()['id']; send(id=i, ok=True, value={'a': 'object', 'shape': [1], 'x': '00'})",
        "i = receive()['id']; send(id=i, ok=1, value=1)",
        "i = receive()['id']; send(id=i, ok=True, value=1, extra=1)",
        "i = receive()['id']; send(id=i, ok=True, value=1, error={})",
        "i = receive()['id']; send(id=i, ok=False)",
        "i = receive()['id']; send(id=i, ok=False, error={})",
        f"i = receive()['id']; send(id=i, ok=False, value=1, error={ERROR})",
        f"i = receive()['id']; e = {ERROR}; e['type'] = 3; send(id=i, ok=False, error=e)",
        f"i = receive()['id']; e = {ERROR}; e['line'] = -1; send(id=i, ok=False, error=e)",
        f"i = receive()['id']; e = {ERROR}; e['trace'] = [[1]]; send(id=i, ok=False, error=e)",
        f"i = receive()['id']; e = {ERROR}; e['kinds'] = 'x'; send(id=i, ok=False, error=e)",
        f"i = receive()['id']; e = {ERROR}; e['trace'] = [['c', 1, 'f', 's', 'f']] * 25; "
        "send(id=i, ok=False, error=e)",
    ],
)
def test_whatever_is_not_the_one_answer_is_a_protocol_error(tmp_path, body):
    # One that comes early may be there before any question is: then it is no worker.
    with pytest.raises((ProtocolError, MachineError), match="gave an answer that is none"):
        fake(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "receive()\nfor byte in b'\\0\\0\\0\\5{': raw(bytes([byte])); time.sleep(0.5)",
        "receive()\nraw(struct.pack('>I', 1000))\nwhile True: raw(b' '); time.sleep(0.05)",
        "receive(); time.sleep(600)",
    ],
)
def test_an_answer_in_drips_or_never_is_a_timeout(tmp_path, body):
    before = time.monotonic()
    with pytest.raises(WorkerTimeout):
        fake(tmp_path, body, seconds=0.3)
    assert time.monotonic() - before < SECONDS


def test_a_second_answer_that_comes_late_spoils_the_next_question(tmp_path):
    script = tmp_path / "fake.py"
    script.write_text(
        FAKE + "i = receive()['id']; send(id=i, ok=True, value=1); time.sleep(0.1)\n"
        "send(id=i, ok=True, value=2); time.sleep(600)"
    )
    worker = Worker(PATIENT, _script=script)
    worker.start()
    try:
        assert worker.request({"op": "get", "path": "x"})["value"] == 1
        with pytest.raises(ProtocolError):
            worker.request({"op": "get", "path": "x"}, SECONDS)
    finally:
        worker.close()


def test_error_text_is_cleaned_again_on_our_side(tmp_path):
    body = f"""
    i = receive()['id']; e = {ERROR}
    e['message'] = '\\x1b[31mred\\u202e' + 'x' * 9999
    e['type'] = 'E\\x00' + 'y' * 999
    send(id=i, ok=False, error=e)
    """
    error = fake(tmp_path, body)["error"]
    assert error["message"].startswith("redxxx") and len(error["message"]) == 500
    assert error["type"].startswith("Eyyy") and len(error["type"]) == 80


def test_a_worker_that_stops_reading_does_not_hang_the_grader(tmp_path):
    script = tmp_path / "fake.py"
    script.write_text(FAKE + "time.sleep(600)")
    worker = Worker(HASTY, _script=script)
    worker.start()
    with pytest.raises(WorkerTimeout):
        worker.run_cell("long", "x = '" + "y" * 2_000_000 + "'")
    assert not worker.alive


def test_no_code_of_an_answer_runs_here(tmp_path):
    target = tmp_path / "written"
    body = f"""
    import pickle
    class P:
        def __reduce__(self): return (open, ({str(target)!r}, 'w'))
    receive(); frame(pickle.dumps(P()))
    """
    with pytest.raises(ProtocolError):
        fake(tmp_path, body)
    assert not target.exists()


def test_the_forms_of_the_two_sides_are_the_same():
    assert values.decode(wire.unpack(wire.pack({"v": values.encode((1.5,))})[4:])["v"]) == (1.5,)
