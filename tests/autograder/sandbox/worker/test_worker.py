"""A real worker process runs a submission, keeps it apart, and leaves nothing behind."""

import ast
import contextlib
import json
import os
import pathlib
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import threading
import time

import numpy as np
import pytest

from autograder.sandbox import families, levels, nursery
from autograder.sandbox.families import Family
from autograder.sandbox.folders import Folder, remove_abandoned
from autograder.sandbox.packages import DEFAULT_PACKAGES
from autograder.sandbox.process import (
    Limits,
    MachineError,
    SandboxError,
    Worker,
    WorkerDied,
    WorkerTimeout,
)
from autograder.sandbox.worker import values

ROOT = pathlib.Path(__file__).parents[4]
# A busy machine may take long for the least; what has to run into a limit brings its own.
LIMITS = Limits(cpu_seconds=6, wall_seconds=300, cell_seconds=60, query_seconds=60)


@pytest.fixture
def worker():
    with Worker(LIMITS) as worker:
        yield worker


def run(worker, source, name="c1"):
    return worker.run_cell(name, textwrap.dedent(source))


def ask(worker, body, *arguments, seconds=None):
    """The value of a probe's body, in which `ns` gives the submission's names."""
    source = "def probe(ns, *args):\n" + textwrap.indent(textwrap.dedent(body), "    ")
    encoded = [values.encode(argument) for argument in arguments]
    reply = worker.request({"op": "run", "source": source, "args": encoded}, seconds)
    assert reply["ok"], reply
    return reply["value"]


def descriptors():
    return sorted(os.listdir("/proc/self/fd"))


def eventually(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)


def test_a_submission_is_run_and_answers(worker):
    assert run(worker, "import numpy as np\ndef f(x):\n    return np.sin(x) * 2").ok
    x = np.linspace(0, 1, 5)
    assert np.array_equal(ask(worker, "return ns.f(args[0])", x), np.sin(x) * 2)


def test_a_cell_that_raises_costs_only_itself(worker):
    assert run(worker, "x = 1").ok
    outcome = run(worker, "y = 1 / 0", name="q2")
    assert (outcome.ok, outcome.error["type"], outcome.error["cell"]) == (
        False,
        "ZeroDivisionError",
        "q2",
    )
    assert ask(worker, "return ns.x") == 1


@pytest.mark.parametrize(
    "source", ["import sys; sys.exit(0)", "exit()", "quit()", "raise KeyboardInterrupt"]
)
def test_leaving_costs_only_the_cell(worker, source):
    outcome = run(worker, source)
    assert outcome.error["type"] in ("SystemExit", "KeyboardInterrupt")
    assert ask(worker, "return 1") == 1


def test_the_notebook_is_the_main_module(worker):
    source = """
    import dataclasses, pickle
    @dataclasses.dataclass
    class P:
        x: float
    copied = pickle.loads(pickle.dumps(P(2.5)))
    name = __name__
    """
    assert run(worker, source).ok
    assert ask(worker, "return [ns.copied.x, ns.name]") == [2.5, "__main__"]


def test_stand_ins_let_a_notebook_go_on(worker):
    source = """
    %matplotlib inline
    from IPython.display import display, HTML, clear_output
    import IPython, ipywidgets as widgets
    from google.colab import drive
    from tqdm.auto import tqdm, trange
    from tqdm import tqdm as bar
    import tqdm as t
    from autograder import check
    from ipywidgets import interact
    drive.mount('/content/drive')
    display(HTML('<b>x</b>')); clear_output(wait=True)
    IPython.get_ipython().run_line_magic('x', 'y')
    @interact(x=(0, 1))
    def f(x): return x + 1
    slider = widgets.IntSlider(value=3); slider.observe(lambda change: None); slider['k']
    total = 0
    with tqdm(total=3) as progress:
        progress.update(2); progress.set_description('x')
    for i in bar(range(3)): total += i
    for i in trange(3): total += i
    assert len(t.tqdm([1, 2])) == 2 and list(slider) == [] and 'not' in str(slider)
    check('q1'); check()
    @check.points(3)
    def g(): return 1
    @check.points
    def h(): return 2
    help(f)
    get_ipython().system('ls')
    result = [total, f(1), g(), h()]
    """
    outcome = run(worker, source)
    assert outcome.ok, outcome.error
    assert ask(worker, "return ns.result") == [6, 2, 1, 2]


def test_asking_for_input_gives_an_empty_text_and_is_noted(worker):
    outcome = run(worker, "name = input('name? ')")
    assert outcome.ok and ask(worker, "return ns.name") == ""


def test_top_level_await_and_threads_work(worker):
    source = """
    import asyncio, threading
    x = await asyncio.sleep(0, 3)
    done = []
    thread = threading.Thread(target=lambda: done.append(1)); thread.start(); thread.join()
    """
    assert run(worker, source).ok
    assert ask(worker, "return [ns.x, ns.done]") == [3, [1]]


def test_matplotlib_draws_into_nothing(worker):
    source = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()"
    with Worker(Limits()) as patient:
        outcome = run(patient, source)
    assert outcome.ok, outcome.error


def test_the_environment_holds_no_secrets(worker, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    with Worker(LIMITS) as other:
        names = ask(other, "import os\nreturn sorted(os.environ)")
    allowed = {
        *("AUTOGRADER_WORKER", "HOME", "TMPDIR", "MPLCONFIGDIR", "MPLBACKEND", "LC_CTYPE"),
        *("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MALLOC_ARENA_MAX"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"),
    }
    assert set(names) <= allowed


def test_the_worker_has_none_of_the_graders_descriptors(worker):
    with open(__file__) as held:
        os.set_inheritable(held.fileno(), True)
        with Worker(LIMITS) as other:
            found = ask(
                other,
                """
                import os, stat
                found = []
                for number in range(64):
                    try:
                        found.append([number, stat.S_IFMT(os.fstat(number).st_mode)])
                    except OSError:
                        pass
                return found
                """,
            )
    kinds = {number: kind for number, kind in found}
    assert kinds.pop(0) == stat.S_IFCHR  # /dev/null
    assert len(kinds) <= 5 and set(kinds.values()) == {stat.S_IFIFO}, found


def test_the_folder_is_fresh_and_is_home(worker):
    folder = ask(worker, "import os\nreturn [os.getcwd(), os.environ['HOME'], os.listdir()]")
    assert folder[0] == folder[1] and folder[2] == []
    with Worker(LIMITS) as other:
        assert run(worker, "open('note.txt', 'w').write('x')").ok
        assert ask(other, "import os\nreturn os.listdir()") == []


@pytest.fixture
def on_disk(request):
    """A worker whose folder is on disk, as where namespaces are not permitted."""
    kind = Family(DEFAULT_PACKAGES)
    kind._ways = kind._ways[-1:] if request.param == "new" else kind._ways[1:2]
    kind.through = {}
    worker = Worker(LIMITS)
    worker._family = kind
    with worker:
        yield worker
    kind.close()


@pytest.mark.parametrize("on_disk", ["forked", "new"], indirect=True)
@pytest.mark.parametrize(
    "made",
    [
        "os.makedirs('a/b'); open('a/b/c', 'w').write('x')\nos.mkdir('d', 0); os.mkdir('a/e', 0)",
        "for n in range(300):\n    open(f'file{n}', 'w').close()",
    ],
)
def test_what_is_in_a_folder_on_disk_is_removed_whatever_it_is(on_disk, made):
    folder = on_disk._child.work.path
    assert run(on_disk, f"import os\n{made}").ok
    assert os.listdir(folder)
    on_disk.close()
    assert not os.path.exists(folder)


@pytest.mark.parametrize("on_disk", ["forked", "new"], indirect=True)
def test_a_folder_too_deep_to_be_looked_into_ends_the_worker_and_is_removed(on_disk):
    folder = on_disk._child.work.path
    with pytest.raises(WorkerDied, match="into its folder"):
        run(on_disk, "import os\nfor _ in range(1100):\n    os.mkdir('d'); os.chdir('d')")
    assert not os.path.exists(folder)


@pytest.mark.parametrize("on_disk", ["forked"], indirect=True)
def test_a_folder_on_disk_does_not_grow_beyond_its_limit(on_disk):
    with pytest.raises(WorkerDied, match="wrote more than 32 MiB into its folder"):
        run(
            on_disk,
            """
            for number in range(60):
                with open(f"file{number}", "wb") as file:
                    file.write(bytes(1 << 20))
            """,
        )


def test_a_folder_that_was_exchanged_for_a_link_leads_nowhere(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = tmp_path / "kept"
    kept.mkdir(mode=0o700)
    (kept / "grades").write_text("x")
    folder = Folder()
    pathlib.Path(folder.path, "made").write_text("x")
    os.rename(folder.path, tmp_path / "elsewhere")
    os.symlink(kept, folder.path)
    folder.remove()
    assert (kept / "grades").read_text() == "x" and kept.stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_a_killed_grader_left_is_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for process in (ended.pid, os.getpid(), "9" * 30):
        folder = tmp_path / f"autograder-{process}-{'0' * 16}"
        (folder / "inner").mkdir(parents=True)
        os.utime(folder, (1, 1))
    (tmp_path / f"autograder-{ended.pid}-{'1' * 16}").mkdir()  # somebody may just be making it
    remove_abandoned()
    left = {f"autograder-{os.getpid()}-{'0' * 16}", f"autograder-{'9' * 30}-{'0' * 16}"}
    left.add(f"autograder-{ended.pid}-{'1' * 16}")
    assert {path.name for path in tmp_path.iterdir()} == left


def test_a_folder_in_use_is_not_abandoned_whatever_its_number_says(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(os, "getpid", lambda: 2**22 + 1)  # as in another container
    folder = Folder()
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    os.utime(folder.path, (1, 1))
    remove_abandoned()
    assert os.path.isdir(folder.path)
    folder.remove()


@pytest.mark.skipif(sys.platform != "linux", reason="needs a process that forks workers")
def test_a_parent_that_is_killed_or_stands_still_is_replaced(monkeypatch):
    monkeypatch.setattr(nursery, "_FORK_SECONDS", 1.0)
    families.close_all()  # the next one is as patient as it says above
    for stopping in (signal.SIGKILL, signal.SIGSTOP):
        with Worker(LIMITS) as worker:
            assert run(worker, "x = 5").ok
            os.kill(worker._family.parent, stopping)
            with Worker(LIMITS) as other:
                assert run(other, "x = 6").ok
    families.close_all()


def test_nothing_is_left_open_or_running():
    with Worker(LIMITS):  # so that the parent of all workers is there
        pass
    before, threads = descriptors(), threading.active_count()
    for source in ("x = 1", "import os; os._exit(0)"):
        with Worker(LIMITS) as worker, contextlib.suppress(WorkerDied):
            run(worker, source)
        assert not alive(worker._child.pid)
    assert (descriptors(), threading.active_count()) == (before, threads)


def test_a_closed_worker_says_so():
    worker = Worker(LIMITS)
    with pytest.raises(WorkerDied, match="was not started"):
        worker.request({"op": "get", "path": "x"})
    worker.start()
    worker.close()
    worker.close()
    assert not worker.alive
    with pytest.raises(WorkerDied, match="was closed"):
        worker.request({"op": "get", "path": "x"})
    with pytest.raises(SandboxError, match="Make a new one"):
        worker.start()


def test_output_is_kept_up_to_the_limit_and_the_rest_counted():
    with Worker(Limits(output_kib=1)) as worker:
        run(worker, "import sys\nprint('héllo'); print('error', file=sys.stderr)")
        assert worker.output.split() == ["héllo", "error"]
        run(worker, "print('x' * 100_000)")
        text = worker.output
    assert text.startswith("héllo\nerror\nxxx")
    assert text.endswith("[98990 more bytes were printed and not kept]")


def test_a_replaced_stdout_does_no_harm(worker):
    assert run(worker, "import sys\nsys.stdout = None").ok
    assert run(worker, "import sys\nsys.__stdout__.close()").ok
    assert ask(worker, "return 1") == 1


def test_isolation_says_what_holds_and_what_does_not(worker):
    isolation = worker.isolation
    assert {*isolation["verified"], *isolation["missing"]} == set(levels.PROMISES)
    assert isolation["name"] == levels.NAMES[isolation["level"]]
    if sys.platform == "linux":
        assert {"memory", "cpu-time", "not-inspectable", "ends-with-grader"} <= set(
            isolation["layers"]
        )
        limits = ask(
            worker,
            """
            import resource as r, ctypes
            limits = (r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_NOFILE, r.RLIMIT_CORE)
            return [r.getrlimit(limit) for limit in limits] + [
                ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
            ]
            """,
        )
        size, files = (16 << 20, 64) if "namespaces" in isolation["layers"] else (8 << 20, 32)
        assert limits == [(6, 7), (size, size), (files, files), (0, 0), 0]


def test_workers_in_several_threads_do_not_disturb_each_other():
    results: dict[int, list[int]] = {}

    def grade(number):
        with Worker(LIMITS) as worker:
            run(worker, f"x = {number}")
            results[number] = [ask(worker, "return ns.x") for _ in range(20)]

    threads = [threading.Thread(target=grade, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {number: [number] * 20 for number in range(6)}


def test_a_worker_outlives_the_thread_that_started_it():
    worker = Worker(LIMITS)
    thread = threading.Thread(target=worker.start)
    thread.start()
    thread.join()
    try:
        assert ask(worker, "return 1") == 1
    finally:
        worker.close()


def test_the_worker_ends_when_the_grader_is_killed():
    script = """
    import json, threading, time
    from autograder.sandbox.process import Limits, Worker
    worker = Worker(Limits(cell_seconds=60, cpu_seconds=60))
    worker.start()
    print(json.dumps([worker._child.pid, worker._family.parent]), flush=True)
    worker.run_cell("loop", "while True:\\n    pass")
    """
    grader = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, cwd=ROOT
    )
    started = json.loads(grader.stdout.readline())
    grader.kill()
    grader.wait()
    grader.stdout.close()
    eventually(lambda: not any(map(alive, started)))


def alive(pid):
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_time_spent_waiting_is_limited_in_all():
    with Worker(Limits(wall_seconds=0.3, query_seconds=5)) as worker:
        # Time in which others had the processor does not count, so it may take a few.
        for _ in range(100):
            with pytest.raises(WorkerTimeout) as caught:
                ask(worker, "while True:\n    pass")
            if not worker.alive:
                break
        assert "used up all of its 0.3 s" in str(caught.value)


def test_the_worker_side_imports_nothing_of_ours_but_itself():
    allowed = set(sys.stdlib_module_names) | {"numpy"}
    paths = list((ROOT / "autograder" / "sandbox" / "worker").glob("*.py"))
    assert paths
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                tops = {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                tops = {str(node.module).partition(".")[0]}
            else:
                continue
            assert tops <= allowed, path.name


def test_a_soft_time_limit_tells_the_line_and_the_worker_lives_on():
    with Worker(Limits(cell_seconds=1, wall_seconds=300)) as worker:
        outcome = run(worker, "x = 1\nwhile True:\n    x += 1", name="q3")
        assert (outcome.error["type"], outcome.error["cell"]) == ("TimeLimit", "q3")
        assert outcome.error["message"] == "ran longer than 1 s" and outcome.error["line"] in (2, 3)
        with pytest.raises(WorkerTimeout, match=r"ran longer than 0\.2 s"):
            ask(worker, "while True:\n    pass", seconds=0.2)
        assert worker.alive and ask(worker, "return ns.x", seconds=60) > 1


def test_an_interpreter_that_does_not_start_is_told_with_what_it_said(tmp_path):
    script = tmp_path / "broken.py"
    script.write_text("raise RuntimeError('no numpy here')")
    before = descriptors()
    with pytest.raises(MachineError, match="no numpy here"):
        Worker(LIMITS, _script=script).start()
    assert descriptors() == before
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL
