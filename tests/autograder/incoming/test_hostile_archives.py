"""Archives that were made to do harm, or broke on the way: one line each, and nothing by half."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from autograder.errors import SubmissionError
from autograder.incoming import archive as reading
from autograder.incoming.archive import Member, Spool, read_source
from tests.autograder.incoming.classes import NOTEBOOK, Taken, notebooks, zipped

Entry = tuple[str | zipfile.ZipInfo, bytes]


def made(path: Path, entries: Sequence[Entry], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write an archive entry by entry."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data, method)
    return path


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    """Give an entry that says that it is something else than a file."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, mode << 16
    return info


def changed(path: Path, old: bytes, new: bytes, once: bool = False) -> Path:
    """Write other bytes of the same length into an archive."""
    assert len(old) == len(new) and old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1 if once else -1))
    return path


def locked(path: Path) -> Path:
    """Say of the first file of an archive that it needs a password."""
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(bytes(data))
    return path


def read(path: Path, spool: Path, **more: int) -> list[Member]:
    """Give every file of an archive."""
    spool.mkdir()
    return read_source(path, Spool(spool), **more)


def bad(path: Path, name: str | zipfile.ZipInfo, data: bytes = NOTEBOOK, method: int = 8) -> Path:
    """Write an archive of a file that is wrong somehow, and one that is not."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data, method)
        archive.writestr("ada.ipynb", NOTEBOOK)
    return path


OUT = "leads out of the archive"
BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "absolute": (lambda p: bad(p, "/etc/x.ipynb"), OUT),
    "upwards": (lambda p: bad(p, "a/../../x.ipynb"), OUT),
    "of Windows": (lambda p: bad(p, "..\\x.ipynb"), OUT),
    "a drive": (lambda p: bad(p, "C:x.ipynb"), OUT),
    "a cut name": (lambda p: changed(bad(p, "x.ipynbQ.exe"), b"ipynbQ", b"ipynb\0"), OUT),
    "a link": (
        lambda p: bad(p, with_mode("x.ipynb", stat.S_IFLNK | 0o777), b"/etc/passwd"),
        "this is a link",
    ),
    "a device": (
        lambda p: bad(p, with_mode("x.ipynb", stat.S_IFBLK | 0o600), b""),
        "not an ordinary file",
    ),
    "a pipe": (
        lambda p: bad(p, with_mode("x.ipynb", stat.S_IFIFO | 0o600), b""),
        "not an ordinary file",
    ),
    "locked": (lambda p: locked(bad(p, "x.ipynb")), "locked with a password"),
    "packed oddly": (lambda p: bad(p, "x.ipynb", NOTEBOOK, zipfile.ZIP_LZMA), "an unusual way"),
    "damaged": (
        lambda p: changed(bad(p, "x.ipynb", NOTEBOOK, zipfile.ZIP_STORED), b"cells", b"sells"),
        "damaged in the archive",
    ),
    "another name inside": (
        lambda p: changed(bad(p, "x.ipynb"), b"x.ipynb", b"y.ipynb", once=True),
        "damaged in the archive",
    ),
    "large": (lambda p: bad(p, "x.ipynb", os.urandom(2**21)), "more than 1 MB"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_named_and_the_others_are_taken(kind: str, tmp_path: Path) -> None:
    make, said = BAD[kind]
    wrong, good = read(make(tmp_path / "x.zip"), tmp_path / "spool", max_bytes=2**20)
    assert said in wrong.problem and wrong.kept is None, wrong
    assert good.kept is not None and good.kept.read_bytes() == NOTEBOOK and not good.problem
    assert os.listdir(tmp_path / "spool") == [good.kept.name]


def test_a_file_that_is_mostly_air_is_no_notebook(tmp_path: Path) -> None:
    wrong, _ = read(bad(tmp_path / "x.zip", "x.ipynb", b" " * 2**21), tmp_path / "spool")
    assert "500 times its size" in wrong.problem


def test_a_name_that_is_there_twice_is_neither(tmp_path: Path) -> None:
    """Programs differ in which one they take; and a path can be written in two ways."""
    with pytest.warns(UserWarning, match="Duplicate"):
        path = made(tmp_path / "x.zip", [("a/x.ipynb", NOTEBOOK), ("a/x.ipynb", b"{}")])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("a//x.ipynb", b"{}")
        archive.writestr("a/X.ipynb", NOTEBOOK)  # this is another one
    *twice, other = read(path, tmp_path / "spool")
    assert all("in the archive 3 times" in one.problem for one in twice)
    assert not other.problem


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow archives four megabytes more than a hundred times their size."""
    monkeypatch.setattr(reading, "_FREE", 2**22)


def bomb(path: Path) -> Path:
    """Make an archive whose files are each small enough, and not too airy."""
    one = os.urandom(2**13) + bytes(2**21)
    return zipped(path, {f"{number}.ipynb": one for number in range(20)})


@pytest.mark.usefixtures("little")
def test_an_archive_that_unpacks_to_far_more_than_it_holds_is_refused(taken: Taken) -> None:
    """Nothing is taken in then, of other archives neither."""
    taken(zipped(taken.folder / "good.zip", {"ada.ipynb": NOTEBOOK}))
    before = taken.files, taken.rows()
    more = zipped(taken.folder / "more.zip", {"ben.ipynb": NOTEBOOK})
    taken(more, bomb(taken.folder / "bomb.zip"), code=2)
    assert "bomb.zip" in taken.err and taken.err.count("\n") == 1
    assert "Nothing was taken in" in taken.err
    assert (taken.files, taken.rows()) == before
    assert not list(taken.submitted.glob(".collecting*"))


def test_an_archive_of_very_many_files_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its list is read, where the list is long; it may lie about how many there are."""
    monkeypatch.setattr(reading, "MAX_MEMBERS", 20)
    path = made(tmp_path / "x.zip", [(f"{number}.txt", b"") for number in range(21)])
    with pytest.raises(SubmissionError, match="21 files, more than 20"):
        read(path, tmp_path / "spool")
    long = made(tmp_path / "y.zip", [(f"{'n' * 600}{number}", b"") for number in range(20)])
    with pytest.raises(SubmissionError, match="lists more than 20 files"):
        read(long, tmp_path / "spool2")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"Rar!\x1a\x07\x00", b"<html>please log in</html>", b"\0" * 5000]
)
def test_what_is_no_archive_is_said_to_be_none(taken: Taken, data: bytes) -> None:
    path = taken.folder / "submissions.zip"
    path.write_bytes(data)
    taken(path, code=2)
    assert "no zip archive, or a damaged one. Download it again." in taken.err
    assert taken.files == {}


def test_half_an_archive(taken: Taken) -> None:
    whole = zipped(taken.folder / "x.zip", {"ada.ipynb": os.urandom(9999)}).read_bytes()
    half = taken.folder / "half.zip"
    half.write_bytes(whole[: len(whole) // 2])
    taken(half, code=2)
    assert "damaged" in taken.err and taken.files == {}


def packed(files: dict[str, bytes], folder: Path) -> bytes:
    """Give the bytes of an archive."""
    return zipped(folder / "inner.zip", files).read_bytes()


def test_a_students_own_archive_is_opened_once(taken: Taken) -> None:
    """What is in it is the student's, whatever it is called; an archive in it stays closed."""
    deep = packed({"scalar.ipynb": NOTEBOOK}, taken.folder)
    inner = {
        "mine/scalar.ipynb": NOTEBOOK,
        "ngben_18_777_scalar.ipynb": NOTEBOOK,
        "deeper.zip": deep,
        "../x.ipynb": NOTEBOOK,
        "__MACOSX/._scalar.ipynb": b"\0",
    }
    outer = {
        "lovelaceada_17_901_answers.zip": packed(inner, taken.folder),
        "ngben_18_902_scalar.tar.gz": b"\x1f\x8b",
    }
    taken(zipped(taken.folder / "x.zip", outer), code=1)
    assert {one.student for one in taken.known.attempts} == {"17"}
    rows = {row["member"].removeprefix("lovelaceada_17_901_"): row for row in taken.rows()}
    assert {name: row["done"] for name, row in rows.items()} == {
        "answers.zip": "left out",
        "answers.zip/mine/scalar.ipynb": "taken in",
        "answers.zip/ngben_18_777_scalar.ipynb": "left out",
        "answers.zip/deeper.zip": "left out",
        "answers.zip/../x.ipynb": "left out",
        "answers.zip/__MACOSX/._scalar.ipynb": "left out",
        "ngben_18_902_scalar.tar.gz": "left out",
    }
    assert "5 in it" in rows["answers.zip"]["why"]
    assert "an archive in an archive" in rows["answers.zip/deeper.zip"]["why"]
    assert "not opened" in rows["ngben_18_902_scalar.tar.gz"]["why"]


@pytest.mark.usefixtures("little")
def test_a_students_own_bomb_costs_that_student_alone(taken: Taken) -> None:
    own = bomb(taken.folder / "bomb.zip").read_bytes()
    outer = {"lovelaceada_17_901_answers.zip": own, "ngben_18_902_scalar.ipynb": NOTEBOOK}
    taken(zipped(taken.folder / "x.zip", outer), code=1)
    assert "x.zip, 17: lovelaceada_17_901_answers.zip: it unpacks to far more" in taken.err
    assert {one.student for one in taken.known.attempts} == {"18"}
    (row, _) = taken.rows()
    assert "made to fill disks" in row["why"]


def test_a_notebook_beside_an_archive_goes_before_what_is_in_it(taken: Taken) -> None:
    one, two = notebooks(2)
    inner = packed({"scalar.ipynb": one}, taken.folder)
    files = {"ada/all.zip": inner, "ada/my.ipynb": two}
    taken(zipped(taken.folder / "x.zip", files))
    assert taken.files == {"ada/1/scalar.ipynb": two}


def test_links_and_pipes_in_a_folder_are_named_and_not_followed(taken: Taken) -> None:
    folder = taken.folder / "in"
    (folder / "ada").mkdir(parents=True)
    secret = taken.folder / "secret.ipynb"
    secret.write_bytes(NOTEBOOK + b"secret")
    (folder / "ada" / "scalar.ipynb").symlink_to(secret)
    os.mkfifo(folder / "ben.ipynb")
    (folder / "cy.ipynb").write_bytes(NOTEBOOK)
    taken(folder, code=1)
    assert taken.files == {"cy/1/scalar.ipynb": NOTEBOOK}
    assert "this is a link" in taken.err and "not an ordinary file" in taken.err
