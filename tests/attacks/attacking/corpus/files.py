"""Files that are not theirs: read, changed, linked to, and reached by the grader's own hand."""

from __future__ import annotations

from attacking.attack import hostile

ATTACKS = [
    hostile(
        "reads the secret by its path",
        """
        import io, mmap, pathlib
        def by_map():
            with open(T.secret, "rb") as file:
                return mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)[:]
        tries(
            lambda: open(T.secret).read(),
            lambda: os.read(os.open(T.secret, os.O_RDONLY), 99),
            lambda: pathlib.Path(T.secret).read_text(),
            lambda: io.FileIO(T.secret).read(),
            by_map,
        )
        """,
    ),
    hostile(
        "reads the secret by the C library and by the number of the call",
        """
        path, buffer = T.secret.encode(), ctypes.create_string_buffer(99)
        def taken(descriptor):
            return descriptor >= 0 and libc.read(descriptor, buffer, 99) > 0 and buffer.value
        how = struct.pack("QQQ", 0, 0, 0)
        tries(
            lambda: taken(clib("open", path, 0)),
            lambda: taken(call("open", path, 0)),
            lambda: taken(call("openat", -100, path, 0)),
            lambda: taken(call("openat2", -100, path, how, len(how))),
            lambda: taken(clib("open64", path, 0)),
        )
        """,
    ),
    hostile(
        "asks libraries to read the secret",
        """
        import fileinput, linecache, runpy, sqlite3, zipfile, shutil, importlib.machinery
        import numpy as np
        tries(
            lambda: linecache.getline(T.secret, 1) or None,
            lambda: shutil.copy(T.secret, "copy") and open("copy").read(),
            lambda: sqlite3.connect(T.gradebook).execute("select * from grade").fetchall(),
            lambda: np.fromfile(T.secret, dtype="S30"),
            lambda: list(fileinput.input(T.secret)),
            lambda: importlib.machinery.SourceFileLoader("m", T.secret).get_data(T.secret),
            lambda: np.memmap(T.secret, dtype="u1", mode="r").tobytes(),
        )
        """,
    ),
    hostile(
        "reads through links of /proc",
        """
        own = T.secret.lstrip("/")
        def of(process, link):
            return lambda: open(f"/proc/{process}/{link}/{own}").read()
        tries(
            of("self", "root"), of(T.grader, "root"), of(1, "root"), of("thread-self", "root"),
            lambda: open(f"/proc/{T.grader}/cwd/secret.txt").read(),
            lambda: os.listdir(f"/proc/{T.grader}/fd"),
            lambda: [os.readlink(f"/proc/{T.grader}/fd/{n}") for n in range(3)],
        )
        """,
    ),
    hostile(
        "reads the grader's environment and command line",
        """
        tries(
            lambda: open(f"/proc/{T.grader}/environ").read(),
            lambda: open(f"/proc/{parent}/environ").read(),
            lambda: [open(f"/proc/{n}/environ").read() for n in os.listdir("/proc")
                     if n.isdigit() and int(n) != os.getpid()],
            lambda: open(f"/proc/{T.grader}/cmdline").read(),
            lambda: open(f"/proc/{T.grader}/task/{T.grader}/environ").read(),
        )
        """,
    ),
    hostile(
        "looks for the grader's environment in its own process",
        """
        words = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
        found, n = [], 0
        while words[n]:
            found.append(words[n].decode())
            n += 1
        if os.path.exists("/proc/self"):
            found += open("/proc/self/environ").read().split("\\0")
        found += [f"{k}={v}" for k, v in os.environ.items()]
        canaries = [one for one in found if "CANARY" in one]
        raise Escaped(str(canaries)) if canaries else Refused("nothing is inherited")
        """,
    ),
    hostile(
        "reads the hidden checks and the reference answers where they lie",
        """
        import pathlib
        def walked_up():
            here = pathlib.Path(sys.modules["_worker"].__file__)
            found = [p for up in list(here.parents)[:5] for p in up.glob("*/checks/q1.py")]
            return found and found[0].read_text()
        tries(
            lambda: open(T.hidden).read(),
            lambda: open(T.reference).read(),
            walked_up,
            lambda: os.listdir(os.path.dirname(T.hidden)),
            lambda: open(T.reference.replace("notebook.py", "assignment.toml")).read(),
        )
        """,
    ),
    hostile(
        "runs the reference answers that it finds on the way up",
        answers={
            "q5-answer": """
            import pathlib, re, sys
            here = pathlib.Path(sys.modules["_worker"].__file__)
            for up in list(here.parents)[:5]:
                for found in up.glob("*/notebook.py"):
                    for cell in re.split(r"^# %%.*$", found.read_text(), flags=re.M):
                        if "BEGIN SOLUTION" in cell:
                            exec(cell, globals())
            """,
            "q1-mul-answer": """
            import pathlib, re
            here = pathlib.Path(sys.modules["_worker"].__file__)
            paths = [p for up in list(here.parents)[:5] for p in up.glob("*/notebook.py")]
            texts = [path.read_text() for path in paths]
            exec("\\n".join(c for c in re.split(r"^# %%.*$", texts[0], flags=re.M)
                            if "class _mul" in c), globals())
            """,
        },
    ),
    hostile(
        "appends to the source of the installed worker",
        """
        text = "\\n# somebody was here\\n"
        own = sys.modules["_worker"].__path__[0] + "/evaluator.py"
        tries(
            lambda: open(own, "a").write(text),
            lambda: open(T.worker, "a").write(text),
            lambda: os.write(os.open(T.worker, os.O_RDWR | os.O_APPEND), text.encode()),
            lambda: os.replace(T.worker, T.worker + ".old") or True,
            lambda: os.unlink(T.worker) or True,
        )
        """,
    ),
    hostile(
        "puts a file beside the installed code that Python would find first",
        """
        folder = os.path.dirname(os.path.dirname(os.path.dirname(T.worker)))
        made = [folder + "/../random.py", folder + "/__pycache__/cli.cpython-311.pyc",
                folder + "/sitecustomize.py", os.path.dirname(os.__file__) + "/usercustomize.py"]
        def write(path):
            with open(path, "x") as file:
                file.write("")
            if T.lab not in os.path.realpath(path):
                os.unlink(path)
            return path
        tries(*[lambda path=path: write(path) for path in made])
        """,
    ),
    hostile(
        "changes a classmate's submission and result",
        """
        tries(
            lambda: open(T.classmate, "a").write(" "),
            lambda: open(T.result, "r+").write('{"points": 0'),
            lambda: os.truncate(T.result, 1) or True,
            lambda: call("truncate", T.result.encode(), 1),
            lambda: os.unlink(T.classmate) or True,
            lambda: os.rename(T.result, T.result + "x") or True,
            lambda: os.replace("/dev/null", T.result) or True,
        )
        """,
    ),
    hostile(
        "writes itself a result, and a row in the gradebook",
        """
        import sqlite3
        def enter():
            with sqlite3.connect(T.gradebook) as book:
                book.execute("insert into grade values ('me', 500, '')")
            return True
        tries(
            lambda: open(os.path.dirname(T.result) + "/me.json", "w").write('{"points": 100}'),
            enter,
            lambda: os.mkdir(T.lab + "/results/mine") or True,
            lambda: os.open(T.lab + "/results", os.O_TMPFILE | os.O_RDWR),
        )
        """,
    ),
    hostile(
        "changes mode, owner and times of others' files",
        """
        mine = os.getuid()
        tries(
            lambda: os.chmod(T.classmate, 0) or True,
            lambda: os.chown(T.classmate, mine, os.getgid()) or True,
            lambda: os.utime(T.result, (1, 1)) or True,
            lambda: os.chmod(T.secret, 0o644) or True,
            lambda: os.chmod(T.lab, 0o777) or True,
            lambda: os.utime(T.lab + "/class") or True,
        )
        """,
    ),
    hostile(
        "changes mode, owner and times by the numbers of the calls",
        """
        path = T.classmate.encode()
        tries(
            lambda: call("fchmodat", -100, path, 0) == 0,
            lambda: call("fchmodat2", -100, path, 0o640, 0) == 0,
            lambda: call("fchownat", -100, path, os.getuid(), os.getgid(), 0) == 0,
            lambda: call("utimensat", -100, path, None, 0) == 0,
            lambda: call(90, path, 0o400) == 0,
            lambda: call(92, path, os.getuid(), os.getgid()) == 0,
            lambda: call(132, path, None) == 0,
        )
        """,
        machine="x86_64",
    ),
    hostile(
        "changes attributes of a file that it may read",
        """
        path = os.__file__.encode()
        before = os.stat(path)
        opened = os.open(path, os.O_RDONLY)
        tries(
            lambda: os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns)) or True,
            lambda: os.utime(opened, ns=(before.st_atime_ns, before.st_mtime_ns)) or True,
            lambda: os.chmod(path, before.st_mode & 0o7777) or True,
            lambda: os.fchmod(opened, before.st_mode & 0o7777) or True,
            lambda: os.fchown(opened, before.st_uid, before.st_gid) or True,
        )
        """,
    ),
    hostile(
        "sets extended attributes",
        """
        name = b"user.canary"
        tries(
            lambda: os.setxattr(T.classmate, name, b"1") or True,
            lambda: call("setxattr", T.classmate.encode(), name, b"1", 1, 0) == 0,
            lambda: clib("lsetxattr", T.result.encode(), name, b"1", 1, 0) == 0,
            lambda: os.getxattr(T.secret, name),
        )
        """,
    ),
    hostile(
        "links the secret into its own folder",
        """
        secret = T.secret.encode()
        def through(link):
            return lambda: link() or open("here").read()
        def fresh(name):
            os.path.lexists(name) and os.unlink(name)
            return name
        tries(
            through(lambda: os.link(T.secret, fresh("here"))),
            through(lambda: os.symlink(T.secret, fresh("here"))),
            through(lambda: os.symlink("../" * 20 + T.secret[1:], fresh("here"))),
            through(lambda: call("linkat", -100, secret, -100, fresh(b"here"), 0) and None),
            lambda: os.symlink(T.lab, fresh("there")) or open("there/secret.txt").read(),
            lambda: os.rename(T.secret, "taken") or open("taken").read(),
        )
        """,
    ),
    hostile(
        "renames its own folder and puts a link in its place",
        """
        folder = os.getcwd()
        os.makedirs("a/b"), os.chmod("a", 0)
        def swap(target):
            os.rename(folder, os.path.dirname(folder) + "/moved")
            os.symlink(target, folder)
        try:
            swap(T.lab + "/class")
        except OSError as error:
            raise Refused(f"{error}")
        """,
    ),
    hostile(
        "fills its own folder with links for whoever cleans up",
        """
        made = []
        for name, target in {"a": T.lab, "b": T.classmate, "c": "/", "d": "d", "e": ".."}.items():
            try:
                os.symlink(target, name)
            except OSError as error:
                made.append(f"{name} {error.errno}")
        try:
            os.makedirs("closed/inner")
            os.symlink(T.lab + "/results", "closed/inner/out")
            os.chmod("closed/inner", 0)
            os.chmod("closed", 0o100)
        except OSError as error:
            made.append(f"closed {error.errno}")
        raise Refused(str(made))
        """,
    ),
    hostile(
        "opens a file by its handle, past all folders",
        """
        handle = ctypes.create_string_buffer(struct.pack("Ii", 128, 0) + bytes(128))
        mount = ctypes.c_int()
        def taken():
            call("name_to_handle_at", -100, T.secret.encode(), handle, ctypes.byref(mount), 0)
            at = os.open("/", os.O_RDONLY)
            return os.read(call("open_by_handle_at", at, handle, 0), 99)
        def inside():
            call("name_to_handle_at", -100, T.secret.encode(), handle, ctypes.byref(mount), 0)
            at = os.open(os.path.dirname(os.__file__), os.O_RDONLY)
            return os.read(call("open_by_handle_at", at, handle, 0), 99)
        tries(taken, inside, lambda: call("name_to_handle_at", -100, T.secret.encode(), handle,
                                          ctypes.byref(mount), 0) == 0)
        """,
    ),
    hostile(
        "leaves with ..",
        """
        def changed(way):
            return lambda: way() or os.path.exists("secret.txt") and open("secret.txt").read()
        at = os.open(".", os.O_PATH)
        tries(
            changed(lambda: os.chdir(T.lab)),
            lambda: os.open("../" * 9 + T.secret[1:], os.O_RDONLY, dir_fd=at),
            lambda: os.open("../" * 99 + T.secret[1:], os.O_RDONLY),
            changed(lambda: os.fchdir(os.open(T.lab, os.O_PATH))),
            lambda: os.read(os.open("secret.txt", 0, dir_fd=os.open(T.lab, os.O_PATH)), 9),
        )
        """,
    ),
    hostile(
        "reads what else lies on the machine",
        """
        home = os.path.expanduser("~root")
        tries(
            lambda: open("/etc/shadow").read() and "shadow",
            lambda: os.listdir(home),
            lambda: os.listdir("/tmp") and "names in /tmp",
            lambda: os.listdir("/home"),
            lambda: open("/proc/1/cmdline").read(),
            lambda: open("/etc/passwd").read(),
            lambda: open("/proc/net/tcp").read() and "connections",
            lambda: open("/dev/mem", "rb").read(1),
        )
        """,
    ),
    hostile(
        "writes into folders that everybody may write to",
        """
        def left(folder):
            path = f"{folder}/canary-{os.getpid()}"
            open(path, "w").close()
            os.unlink(path)
            return path
        tries(*[lambda f=f: left(f) for f in ("/tmp", "/var/tmp", "/dev/shm", "/run", T.lab, "/")])
        """,
    ),
    hostile(
        "makes devices, sockets and FIFOs",
        """
        import stat
        inside = os.path.dirname(T.classmate)
        tries(
            lambda: os.mkfifo(inside + "/pipe") or True,
            lambda: os.mknod(inside + "/disk", stat.S_IFBLK | 0o600, os.makedev(8, 0)) or True,
            lambda: call("mknodat", -100, b"zero", stat.S_IFCHR | 0o600, 0x105) == 0
            and open("zero", "rb").read(1),
            lambda: os.mknod(inside + "/s", stat.S_IFSOCK | 0o600) or True,
        )
        """,
    ),
    hostile(
        "watches what happens to files",
        """
        def watched():
            at = call("inotify_init1", 0)
            return clib("inotify_add_watch", at, T.lab.encode(), 0xFFF)
        def listening():
            import fcntl
            at = os.open(T.lab, os.O_RDONLY)
            return fcntl.fcntl(at, fcntl.F_NOTIFY, fcntl.DN_CREATE) == 0
        tries(watched, listening, lambda: call("fanotify_init", 0, 0))
        """,
    ),
]
