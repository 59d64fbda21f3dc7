"""Doors of the kernel that no homework needs, most of them asked for by number."""

from __future__ import annotations

from attacking.attack import hostile

#: Runs machine code: a page that can be written and executed, with what a way of asking looks like.
_CODE = """
import mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
def run(code):
    page[:len(code)] = code
    at = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_long)(at)()
"""

ATTACKS = [
    hostile(
        "asks by the 32-bit door",
        _CODE
        + """
# mov eax, 20 (getpid there); int 0x80; ret
number = run(bytes.fromhex("b814000000cd80c3"))
raise Escaped(f"getpid gave {number}") if number > 0 else Refused(f"gave {number}")
""",
        machine="x86_64",
    ),
    hostile(
        "forks by the 32-bit door",
        _CODE
        + """
# mov eax, 2 (fork there); int 0x80; ret
number = run(bytes.fromhex("b802000000cd80c3"))
if number == 0:
    libc._exit(0)
raise Escaped(f"process {number}") if number > 0 else Refused(f"gave {number}")
""",
        machine="x86_64",
    ),
    hostile(
        "asks by the numbers of x32",
        """
        X32 = 0x40000000
        tries(
            lambda: call(X32 | 39) and "getpid",
            lambda: call(X32 | 57) or os._exit(0),
            lambda: call(X32 | 41, 2, 1, 0) and "a socket",
            lambda: call(X32 | 2, T.secret.encode(), 0) and "the secret",
        )
        """,
        machine="x86_64",
    ),
    hostile(
        "asks by numbers that are too large, or negative",
        """
        tries(*[lambda n=n: call(n, 0, 0, 0, 0) for n in (-2, 2**31 | 57, 2**31, 1023, 548, 600)])
        """,
        machine="x86_64",
    ),
    hostile(
        "asks by the number with rubbish in its upper half",
        """
        tries(
            lambda: call((1 << 32) | 57) or os._exit(0),
            lambda: call((7 << 40) | 41, 2, 1, 0) and "a socket",
            lambda: call(41, (1 << 32) | 2, 1, 0) and "a socket, family with rubbish",
            lambda: call(62, (1 << 32) | T.grader, 0) == 0 and "a signal, number with rubbish",
            lambda: call(302, (1 << 32) | T.grader, 7, None, ctypes.create_string_buffer(16)) == 0
            and "limits of the grader",
        )
        """,
        machine="x86_64",
    ),
    hostile(
        "uses io_uring, which opens files past any filter of calls",
        """
        parameters = ctypes.create_string_buffer(120)
        tries(
            lambda: call("io_uring_setup", 4, parameters),
            lambda: call("io_setup", 1, ctypes.byref(ctypes.c_ulong())) == 0 and "asynchronous I/O",
        )
        """,
    ),
    hostile(
        "makes namespaces and mounts",
        """
        def apart(flag):
            return lambda: clib("unshare", flag) == 0 and hex(flag)
        tries(
            apart(0x10000000), apart(0x20000), apart(0x40000000), apart(0x20000000), apart(0x400),
            lambda: clib("mount", b"none", b".", b"tmpfs", 0, None) == 0 and "mounted",
            lambda: call("fsopen", b"tmpfs", 0) and "a file system",
            lambda: call("open_tree", -100, b"/", 1) and "a tree",
            lambda: os.chroot(".") or "a root of its own",
            lambda: clib("setns", os.open(f"/proc/{T.grader}/ns/net", 0), 0) == 0 and "joined",
            lambda: call("pivot_root", b".", b".") == 0,
        )
        """,
    ),
    hostile(
        "asks for what only root may, and a worker of root must not",
        """
        def reached(name, *more):
            try:
                call(name, *more)
            except OSError as error:
                if error.errno in (1, 13, 38):
                    raise
            return f"{name} reached the kernel"
        tries(
            lambda: reached("swapon", b"", 0),
            lambda: reached("acct", b"/no/such/file"),
            lambda: reached("settimeofday", 8, 8),
            lambda: reached("init_module", 8, 0, b""),
            lambda: reached("kexec_load", 0, 2**40, 0, 0),
            lambda: reached("sethostname", 8, 2**20),
            lambda: reached("syslog", 10, None, 0),
            lambda: reached("quotactl", 0x800007 << 8, b"", 0, None),
            lambda: reached("bpf", 0, None, 0),
        )
        """,
    ),
    hostile(
        "uses what kernels were broken through",
        """
        table = ctypes.create_string_buffer(struct.pack("IIII", 2, 4, 4, 1), 128)
        attribute = ctypes.create_string_buffer(struct.pack("IIQ", 1, 112, 0) + bytes(96))
        tries(
            lambda: call("userfaultfd", 1),
            lambda: call("perf_event_open", attribute, 0, -1, -1, 0),
            lambda: call("bpf", 0, table, 128),
            lambda: call("memfd_secret", 0),
            lambda: call("modify_ldt", 0, ctypes.create_string_buffer(16), 16) + 1 and "modify_ldt",
            lambda: call("personality", 0x0040000) + 1 and "without random addresses",
        )
        """,
    ),
    hostile(
        "takes its own confinement off",
        """
        head = struct.pack("II", 0x20080522, 0)
        tries(
            lambda: clib("prctl", 4, 1, 0, 0, 0) == 0 and "can be inspected again",
            lambda: clib("prctl", 38, 0, 0, 0, 0) == 0 and "may get new privileges",
            lambda: clib("prctl", 22, 0, 0, 0, 0) == 0 and "no filter",
            lambda: clib("prctl", 36, 1, 0, 0, 0) == 0 and "takes in orphans",
            lambda: clib("prctl", 0x59616D61, -1, 0, 0, 0) == 0 and "may be traced by all",
            lambda: clib("capset", head, b"\\xff" * 24) == 0 and "rights",
        )
        """,
    ),
    hostile(
        "puts a filter of its own around the calls that the worker needs",
        """
        allow = struct.pack("HBBI", 6, 0, 0, 0x7FFF0000)
        code = ctypes.create_string_buffer(allow)
        program = struct.pack("H6xP", 1, ctypes.addressof(code))
        tries(
            lambda: clib("prctl", 22, 2, program, 0, 0) == 0 and None,
            lambda: call("seccomp", 1, 8, program) and "a listener, which answers calls",
        )
        """,
    ),
]
