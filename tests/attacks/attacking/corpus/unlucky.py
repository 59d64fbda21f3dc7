"""Right answers, and what people really have in a notebook beside them: every point is kept."""

from __future__ import annotations

from attacking.attack import Attack, honest


def _keeps(name: str, cell: str, **more: object) -> Attack:
    """Make one whose cells must run to their end, too."""
    return honest(name, cell, clean=True, **more)


ATTACKS = [
    _keeps(
        "draws with matplotlib and saves the picture",
        """
        import matplotlib.pyplot as plt
        figure, axes = plt.subplots()
        axes.plot([1, 2, 3]), axes.set_title("loss")
        plt.savefig("loss.png")
        plt.show()
        import os
        assert os.path.getsize("loss.png") > 1000
        """,
    ),
    _keeps(
        "uses threads",
        """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(4) as pool:
            squares = list(pool.map(lambda n: n * n, range(20)))
        assert squares[3] == 9
        """,
    ),
    _keeps(
        "awaits at the top of a cell",
        """
        import asyncio
        async def later(n):
            await asyncio.sleep(0.01)
            return n
        found = await asyncio.gather(later(1), later(2))
        assert found == [1, 2]
        """,
    ),
    _keeps(
        "runs an event loop with a thread behind it",
        """
        import asyncio, time
        async def main():
            return await asyncio.to_thread(lambda: 5)
        assert asyncio.run(main()) == 5
        """,
    ),
    _keeps(
        "uses temporary files",
        """
        import tempfile, os
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "x"), "w") as file:
                file.write("x")
        with tempfile.NamedTemporaryFile("w+") as file:
            file.write("y"), file.seek(0)
            assert file.read() == "y"
        """,
    ),
    _keeps(
        "saves arrays and loads them again",
        """
        import numpy as np
        np.save("w.npy", np.eye(3)), np.savez("w.npz", a=np.ones(2)), np.savetxt("w.txt", np.eye(2))
        assert np.load("w.npy").sum() == 3 and np.loadtxt("w.txt").shape == (2, 2)
        assert np.load("w.npz")["a"].sum() == 2
        """,
    ),
    _keeps(
        "tries programs, and goes on without",
        """
        import subprocess, shutil
        try:
            version = subprocess.run(["git", "log"], capture_output=True, timeout=5).stdout
        except (OSError, subprocess.SubprocessError):
            version = b"unknown"
        gpu = shutil.which("nvidia-smi")
        """,
    ),
    _keeps(
        "tries several processes, and goes on without",
        """
        import multiprocessing
        try:
            with multiprocessing.Pool(2) as pool:
                pool.map(abs, [1])
        except Exception:
            pass
        """,
    ),
    _keeps(
        "tries to download, and goes on without",
        """
        import urllib.request
        try:
            urllib.request.urlopen("http://localhost:9/data.csv", timeout=1)
        except OSError:
            pass
        """,
    ),
    _keeps(
        "keeps notes in a file",
        """
        with open("notes.txt", "w") as file:
            file.write("remember the chain rule\\n")
        with open("notes.txt", "a") as file:
            file.write("twice\\n")
        assert len(open("notes.txt").readlines()) == 2
        """,
    ),
    _keeps(
        "logs and warns",
        """
        import logging, warnings
        logging.basicConfig(level=logging.DEBUG, filename="run.log", force=True)
        logging.info("started"), logging.warning("odd")
        warnings.warn("deprecated")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                warnings.warn("x")
            except UserWarning:
                pass
        """,
    ),
    _keeps(
        "asks for the time in other zones",
        """
        from datetime import datetime, timezone
        from zoneinfo import ZoneInfo
        now = datetime.now(timezone.utc)
        assert ZoneInfo("UTC").key == "UTC"
        try:
            now.astimezone(ZoneInfo("Europe/Berlin"))
        except KeyError:
            assert not __import__("os").path.isdir("/usr/share/zoneinfo/Europe")
        datetime.now().astimezone().isoformat()
        import time; time.localtime(), time.strftime("%Z")
        """,
    ),
    _keeps(
        "draws random numbers and names",
        """
        import random, secrets, uuid, numpy as np
        random.seed(1), random.random(), random.SystemRandom().random()
        secrets.token_hex(8), uuid.uuid4(), uuid.uuid1(), np.random.default_rng().normal(size=3)
        np.random.seed(0)
        """,
    ),
    _keeps(
        "walks folders with pathlib",
        """
        from pathlib import Path
        Path("plots/first").mkdir(parents=True, exist_ok=True)
        Path("plots/first/x.txt").write_text("x")
        assert [p.name for p in Path("plots").rglob("*.txt")] == ["x.txt"]
        Path.cwd(), Path.home(), Path("plots").resolve(), Path("nowhere").exists()
        Path("plots/first/x.txt").rename("plots/y.txt"), Path("plots/y.txt").unlink()
        """,
    ),
    _keeps(
        "uses a database in memory, and one in a file",
        """
        import sqlite3
        book = sqlite3.connect(":memory:")
        book.execute("create table t (x)"), book.execute("insert into t values (1)")
        assert book.execute("select sum(x) from t").fetchone() == (1,)
        """,
    ),
    _keeps(
        "computes exactly",
        """
        import decimal, fractions, statistics
        decimal.getcontext().prec = 50
        decimal.Decimal(2).sqrt(), fractions.Fraction(1, 3) * 3, statistics.mean([1, 2])
        """,
    ),
    _keeps("sleeps a moment", "import time\ntime.sleep(0.2)\nassert time.perf_counter() > 0"),
    _keeps(
        "shows progress and widgets",
        """
        from tqdm.auto import tqdm, trange
        import ipywidgets as widgets
        from IPython.display import display, HTML, clear_output
        total = sum(n for n in tqdm(range(10))) + sum(trange(3))
        display(widgets.IntSlider(value=3)), display(HTML("<b>x</b>")), clear_output()
        """,
    ),
    _keeps(
        "sets an alarm of its own",
        """
        import signal, time
        def ring(number, frame): raise TimeoutError
        old = signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        try:
            time.sleep(60)
            raise ValueError("it never rang")
        except TimeoutError:
            pass
        signal.alarm(0), signal.signal(signal.SIGALRM, old)
        """,
    ),
    _keeps(
        "measures and asks the shell, as notebooks do",
        "%timeit -n 1 -r 1 sum(range(10))\n!pip install numpy\n%matplotlib inline\nlen?\n"
        "files = !ls",
    ),
    _keeps("measures a whole cell", "%%time\ntotal = sum(range(100))"),
    _keeps("asks for input", 'name = input("Your name? ")\nprint(f"Hello {name}")'),
    _keeps(
        "takes memory that is allowed",
        "import numpy as np\nlarge = np.ones((1000, 10_000))\nassert large.sum() == 1e7",
    ),
    _keeps(
        "recurses deeply, and raises the limit for it",
        """
        import sys, threading
        sys.setrecursionlimit(20_000)
        def deep(n): return 0 if n == 0 else 1 + deep(n - 1)
        assert deep(5000) == 5000
        """,
    ),
    _keeps(
        "pickles, copies and caches",
        """
        import pickle, copy, functools, json, csv, io
        assert pickle.loads(pickle.dumps({"w": [1, 2]})) == {"w": [1, 2]}
        with open("w.pkl", "wb") as file: pickle.dump([1], file)
        with open("w.csv", "w", newline="") as file: csv.writer(file).writerow([1, 2])
        copy.deepcopy([1]), functools.lru_cache(len), json.dump([1], open("w.json", "w"))
        """,
    ),
    _keeps(
        "asks what machine it is on",
        """
        import os, platform, sys, getpass, socket, resource, gc
        platform.platform(), platform.python_version(), sys.version, os.cpu_count(), os.getpid()
        os.getcwd(), os.listdir("."), os.environ.get("HOME"), sys.executable, gc.collect()
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, os.times(), os.urandom(4)
        try: socket.gethostname(), getpass.getuser(), os.getlogin()
        except (OSError, KeyError, ImportError): pass
        """,
    ),
    _keeps(
        "uses dataclasses, enums, typing and generators",
        """
        from dataclasses import dataclass
        from enum import Enum
        from typing import NamedTuple
        import inspect
        @dataclass
        class Point: x: float = 0.0
        class Colour(Enum): RED = 1
        class Pair(NamedTuple): a: int = 1
        def count(): yield from range(3)
        assert "yield" in inspect.getsource(count) and sum(count()) == 3
        """,
    ),
    _keeps(
        "zips, hashes and compresses",
        """
        import zipfile, gzip, hashlib, base64, tarfile, io
        with zipfile.ZipFile("x.zip", "w") as z: z.writestr("a.txt", "a")
        gzip.compress(b"x"), hashlib.sha256(b"x").hexdigest(), base64.b64encode(b"x")
        with gzip.open("x.gz", "wb") as file: file.write(b"x")
        """,
    ),
    _keeps(
        "changes folders and comes back",
        """
        import os
        here = os.getcwd()
        os.makedirs("deep/er", exist_ok=True), os.chdir("deep"), os.chdir(here)
        os.environ["SEED"] = "1"
        """,
    ),
    honest(
        "copies files with their permissions",
        """
        import shutil, os
        with open("a.txt", "w") as file: file.write("a")
        shutil.copy("a.txt", "b.txt"), shutil.copytree(".", "kept"), os.chmod("a.txt", 0o600)
        """,
    ),
    honest(
        "keeps results in a database of its own",
        """
        import sqlite3, shelve
        book = sqlite3.connect("book.db")
        book.execute("create table t (x)"), book.commit()
        """,
    ),
    honest("has a cell that fails", "1 / 0"),
    honest("has a cell that is no Python", "for for for"),
    honest("imports what is not there", "import no_such_package\nimport torch"),
    honest("leaves by exit()", "import sys\nsys.exit(0)"),
    honest("reads a file that it has at home", "data = open('/home/bea/data.csv').read()"),
    honest(
        "leaves threads running",
        """
        import threading, time
        stop = threading.Event()
        threading.Thread(target=lambda: stop.wait(600), daemon=True).start()
        threading.Thread(target=lambda: stop.wait(600)).start()
        """,
    ),
    honest("prints a great deal", "for n in range(3000):\n    print('epoch', n, 'x' * 80)"),
    honest(
        "has its own functions called as tools are",
        "def call(*a): return 1\ndef tries(*a): return 2\nT = 3\nlibc = None",
    ),
]
