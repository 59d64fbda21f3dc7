"""What a worker tries when its kind is new, so that a boundary is known and not believed.

`attempts` is sent to a worker as text and runs there as a submission would. Nothing of it does
harm where the boundary is missing: what it reaches for are canaries.
"""

from __future__ import annotations

from typing import Any


def attempts(ns: Any, canaries: dict[str, Any]) -> dict[str, list[str]]:
    """Try everything; give what went through, by the promise that it breaks.

    Parameters
    ----------
    ns : object
        Not used: what a probe gets first.
    canaries : dict
        ``file`` and ``folder``, of the grader's; ``port`` and ``socket``, that listen; ``grader``,
        its process; ``library``, a file that can be read; ``ours``, one that must not.
    """
    import ctypes
    import os
    import platform
    import resource
    import signal
    import socket
    import subprocess
    import time

    libc = ctypes.CDLL(None, use_errno=True)
    intel = platform.machine() == "x86_64"

    def call(number, *arguments):
        done(libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments)))

    def done(result):
        if result == -1:
            raise OSError(ctypes.get_errno(), "refused")

    def fork():
        if os.fork() == 0:
            os._exit(0)

    def raw_fork():
        # 17 is SIGCHLD: the parent is told, nothing is shared.
        number = 56 if intel else 220
        child = libc.syscall(ctypes.c_long(number), ctypes.c_long(17), 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        done(child)

    def connect():
        socket.create_connection(("127.0.0.1", canaries["port"]), 1).close()

    def datagram():
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))

    def local(address):
        socket.socket(socket.AF_UNIX).connect(address)

    def write(path, mode):
        with open(path, mode) as file:
            file.write("x")

    def lock():
        import fcntl

        # A second description of the file meets the lock of the first, if that is one.
        with open(canaries["library"]) as first, open(canaries["library"]) as second:
            fcntl.flock(first, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return
        raise OSError("the lock is none")

    def mark(path):
        os.utime(path, (1, 1))
        if os.stat(path).st_mtime != 1:
            raise OSError("nothing was done")

    def permit(path, mode):
        os.chmod(path, mode)
        if os.stat(path).st_mode & 0o777 != mode:
            raise OSError("nothing was done")

    def share():
        name = "/dev/shm/autograder-attempt-" + str(os.getpid())
        with open(name, "w"):
            os.unlink(name)

    def more_memory():
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard + 4096))

    def unlimited(name):
        if resource.getrlimit(getattr(resource, name))[0] != resource.RLIM_INFINITY:
            raise OSError("it is limited")

    def less_time():
        resource.setrlimit(resource.RLIMIT_CPU, resource.getrlimit(resource.RLIMIT_CPU))

    def many_threads():
        if os.getuid() != 0:  # whom the kernel does not count
            unlimited("RLIMIT_NPROC")
        raise OSError("it is limited")

    def become_root():
        os.setuid(0)
        if os.getuid() != 0 or os.access(canaries["file"], os.W_OK):
            return
        raise OSError("root in name only")

    def clock_of(process):
        # The processor time of somebody's, as clock_getcpuclockid(3) writes it.
        time.clock_gettime((~process << 3) | 2)

    file, folder = canaries["file"], canaries["folder"]
    grader, parent = canaries["grader"], os.getppid()
    tried = {
        "reads-no-files": [
            lambda: open(file).close(),
            lambda: os.listdir(folder),
            lambda: open(canaries["ours"]).close(),
            lambda: open("/etc/passwd").close(),
            lambda: open("/proc/self/environ").close(),
        ],
        "writes-no-files": [
            lambda: write(file, "a"),
            lambda: write(file, "r+"),
            lambda: write(folder + "/made", "w"),
            lambda: os.truncate(file, 1),
            lambda: os.mkdir(folder + "/made-folder"),
        ],
        "changes-no-files": [
            lambda: permit(file, 0o660),
            lambda: mark(file),
            lambda: os.rename(file, file + ".gone"),
            lambda: os.link(file, "linked"),
            lambda: os.symlink(file, "link"),
            lambda: os.unlink(file),
        ],
        "starts-no-processes": [
            fork,
            raw_fork,
            lambda: os.posix_spawn("/bin/true", ["true"], {}),
            lambda: subprocess.run(["/bin/true"], check=True),
            lambda: call(435, 0, 0),
        ],
        "sends-no-signals": [
            lambda: os.kill(grader, 0),
            lambda: os.kill(parent, 0),
            lambda: signal.pidfd_send_signal(os.pidfd_open(grader), 0),
        ],
        "sees-no-processes": [
            # PTRACE_SEIZE, and reading the memory of somebody else.
            lambda: done(libc.ptrace(0x4206, ctypes.c_long(parent), 0, 0)),
            lambda: call(310 if intel else 270, grader, 0, 0, 0, 0, 0),
            lambda: open(f"/proc/{grader}/cmdline").close(),
            lambda: open(f"/proc/{parent}/mem", "rb").close(),
            lambda: resource.prlimit(parent, resource.RLIMIT_CPU),
            lambda: clock_of(grader),
            lambda: os.getpgid(parent),
            lambda: os.getsid(parent),
            lambda: os.sched_getaffinity(parent),
            lambda: os.getpriority(os.PRIO_PROCESS, parent),
            lambda: os.listdir(f"/proc/{grader}/fd"),
            lambda: os.readlink(f"/proc/{parent}/fd/0"),
        ],
        "reaches-no-network": [
            connect,
            datagram,
            lambda: local(canaries["socket"]),
            lambda: local("\0" + canaries["abstract"]),
            lambda: socket.socket(socket.AF_INET6).close(),
        ],
        "shares-nothing": [
            share,
            lock,
            lambda: done(libc.shmget(0x61646C, 64, 0o1666)),
            lambda: os.memfd_create("attempt"),
            lambda: os.mkfifo("fifo"),
        ],
        "gains-no-rights": [
            become_root,
            lambda: done(libc.unshare(0x10000000)),
            lambda: done(libc.mount(None, b"/", None, ctypes.c_long(1 << 18), None)),
            lambda: os.chroot("."),
            more_memory,
            lambda: os.setpriority(os.PRIO_PROCESS, parent, 0),
        ],
        "limited-time": [lambda: unlimited("RLIMIT_CPU"), less_time],
        "limited-memory": [lambda: unlimited("RLIMIT_AS"), many_threads],
        "limited-files": [
            lambda: unlimited("RLIMIT_FSIZE"),
            lambda: unlimited("RLIMIT_NOFILE"),
            # A table of descriptors of its own.
            lambda: call(436, 9000, 9000, 2),
        ],
    }
    through: dict[str, list[str]] = {}
    for promise, actions in tried.items():
        through[promise] = []
        for number, action in enumerate(actions):
            try:
                action()
            except Exception:
                continue
            through[promise].append(str(number))
    # What must work, or the boundary is too narrow.
    for action in (lambda: write("note.txt", "w"), lambda: open(canaries["library"]).close()):
        try:
            action()
        except OSError as error:
            through.setdefault("works", []).append(str(error)[:200])
    return through
