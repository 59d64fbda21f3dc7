"""Every file of an archive or a folder: counted, weighed, checked, never written by its name.

What an archive says of itself is not believed. Its files are unpacked piece by piece, and as soon
as there is more than anybody hands in, that ends. Only notebooks are kept, and what says whose they
are; they lie in a folder of ours under names of ours, so it does not matter where a name leads.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from autograder import names
from autograder.errors import SubmissionError
from autograder.finding import searched, why_not
from autograder.incoming.zip_entries import (
    NO_ARCHIVE,
    Damaged,
    chunks_of,
    length_of_list,
    name_of,
    parts_of,
    suspicious,
)
from autograder.notebook import MAX_BYTES, read_bytes

#: Files that are kept beside notebooks: they say whose those are, and when they came.
TELLING = frozenset({"submission_metadata.yml", "timestamp.txt"})

#: Most files of an archive, and of one that a student has put together.
MAX_MEMBERS, MAX_INNER = 50_000, 2_000

#: An archive may hold this many bytes, and this many times its own size beside: see `_Allowance`.
_FREE, _TIMES = 256 * 2**20, 100

#: A file that unpacks to more than so many times its size holds next to nothing.
_RATIO = 500

#: Archives that are named and not opened, and what to do.
_NOT_OPENED = (".gz", ".tgz", ".tar", ".bz2", ".xz", ".rar", ".7z")


@dataclass(frozen=True, slots=True)
class Member:
    """A file that came in.

    Parameters
    ----------
    source : str
        The archive or folder.
    parts : tuple of str
        Its path in there, folder by folder; of a file in a student's own archive, that archive's
        path and the path in there.
    size : int or None
        In bytes, as it was unpacked; None if it was not read to its end.
    sha256 : str
        Of its bytes, if it was read to its end.
    kept : Path or None
        Where its bytes are, if it is a notebook or says whose others are.
    problem : str
        What speaks against it, with the remedy.
    nobodys : bool
        Whether no person gave it its name: what macOS and Jupyter leave behind.
    own : bool
        Whether it lies in an archive that a student has put together: then neither its name nor
        its text says whose it is.
    """

    source: str
    parts: tuple[str, ...]
    size: int | None = None
    sha256: str = ""
    kept: Path | None = None
    problem: str = ""
    nobodys: bool = False
    own: bool = False

    @property
    def name(self) -> str:
        """Its path, as it can be shown."""
        text = names.shown("/".join(self.parts))
        return text if len(text) <= 300 else f"{text[:150]}…{text[-149:]}"

    @property
    def outside(self) -> tuple[str, ...]:
        """Its path; of a file in a student's own archive, that archive's."""
        if not self.own:
            return self.parts
        at = next(n for n, part in enumerate(self.parts) if part.lower().endswith(".zip"))
        return self.parts[: at + 1]

    @property
    def is_notebook(self) -> bool:
        """Whether it can be taken for a notebook."""
        return self.kept is not None and self.parts[-1].lower().endswith(".ipynb")


class Spool:
    """A folder of ours, in which files have numbers for names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    def new(self) -> Path:
        """Give the path of a file that is not there yet."""
        return self._folder / f"{next(self._numbers):07}"


def read_source(
    path: Path,
    spool: Spool,
    max_bytes: int = MAX_BYTES,
    follow: Callable[[int, int], None] = lambda done, total: None,
    passed_over: Path | None = None,
) -> list[Member]:
    """Give every file of an archive or a folder.

    Parameters
    ----------
    path : Path
    spool : Spool
        For what is kept.
    max_bytes : int
        Larger files are not read to their end.
    follow : callable
        Hears how many of how many files were read.
    passed_over : Path, optional
        A folder in it that is not read.

    Raises
    ------
    SubmissionError
        If it cannot be opened, or holds more than anybody hands in.
    OSError
        If what is kept cannot be written.
    """
    source = names.shown(path.name or path)
    if path.is_dir():
        aside = None if passed_over is None else os.path.abspath(passed_over)
        return list(_of_folder(path, source, spool, max_bytes, aside))
    try:
        file = path.open("rb")
    except OSError as error:
        reason = error.strerror or str(error)
        raise SubmissionError(path, f"it cannot be opened ({reason})", "Check the path.") from error
    with file:
        reading = _Zip(source, (), spool, max_bytes, MAX_MEMBERS, path)
        return list(reading.members(file, follow))


def _of_folder(
    folder: Path, source: str, spool: Spool, max_bytes: int, passed_over: str | None
) -> Iterator[Member]:
    """Give every file of a folder; no link is followed."""
    for path, kind in searched(folder, passed_over):
        member = Member(source, path.relative_to(folder).parts or (folder.name,))
        if kind != "file":
            yield replace(member, problem=why_not(path, kind) or "", nobodys=kind == "nobody")
            continue
        try:
            data = read_bytes(path, max_bytes, folder)
        except SubmissionError as error:
            yield replace(member, problem=f"{error.problem}. {error.remedy}")
            continue
        weighed = replace(member, size=len(data), sha256=hashlib.sha256(data).hexdigest())
        is_zip = path.suffix.lower() == ".zip"
        if not _is_kept(path.name) and not is_zip:
            yield replace(weighed, problem=_other(path.name))
            continue
        kept = spool.new()
        kept.write_bytes(data)
        if is_zip:
            yield from _students_own(weighed, kept, spool, max_bytes)
        else:
            yield replace(weighed, kept=kept)


def _is_kept(name: str) -> bool:
    return name.lower().endswith(".ipynb") or name in TELLING


def _other(name: str) -> str:
    if name.lower().endswith(_NOT_OPENED):
        return "an archive that is not opened. Ask for the .ipynb file."
    reason = why_not(Path(name), "file") or "not a notebook"
    return f"{reason.rstrip('.')}."


def _students_own(archive: Member, kept: Path, spool: Spool, max_bytes: int) -> Iterator[Member]:
    """Give an archive that a student has handed in, and what is in it; none in that is opened."""
    reading = _Zip(archive.source, archive.parts, spool, max_bytes, MAX_INNER, kept)
    try:
        with kept.open("rb") as file:
            inside = list(reading.members(file))
    except SubmissionError as error:
        yield replace(archive, problem=f"{error.problem}. Ask for the .ipynb file.")
        return
    finally:
        kept.unlink()
    yield replace(archive, problem=f"an archive, opened: {len(inside)} in it.")
    yield from inside


class _Allowance:
    """How many bytes an archive may still unpack to.

    A small one may grow by much, a large one by a hundred times. Classes' notebooks with all their
    outputs stay far below that; archives that were made to fill disks are far above.
    """

    def __init__(self, packed: int, inner: bool) -> None:
        self._left = _FREE + _TIMES * packed
        if inner:
            self._left = min(self._left, 2 * _FREE)

    def take(self, count: int) -> bool:
        """Use up some; False if there is not so much any more."""
        self._left -= count
        return self._left >= 0


class _Zip:
    """Reads a zip file."""

    def __init__(
        self,
        source: str,
        within: tuple[str, ...],
        spool: Spool,
        max_bytes: int,
        most: int,
        path: Path,
    ) -> None:
        self._source = source
        self._within = within
        self._spool = spool
        self._max_bytes = max_bytes
        self._most = most
        self._path = path

    def members(
        self, file: BinaryIO, follow: Callable[[int, int], None] = lambda done, total: None
    ) -> Iterator[Member]:
        """Give every file in it.

        Raises
        ------
        SubmissionError
            If it is no archive, or holds more than anybody hands in.
        """
        if length_of_list(file) > self._most * 512:
            raise self._too_much(f"it lists more than {self._most} files")
        try:
            archive = zipfile.ZipFile(file)
        except NO_ARCHIVE as error:
            raise self._refused(
                "this is no zip archive, or a damaged one", "Download it again."
            ) from error
        with archive:
            infos = [one for one in archive.infolist() if not one.is_dir()]
            if len(infos) > self._most:
                raise self._too_much(f"it holds {len(infos)} files, more than {self._most}")
            called = [name_of(one) for one in infos]
            times = Counter(map(parts_of, called))
            allowance = _Allowance(file.seek(0, 2), bool(self._within))
            for number, (info, name) in enumerate(zip(infos, called, strict=True)):
                follow(number, len(infos))
                problem = suspicious(info, name)
                if not problem and (again := times[parts_of(name)]) > 1:
                    problem = f"its name is in the archive {again} times. Ask for one file."
                yield from self._member(archive, info, name, problem, allowance)
            follow(len(infos), len(infos))

    def _member(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        name: str,
        problem: str,
        allowance: _Allowance,
    ) -> Iterator[Member]:
        parts = parts_of(name)
        inside = bool(self._within)
        member = Member(self._source, (*self._within, *parts), problem=problem, own=inside)
        if problem:
            yield member
            return
        last = member.parts[-1]
        is_zip = last.lower().endswith(".zip")
        kept = self._spool.new() if _is_kept(last) or is_zip else None
        size, sha256, problem = self._unpacked(archive, info, kept, allowance)
        if problem:
            yield replace(member, problem=problem)
            return
        member = replace(member, size=size, sha256=sha256)
        nobodys = _nobodys(parts)
        if nobodys or kept is None:
            yield replace(member, problem=nobodys or _other(last), nobodys=bool(nobodys))
        elif not is_zip:
            yield replace(member, kept=kept)
        elif self._within:
            yield replace(member, problem="an archive in an archive: it is not opened.")
        else:
            yield from _students_own(member, kept, self._spool, self._max_bytes)

    def _unpacked(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        kept: Path | None,
        allowance: _Allowance,
    ) -> tuple[int, str, str]:
        """Unpack a file, into another one if it is kept; give its size and hash, or a problem."""
        size, digest, problem = 0, hashlib.sha256(), ""
        target = None if kept is None else kept.open("wb")
        try:
            for chunk in chunks_of(archive, info):
                size += len(chunk)
                if not allowance.take(len(chunk)):
                    raise self._too_much("it unpacks to far more than it holds")
                if size > self._max_bytes:
                    problem = f"it has more than {self._max_bytes / 2**20:g} MB. Clear all outputs."
                elif size > 2**20 and size > _RATIO * max(1, info.compress_size):
                    problem = (
                        f"it unpacks to more than {_RATIO} times its size. Ask for another file."
                    )
                if problem:
                    break
                digest.update(chunk)
                if target is not None:
                    target.write(chunk)
        except Damaged:
            problem = "it is damaged in the archive. Download it again, or ask for the file."
        finally:
            if target is not None:
                target.close()
        if problem and kept is not None:
            kept.unlink()
        return size, digest.hexdigest(), problem

    def _too_much(self, what: str) -> SubmissionError:
        return self._refused(
            f"{what}, as archives do that are made to fill disks", "Do not open it."
        )

    def _refused(self, problem: str, remedy: str) -> SubmissionError:
        return SubmissionError(names.shown(self._path), problem, remedy)


def _nobodys(parts: tuple[str, ...]) -> str:
    hidden = any(part in (".ipynb_checkpoints", "__MACOSX", ".DS_Store") for part in parts)
    if not hidden and not parts[-1].startswith("._"):
        return ""
    return f"{why_not(Path(*parts), 'nobody')}."
