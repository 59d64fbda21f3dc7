"""What a zip file says of the files in it: read with suspicion, and in every script."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from autograder.notebook import A_LINK

#: What Python says of an archive that is none.
NO_ARCHIVE = (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, struct.error)

_CHUNK = 2**16


def parts_of(name: str) -> tuple[str, ...]:
    """Give a path folder by folder; some programs on Windows write it their way."""
    parts = tuple(part for part in re.split(r"[/\\]+", name) if part not in ("", "."))
    return parts or ("?",)


class Damaged(Exception):
    """A file cannot be unpacked."""


def chunks_of(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a file piece by piece; raise `Damaged` where that cannot be done."""
    try:
        with archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, struct.error) as error:
        raise Damaged from error
    except (NotImplementedError, RuntimeError) as error:  # a way of packing that Python lacks
        raise Damaged from error


_END, _END_64, _AT_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


def length_of_list(file: BinaryIO) -> int:
    """Give the length of an archive's list of files, in bytes: Python reads it as a whole."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 2**16 - 100))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return 0
    (length,) = struct.unpack_from("<L", tail, at + 12)
    before = tail[max(0, at - 20) : at]
    if before.startswith(_AT_64) and len(before) == 20:
        (place,) = struct.unpack_from("<Q", before, 8)
        file.seek(min(place, end))
        record = file.read(56)
        if record.startswith(_END_64) and len(record) == 56:
            (length,) = struct.unpack_from("<Q", record, 40)
    return int(length)


def name_of(info: zipfile.ZipInfo) -> str:
    """Give a file's name in its own script.

    A name that does not say that it is UTF-8 is read as an encoding of 1981 by Python, as the
    format has it; many programs write UTF-8 all the same, and others write it in a field beside.
    """
    name = info.orig_filename
    if info.flag_bits & 0x800:
        return name
    try:
        raw = name.encode("cp437")
        return _beside(info.extra, raw) or raw.decode("utf-8")
    except UnicodeError:
        return name


def _beside(extra: bytes, raw: bytes) -> str:
    """Give the name that Info-ZIP's field holds, if it is about the name that is there."""
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == 0x7075 and len(field) > 5 and field[0] == 1:
            (crc,) = struct.unpack_from("<L", field, 1)
            if crc == zlib.crc32(raw):
                return field[5:].decode("utf-8")
    return ""


def suspicious(info: zipfile.ZipInfo, name: str) -> str:
    """Say what speaks against a file before it is unpacked; nothing if nothing does."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return f"{A_LINK[0]}. {A_LINK[1]}"
    if kind not in (0, stat.S_IFREG):
        return "this is not an ordinary file. Ask for the .ipynb file."
    if info.flag_bits & 0x1:
        return "it is locked with a password. Ask for a file without one."
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name) or "\0" in name:
        return "its name leads out of the archive. Ask for the .ipynb file."
    if ".." in re.split(r"[/\\]", name):
        return "its name leads out of the archive. Ask for the .ipynb file."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in an unusual way. Ask for the .ipynb file."
    return ""
