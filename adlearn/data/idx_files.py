"""Digits in files, with the names and in the format of the MNIST database."""

from __future__ import annotations

import gzip
import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from .digits import drawn

#: The four files: pictures and labels to learn from, and to test with.
NAMES = (
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
)
#: The first four bytes: two zeros, 8 for unsigned bytes, and how many axes there are.
UNSIGNED_BYTES = 0x800
LINES_WITHOUT_TQDM = 4


def write_digits(
    folder: str | os.PathLike[str],
    train: int = 2000,
    test: int = 1000,
    seed: int = 0,
    progress: bool = True,
) -> tuple[str, str, str, str]:
    """Write digits as the MNIST database does: two files to learn from, two to test with.

    Files that are there already and hold what would be written are left alone.

    Parameters
    ----------
    folder : path
        Where to put them; it is made if it is not there.
    train, test : int, optional
        How many digits to draw to learn from, and to test with.
    seed : int, optional
        For the same digits every time.
    progress : bool, optional
        Show how far it is, and say what was written: a bar where tqdm is installed, else a line
        now and then.

    Returns
    -------
    tuple of four str
        The paths of the pictures and labels to learn from, and of those to test with.

    Raises
    ------
    FileExistsError
        If other digits are in the folder: they may be somebody's own. Files that are damaged are
        replaced.
    OSError
        If the folder cannot be written to.

    Notes
    -----
    The format is that of Y. LeCun, C. Cortes and C. Burges, "The MNIST database of handwritten
    digits", section "File formats for the MNIST database". A file is whole numbers of 32 bits, the
    most significant byte first, and then one byte for each entry, the last axis fastest::

        pictures   2051, how many, 28 rows, 28 columns; 0 for paper to 255 for ink
        labels     2049, how many; 0 to 9

    all of it compressed with gzip. What stands in the files is the same for a seed on every
    platform; how it is compressed depends on the zlib there.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_digits(folder, train=20, test=10, progress=False)
    ...     with gzip.open(paths[0]) as file:
    ...         struct.unpack(">4i", file.read(16))
    (2051, 20, 28, 28)
    """
    home = Path(folder)
    arrays: list[np.ndarray] = []
    for which, n, what in ((0, train, "learn from"), (1, test, "test with")):
        labels, batches = drawn(n, [seed, which])
        images = list(shown(batches, n, f"digits to {what}") if progress else batches)
        arrays += [np.concatenate(images), labels]
    contents = {home / name: idx(array) for name, array in zip(NAMES, arrays, strict=True)}
    try:
        found = {path: content_of(path) for path in contents}
        missing = [path for path in contents if found[path] != contents[path]]
        others = [path for path in missing if is_idx(found[path])]
        if not others:
            home.mkdir(parents=True, exist_ok=True)
            for path in missing:
                write_whole(path, gzip.compress(contents[path], mtime=0))
    except OSError as error:
        elsewhere = os.path.join(tempfile.gettempdir(), "digits")
        raise type(error)(
            f"the digits cannot be written to {home.absolute()}: {error.strerror}. Give a folder "
            f"that you may write to, such as write_digits({elsewhere!r})."
        ) from error
    if others:
        raise FileExistsError(
            f"{others[0].absolute()} is there and holds other digits. Give another folder, or "
            "delete the files in this one if nobody needs them."
        )
    if progress:
        said = f"{train} digits to learn from and {test} to test with"
        print(f"{said}: {'written to' if missing else 'already in'} {home.absolute()}")
    paths = [str(path) for path in contents]
    return paths[0], paths[1], paths[2], paths[3]


def idx(array: np.ndarray) -> bytes:
    """Write an array of unsigned bytes in that format, not yet compressed.

    Examples
    --------
    >>> idx(np.array([7, 9], np.uint8))
    b'\\x00\\x00\\x08\\x01\\x00\\x00\\x00\\x02\\x07\\t'
    """
    head = struct.pack(f">{1 + array.ndim}i", UNSIGNED_BYTES + array.ndim, *array.shape)
    return head + array.tobytes()


def is_idx(content: bytes | None) -> bool:
    """Say whether a file is whole and in that format, of any shape.

    Examples
    --------
    >>> is_idx(idx(np.zeros((2, 3), np.uint8))), is_idx(idx(np.zeros((2, 3), np.uint8))[:-1])
    (True, False)
    """
    if content is None or len(content) < 4 or content[:3] != b"\0\0\x08":
        return False
    axes = content[3]
    if len(content) < 4 * (1 + axes):
        return False
    shape = struct.unpack_from(f">{axes}i", content, 4)
    return len(content) == 4 * (1 + axes) + int(np.prod(shape))


def content_of(path: Path) -> bytes | None:
    """Read what is compressed in a file; None if there is no such file, or none that is whole."""
    try:
        return gzip.decompress(path.read_bytes())
    except (FileNotFoundError, gzip.BadGzipFile, EOFError, zlib.error):
        return None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody finds half of it, also if this stops on the way."""
    beside = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def shown(batches: Iterable[np.ndarray], n: int, what: str) -> Iterator[np.ndarray]:
    """Hand on what is drawn, and show how much of it there is."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        done = 0
        for batch in batches:
            before, done = done, done + len(batch)
            if before * LINES_WITHOUT_TQDM // n < done * LINES_WITHOUT_TQDM // n:
                print(f"{what}: {done} of {n}")
            yield batch
        return
    with tqdm(total=n, desc=what, unit="digit") as bar:
        for batch in batches:
            yield batch
            bar.update(len(batch))
