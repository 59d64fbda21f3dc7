"""Working folders that are filled, and such as are hard to measure or to remove."""

from __future__ import annotations

from attacking.attack import hostile

ATTACKS = [
    hostile(
        "fills the disk by files of the size that is allowed",
        """
        written = 0
        try:
            for number in range(40):
                with open(f"full-{number}", "wb", 0) as file:
                    for _ in range(15):
                        written += file.write(bytes(1 << 20))
        except OSError as error:
            if written > 256 << 20:
                raise Escaped(f"{written >> 20} MiB")
            raise Refused(f"{written >> 20} MiB, then {error}")
        raise Escaped(f"{written >> 20} MiB")
        """,
    ),
    hostile(
        "fills the disk by one large file",
        """
        with open("large", "wb", 0) as file:
            for _ in range(200):
                file.write(bytes(1 << 20))
        """,
        says="OSError|PermissionError",
    ),
    hostile(
        "a file with a hole of a petabyte",
        "with open('hole', 'wb') as file:\n    file.truncate(1 << 50)",
        says="OSError|PermissionError",
    ),
    hostile(
        "a bomb of small files",
        """
        made = 0
        try:
            for number in range(9000):
                os.close(os.open(f"f{number}", os.O_CREAT))
                made += 1
        except OSError as error:
            raise Refused(f"{made} files, then {error}")
        raise Escaped(f"{made} files")
        """,
    ),
    hostile(
        "folders a thousand deep, closed on the way down",
        """
        for _ in range(1500):
            os.mkdir("d")
            os.chdir("d")
        for _ in range(1500):
            os.chdir("..")
            os.chmod("d", 0)
        """,
    ),
    hostile(
        "fills the disk by files that have no name any more",
        """
        kept, written = [], 0
        try:
            for _ in range(40):
                file = open("gone", "wb", 0)
                os.unlink("gone")
                kept.append(file)
                for _ in range(15):
                    written += file.write(bytes(1 << 20))
        except OSError as error:
            if written > 256 << 20:
                raise Escaped(f"{written >> 20} MiB")
            raise Refused(f"{written >> 20} MiB, then {error}")
        raise Escaped(f"{written >> 20} MiB")
        """,
    ),
    hostile(
        "fills the disk from twenty folders down, slowly",
        """
        for _ in range(20):
            os.mkdir("d")
            os.chdir("d")
        written = 0
        try:
            for number in range(24):
                with open(f"full-{number}", "wb", 0) as file:
                    for _ in range(15):
                        written += file.write(bytes(1 << 20))
                time.sleep(0.05)
        except OSError as error:
            raise Refused(f"{written >> 20} MiB, then {error}")
        raise Escaped(f"{written >> 20} MiB")
        """,
    ),
    hostile(
        "fills the disk in a folder that nobody can list, slowly",
        """
        os.mkdir("closed", 0o300)
        written = 0
        try:
            for number in range(24):
                with open(f"closed/full-{number}", "wb", 0) as file:
                    for _ in range(15):
                        written += file.write(bytes(1 << 20))
                time.sleep(0.05)
        except OSError as error:
            raise Refused(f"{written >> 20} MiB, then {error}")
        raise Escaped(f"{written >> 20} MiB")
        """,
    ),
    hostile(
        "makes folders that nobody can open, move or remove",
        """
        os.makedirs("a/b/c")
        os.mkdir("a/none", 0)
        os.mkdir("a/b/none", 0)
        os.mkdir("a/b/c/read", 0o400)
        os.mkdir("write", 0o200)
        os.mkdir("a/through", 0o100)
        """,
    ),
    hostile(
        "makes files with names of all bytes, and the longest there may be",
        r"""
        for name in (b"\xff\xfe", b"a\nb", b"\x1b[2J", b"-rf", b"*", b" ", b"x" * 255):
            open(name, "w").close()
        """,
    ),
    hostile(
        "moves folders about while their size is asked",
        """
        def moved():
            while True:
                for a, b in (("x", "y"), ("y", "x")):
                    try:
                        os.mkdir("x")
                    except OSError:
                        pass
                    try:
                        os.rename(a, b), open(b + "/f", "w").write("x")
                    except OSError:
                        pass
        for _ in range(3):
            threading.Thread(target=moved, daemon=True).start()
        time.sleep(0.5)
        """,
    ),
]
