"""Sharing with those who run beside them or after them: memory, queues, locks, leftovers."""

from __future__ import annotations

from attacking.attack import hostile

ATTACKS = [
    hostile(
        "writes the shared memory of others",
        """
        from multiprocessing import shared_memory
        def system_v():
            libc.shmat.restype = ctypes.c_void_p
            at = libc.shmat(clib("shmget", T.key, 0, 0), None, 0)
            if at in (None, ctypes.c_void_p(-1).value):
                raise OSError(ctypes.get_errno(), "shmat")
            ctypes.memmove(at, b"x", 1)
            return True
        def posix():
            other = shared_memory.SharedMemory(os.path.basename(T.shm))
            other.buf[0] = 1
            return True
        tries(system_v, posix, lambda: open(T.shm, "w").write("x"), lambda: open(T.shm).read())
        """,
    ),
    hostile(
        "leaves memory, queues and semaphores for others",
        """
        from multiprocessing import shared_memory
        name = os.path.basename(T.shm)
        tries(
            lambda: clib("shmget", T.key + 1, 4096, 0o1666) >= 0,
            lambda: clib("msgget", T.key + 1, 0o1666) >= 0,
            lambda: clib("semget", T.key + 1, 1, 0o1666) >= 0,
            lambda: shared_memory.SharedMemory(name + "-2", create=True, size=99).name,
            lambda: clib("shm_open", f"/{name}-3".encode(), os.O_CREAT | os.O_RDWR, 0o666),
            lambda: open(T.shm + "-4", "w").write("x"),
            lambda: call("shmget", T.key + 1, 4096, 0o1666) >= 0,
        )
        """,
    ),
    hostile(
        "writes to a message queue",
        """
        def posted(at):
            return clib("mq_send", at, b"x", 1, 0) == 0
        path = T.queue.encode()
        tries(
            lambda: posted(clib("mq_open", path, os.O_WRONLY)),
            lambda: posted(call("mq_open", path[1:], os.O_WRONLY, 0, None)),
            lambda: clib("mq_unlink", path) == 0,
        )
        """,
    ),
    hostile(
        "writes to a FIFO",
        """
        tries(
            lambda: os.write(os.open(T.fifo, os.O_WRONLY | os.O_NONBLOCK), b"x"),
            lambda: os.write(os.open(T.fifo, os.O_RDWR | os.O_NONBLOCK), b"x"),
            lambda: open(T.fifo, "w").write("x"),
        )
        """,
    ),
    hostile(
        "locks a file that everybody reads",
        """
        import fcntl
        shared = os.open(os.__file__, os.O_RDONLY)
        whole = struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 0, 0, 0)
        F_OFD_SETLK = 37
        tries(
            lambda: fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB) or "flock",
            lambda: fcntl.lockf(shared, fcntl.LOCK_SH | fcntl.LOCK_NB) or "lockf",
            lambda: fcntl.fcntl(shared, fcntl.F_SETLK, whole) and "F_SETLK",
            lambda: fcntl.fcntl(shared, F_OFD_SETLK, whole) and "F_OFD_SETLK",
            lambda: fcntl.fcntl(shared, fcntl.F_SETLEASE, fcntl.F_RDLCK) == 0 and "a lease",
            lambda: call(73, shared, 5) == 0 and "flock by number",
        )
        """,
    ),
    hostile(
        "asks who holds a lock",
        """
        import fcntl
        shared = os.open(os.__file__, os.O_RDONLY)
        whole = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0)
        tries(
            lambda: fcntl.fcntl(shared, fcntl.F_GETLK, whole) and "F_GETLK",
            lambda: open("/proc/locks").read(),
        )
        """,
    ),
    hostile(
        "leaves a word in what it may open for writing",
        """
        found = []
        for path in (os.__file__, "/dev/null", "/dev/zero", "/dev/shm", "/etc/ld.so.cache"):
            for mode in (os.O_RDWR, os.O_WRONLY, os.O_RDWR | os.O_APPEND):
                try:
                    os.close(os.open(path, mode))
                    found.append(path)
                except OSError:
                    pass
        found = sorted(set(found) - {"/dev/null", "/dev/zero"})
        raise Escaped(str(found)) if found else Refused("nothing can be written to")
        """,
    ),
    hostile(
        "keys and what else the kernel keeps for a user",
        """
        tries(
            lambda: call("add_key", b"user", b"canary", b"x", 1, -4) and "a key of the user",
            lambda: call("keyctl", 1, b"canary-session", 0, 0, 0) and "a session's keyring",
            lambda: call("keyctl", 0, -4, 0, 0, 0) and "the user's keyring",
        )
        """,
    ),
    hostile(
        "types into the terminal that the grader was started from",
        """
        import fcntl, termios
        def typed(at):
            for letter in b"x":
                fcntl.ioctl(at, termios.TIOCSTI, bytes([letter]))
            return True
        tries(
            *[lambda n=n: typed(n) for n in range(3)],
            lambda: typed(os.open("/dev/tty", os.O_RDWR)),
            lambda: fcntl.ioctl(0, 0x541C, b"\\x03") == 0,
            lambda: os.open("/dev/ptmx", os.O_RDWR) and "a terminal of its own",
        )
        """,
    ),
]
