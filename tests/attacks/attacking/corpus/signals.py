"""Other processes: ended, stopped, watched, changed, and left behind."""

from __future__ import annotations

from attacking.attack import hostile

ATTACKS = [
    hostile(
        "kills the grader",
        """
        tries(
            lambda: os.kill(T.grader, 0) or True,
            lambda: os.kill(T.grader, signal.SIGKILL) or True,
            lambda: os.kill(parent, signal.SIGKILL) or True,
        )
        """,
    ),
    hostile(
        "kills the grader by other numbers",
        """
        information = ctypes.create_string_buffer(128)
        struct.pack_into("iii", information, 0, 15, 0, -1)
        tries(
            lambda: call("tgkill", T.grader, T.grader, 15) == 0,
            lambda: call("tkill", T.grader, 15) == 0,
            lambda: call("rt_sigqueueinfo", T.grader, 15, information) == 0,
            lambda: call("pidfd_send_signal", call("pidfd_open", T.grader, 0), 15, None, 0) == 0,
            lambda: signal.pidfd_send_signal(os.pidfd_open(T.grader), 15) or True,
            lambda: clib("sigqueue", T.grader, 15, 0) == 0,
        )
        """,
    ),
    hostile(
        "stops the grader, or interrupts it as its instructor would",
        """
        tries(
            lambda: os.kill(T.grader, signal.SIGINT) or True,
            lambda: os.kill(parent, signal.SIGINT) or True,
            lambda: os.kill(T.grader, signal.SIGSTOP) or True,
            lambda: os.kill(parent, signal.SIGSTOP) or True,
        )
        """,
    ),
    hostile(
        "signals whole groups, and everybody of its user",
        """
        group = os.getpgid(T.grader) if T.uid else T.grader
        tries(
            lambda: os.killpg(group, signal.SIGTERM) or True,
            lambda: os.kill(-group, signal.SIGTERM) or True,
            lambda: os.killpg(os.getpgid(parent), signal.SIGTERM) or True,
        )
        """,
    ),
    hostile(
        "lets the kernel send its signal: the owner of a pipe",
        """
        import fcntl
        def owned(sets):
            reader, writer = os.pipe()
            sets(reader)
            fcntl.fcntl(reader, fcntl.F_SETSIG, signal.SIGKILL)
            fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
            os.write(writer, b"x")
            return True
        F_SETOWN_EX = 15
        tries(
            lambda: owned(lambda r: fcntl.fcntl(r, fcntl.F_SETOWN, T.grader)),
            lambda: owned(lambda r: fcntl.fcntl(r, F_SETOWN_EX, struct.pack("ii", 1, T.grader))),
            lambda: owned(lambda r: fcntl.ioctl(r, 0x8901, struct.pack("i", T.grader))),
        )
        """,
    ),
    hostile(
        "traces the grader",
        """
        def traced(pid):
            call("ptrace", 0x4206, pid, 0, 0)  # seize
            return f"traces {pid}"
        tries(
            lambda: traced(T.grader),
            lambda: traced(parent),
            lambda: call("ptrace", 16, T.grader, 0, 0) == 0,
            lambda: call("kcmp", os.getpid(), T.grader, 1, 0, 0) >= 0 and "compared",
        )
        """,
    ),
    hostile(
        "reads the grader's memory",
        """
        buffer = ctypes.create_string_buffer(T.length)
        def copied(pid):
            here = struct.pack("PN", ctypes.addressof(buffer), T.length)
            there = struct.pack("PN", T.address, T.length)
            call("process_vm_readv", pid, here, 1, there, 1, 0)
            return buffer.value
        def through(path):
            with open(path, "rb", 0) as file:
                file.seek(T.address)
                return file.read(T.length)
        tries(
            lambda: copied(T.grader),
            lambda: through(f"/proc/{T.grader}/mem"),
            lambda: through(f"/proc/{parent}/mem"),
            lambda: open(f"/proc/{T.grader}/maps").read(),
            lambda: open(f"/proc/{T.grader}/auxv", "rb").read(),
        )
        """,
    ),
    hostile(
        "writes the grader's memory",
        """
        buffer = ctypes.create_string_buffer(b"x" * T.length)
        def copied():
            here = struct.pack("PN", ctypes.addressof(buffer), T.length)
            there = struct.pack("PN", T.address, T.length)
            return call("process_vm_writev", T.grader, here, 1, there, 1, 0)
        def through():
            with open(f"/proc/{T.grader}/mem", "r+b", 0) as file:
                file.seek(T.address)
                return file.write(b"y" * T.length)
        tries(copied, through)
        """,
    ),
    hostile(
        "takes open files out of the grader",
        """
        def taken(pid, number):
            return call("pidfd_getfd", call("pidfd_open", pid, 0), number, 0)
        tries(
            *[lambda n=n: taken(T.grader, n) for n in range(3)],
            lambda: taken(parent, 0),
            lambda: os.open(f"/proc/{T.grader}/fd/0", os.O_RDONLY),
            lambda: os.open(f"/proc/{parent}/fd/1", os.O_WRONLY),
            lambda: os.pidfd_open(T.grader) and "a handle of the grader",
        )
        """,
    ),
    hostile(
        "searches its own memory for what the grader knows",
        """
        found = []
        maps = "/proc/self/maps"
        here = open(maps).read().splitlines() if os.path.exists(maps) else []
        needle = bytes(99 ^ b for b in bytes(99 ^ b for b in b"canary"))
        for line in here[:400]:
            span, mode = line.split()[:2]
            low, high = (int(n, 16) for n in span.split("-"))
            if "r" not in mode or high - low > 1 << 24 or "[v" in line:
                continue
            at = ctypes.string_at(low, high - low).find(needle)
            if at >= 0:
                word = ctypes.string_at(low + at, 22)
                if word[6:].isalnum() and b"-" not in word:
                    found.append(word)
        raise Refused(f"{len(here)} areas, and {len(found)} words that look like one: {found[:5]}")
        """,
    ),
    hostile(
        "changes the grader's limits, priority and processors",
        """
        import resource
        few = (3, 3)
        tries(
            lambda: resource.prlimit(T.grader, resource.RLIMIT_NOFILE, few) and True,
            lambda: call("prlimit64", T.grader, 7, struct.pack("QQ", 3, 3), None) == 0,
            lambda: resource.prlimit(T.grader, resource.RLIMIT_CPU) and "limits of the grader",
            lambda: os.setpriority(os.PRIO_PROCESS, T.grader, 19) or True,
            lambda: T.uid and (os.setpriority(os.PRIO_USER, T.uid, 19) or True),
            lambda: os.sched_setaffinity(T.grader, {0}) or True,
            lambda: os.sched_setscheduler(T.grader, os.SCHED_IDLE, os.sched_param(0)) or True,
            lambda: call("ioprio_set", 1, T.grader, 3 << 13) == 0,
            lambda: call("process_madvise", os.pidfd_open(T.grader), None, 0, 20, 0) == 0,
        )
        """,
    ),
    hostile(
        "raises its own limits and rights",
        """
        import resource
        none = resource.RLIM_INFINITY
        def raised(name):
            soft, hard = resource.getrlimit(getattr(resource, name))
            resource.setrlimit(getattr(resource, name), (none, none))
            return name
        tries(
            lambda: raised("RLIMIT_CPU"), lambda: raised("RLIMIT_AS"),
            lambda: raised("RLIMIT_FSIZE"), lambda: raised("RLIMIT_CORE"),
            lambda: call("prlimit64", 0, 9, struct.pack("QQ", 2**64 - 1, 2**64 - 1), None) == 0,
            lambda: os.nice(-5) < 0 and "a better priority",
            lambda: T.uid and os.setuid(0) or T.uid and "root",
            lambda: os.setgroups([0]) or True,
        )
        """,
    ),
    hostile(
        "forks",
        """
        def child(pid):
            if pid == 0:
                os._exit(0)
            os.waitpid(pid, 0)
            return pid
        flags = 17  # SIGCHLD
        tries(
            lambda: child(os.fork()),
            lambda: child(clib("fork")),
            lambda: child(call("fork")),
            lambda: child(call("clone", flags, 0, 0, 0, 0)),
            lambda: child(os.forkpty()[0]),
        )
        """,
    ),
    hostile(
        "forks by clone3, whose flags no filter can see",
        """
        def cloned(flags):
            told = ctypes.create_string_buffer(struct.pack("QQQQQQQQ", flags, 0, 0, 0, 17, 0, 0, 0))
            pid = call("clone3", told, 64)
            if pid == 0:
                os._exit(0)
            return pid
        tries(lambda: cloned(0), lambda: cloned(0x10000000), lambda: cloned(0x20000000))
        """,
    ),
    hostile(
        "claims to make a thread, and makes a process",
        """
        def cloned(flags):
            pid = call("clone", flags, 0, 0, 0, 0)
            if pid == 0:
                libc._exit(0)
            return f"process {pid}"
        FILES, UNTRACED, PARENT = 0x400, 0x800000, 0x8000
        tries(
            lambda: cloned(UNTRACED | 17), lambda: cloned(PARENT | 17), lambda: cloned(FILES | 17),
            lambda: cloned(0x10000000 | 17), lambda: cloned(0x40000000 | 17),
            lambda: cloned(0x80000000 | 17), lambda: cloned(0x1000 | 17),
        )
        """,
    ),
    hostile(
        "starts programs",
        """
        import subprocess, multiprocessing
        def spawned(way):
            return lambda: way() and "a program ran"
        tries(
            spawned(lambda: subprocess.run(["/bin/true"]).returncode == 0),
            spawned(lambda: os.system("true") == 0),
            spawned(lambda: os.popen("echo x").read()),
            spawned(lambda: os.posix_spawn("/bin/true", ["true"], {})),
            spawned(lambda: os.spawnv(os.P_WAIT, "/bin/true", ["true"]) == 0),
            spawned(lambda: multiprocessing.get_context("fork").Process(target=int).start() or 1),
            spawned(lambda: multiprocessing.get_context("spawn").Process(target=int).start() or 1),
            spawned(lambda: libc.system(b"true") == 0),
        )
        """,
    ),
    hostile(
        "becomes another program",
        "os.execv('/bin/sh', ['sh', '-c', f'echo out > {T.fifo}; sleep 3'])",
        limits={"wall_seconds": 12.0, "cell_seconds": 2.0, "cpu_seconds": 6},
    ),
    hostile(
        "becomes a program that is no file",
        """
        def run(way):
            at = os.memfd_create("x", 0)
            os.write(at, b"#!/bin/sh\\necho out > " + T.fifo.encode())
            way(at)
        words = (ctypes.c_char_p * 2)(b"x", None)
        tries(
            lambda: run(lambda at: os.execve(at, ["x"], {})),
            lambda: run(lambda at: call("execveat", at, b"", words, None, 0x1000)),
            lambda: run(lambda at: os.execv(f"/proc/self/fd/{at}", ["x"])),
            lambda: call("execveat", -100, b"/bin/true", words, None, 0),
        )
        """,
    ),
    hostile(
        "writes a program and runs it",
        """
        with open("x", "w") as file:
            file.write(f"#!/bin/sh\\necho out > {T.fifo}\\n")
        def allowed():
            os.chmod("x", 0o755)
            os.execv("./x", ["x"])
        tries(allowed, lambda: os.execv("/lib64/ld-linux-x86-64.so.2", ["ld", "/bin/true"]))
        """,
    ),
    hostile(
        "leaves an orphan that rewrites a result when nobody looks",
        """
        late = f"import time; time.sleep(0.3); open({T.result!r}, 'w').write('0'); time.sleep(20)"
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.closerange(0, 64)
                os.execve(sys.executable, ["-", "-c", late], {})
            os._exit(0)
        """,
    ),
    hostile(
        "lets the clean-up start what it could not",
        """
        import atexit
        class Late:
            def __del__(self):
                os.system(f"echo out > {T.fifo}")
        atexit.register(lambda: os.system(f"echo out > {T.fifo}"))
        late = Late()
        late.cycle = late
        os.register_at_fork(before=lambda: os.write(1, b"forks"))
        signal.signal(signal.SIGTERM, lambda *a: os.system(f"echo out > {T.fifo}"))
        sys.exitfunc = late.__del__
        threading.Thread(target=lambda: (time.sleep(0.01), late.__del__()), daemon=True).start()
        """,
    ),
    hostile(
        "closes the pipe that ties it to the grader, and stays",
        """
        import fcntl
        kept = {0, 1, 2}
        for number in range(3, 64):
            try:
                fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) & ~os.O_ASYNC)
                os.close(number)
            except OSError:
                pass
        try:
            os.setsid()
        except OSError:
            pass
        signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
        while True:
            time.sleep(1)
        """,
        limits={"wall_seconds": 12.0, "cell_seconds": 1.0, "cpu_seconds": 6},
    ),
    hostile(
        "leaves its session and its group",
        """
        tries(
            lambda: os.setsid() or "a session of its own",
            lambda: os.setpgid(0, os.getpgid(T.grader)) or True,
            lambda: call("setsid") and "a session of its own",
        )
        """,
    ),
]
