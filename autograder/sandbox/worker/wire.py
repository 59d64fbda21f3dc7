"""A message is a JSON object in UTF-8 behind its length in four bytes, and nothing else is one.

The side that reads never guesses: duplicate keys, ``NaN``, lone surrogates, a length above the
limit or bytes that are not UTF-8 make a `MalformedFrame`, because the other side of the pipe may be
a student's program that writes what it likes.
"""

from __future__ import annotations

import json
import os
import re
import struct
from typing import Any, NoReturn

HEADER = struct.Struct(">I")
#: How a forked worker ended: its exit code, and its seconds of the processor (user, system).
ENDING = struct.Struct("=idd")
REQUEST_LIMIT = 32 * 1024 * 1024

# An escaped half of a surrogate pair. `pack` never writes one: it leaves text unescaped.
_SURROGATE_ESCAPE = re.compile(r"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]")


class MalformedFrame(ValueError):
    """The bytes on the pipe are not a message of ours."""


def pack(message: dict[str, Any]) -> bytes:
    """Turn a message into the bytes that go down the pipe.

    Parameters
    ----------
    message : dict
        JSON-able, with string keys and finite floats.

    Returns
    -------
    bytes
        Four bytes of length, then the JSON text.

    Raises
    ------
    ValueError
        If a float is not finite (`values.encode` gives those a tag of their own).

    Examples
    --------
    >>> pack({"ok": True})
    b'\\x00\\x00\\x00\\x0b{"ok":true}'
    """
    text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    payload = text.encode("utf-8", "replace")
    return HEADER.pack(len(payload)) + payload


def unpack(payload: bytes) -> dict[str, Any]:
    """Read one message strictly.

    Parameters
    ----------
    payload : bytes
        What followed the length.

    Returns
    -------
    dict
        The message.

    Raises
    ------
    MalformedFrame
        If the payload is not one JSON object in UTF-8, repeats a key, names ``NaN`` or an infinity,
        or is nested too deeply.

    Examples
    --------
    >>> unpack(b'{"ok":true}')
    {'ok': True}
    """
    try:
        text = payload.decode("utf-8")
        if _SURROGATE_ESCAPE.search(text):
            raise MalformedFrame("the message holds half a character")
        message = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except MalformedFrame:
        raise
    except RecursionError:
        raise MalformedFrame("the message is nested too deeply") from None
    except ValueError as error:
        raise MalformedFrame(f"the message is not JSON: {str(error)[:100]}") from None
    if type(message) is not dict:
        raise MalformedFrame("the message is not a JSON object")
    return message


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise MalformedFrame("the message repeats a key")
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedFrame(f"the message holds the constant {name}")


class FrameReader:
    """Collects bytes as they come until one whole frame is there.

    Parameters
    ----------
    limit : int
        The longest payload accepted, in bytes.

    Examples
    --------
    >>> reader = FrameReader(limit=1024)
    >>> frame = pack({"ok": True})
    >>> reader.feed(frame[:7]), reader.feed(frame[7:])
    (None, b'{"ok":true}')
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.received = bytearray()

    def feed(self, data: bytes) -> bytes | None:
        """Add bytes and return the payload once it is complete.

        Parameters
        ----------
        data : bytes
            What the pipe gave.

        Returns
        -------
        bytes or None
            The payload of one whole frame, or None while it is incomplete.

        Raises
        ------
        MalformedFrame
            If the announced length is above the limit, or bytes follow the frame.
        """
        self.received += data
        if len(self.received) < HEADER.size:
            return None
        (length,) = HEADER.unpack_from(self.received)
        if length > self.limit:
            raise MalformedFrame(f"a message of {length} bytes, more than {self.limit}")
        end = HEADER.size + length
        if len(self.received) > end:
            raise MalformedFrame("more than one message in answer to one question")
        if len(self.received) < end:
            return None
        payload = bytes(self.received[HEADER.size : end])
        self.received.clear()
        return payload


def read_frame(descriptor: int) -> bytes | None:
    """Wait for one frame on a blocking pipe; None when the other side has gone."""
    header = _read_exactly(descriptor, HEADER.size)
    if header is None:
        return None
    (length,) = HEADER.unpack(header)
    if length > REQUEST_LIMIT:
        raise MalformedFrame(f"a request of {length} bytes")
    return _read_exactly(descriptor, length)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte to a blocking pipe."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _read_exactly(descriptor: int, size: int) -> bytes | None:
    parts = []
    while size:
        part = os.read(descriptor, min(size, 1 << 20))
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
