"""Every attempt is taken in whole, none is lost, and every file that came in is in the list."""

from __future__ import annotations

import csv
import os
import resource
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from autograder.classroom.handed_in import Class, read_class
from tests.autograder.accidents import wait_for
from tests.autograder.incoming.classes import NOTEBOOK, Taken, notebooks, of_gradescope, zipped

ADA, BEN = "lovelaceada_17", "ngben_18"


def test_a_newer_export_adds_what_is_new(taken: Taken) -> None:
    """The same file is the same attempt; a new one is the next; the list keeps both exports."""
    one, two, three = notebooks(3)
    first = {f"{ADA}_901_scalar.ipynb": one, f"{BEN}_902_scalar.ipynb": two}
    taken(zipped(taken.folder / "submissions.zip", first))
    inodes = {path: path.stat().st_ino for path in taken.submitted.rglob("*.ipynb")}
    taken(taken.folder / "submissions.zip")
    assert len(taken.rows()) == 2 and set(taken.done().values()) == {"taken in"}
    later = {f"{ADA}_955_scalar-1.ipynb": three, f"{BEN}_902_scalar.ipynb": two}
    taken(zipped(taken.folder / "submissions.zip", later))  # Canvas calls each of them so
    assert taken.files == {
        "17/1/scalar.ipynb": one,
        "17/2/scalar.ipynb": three,
        "18/1/scalar.ipynb": two,
    }
    assert all(path.stat().st_ino == inode for path, inode in inodes.items())
    assert taken.done() == dict.fromkeys([*first, *later], "taken in")
    assert [one.name for one in taken.known.to_grade()] == ["17@2", "18@1"]
    assert [(one.source, one.key) for one in taken.known.of("17")] == [
        (f"submissions.zip: {ADA}_901_scalar.ipynb", "canvas:901"),
        (f"submissions.zip: {ADA}_955_scalar-1.ipynb", "canvas:955"),
    ]


def test_an_older_export_may_come_later(taken: Taken) -> None:
    """Numbers stay as they are, and the system's own numbers say which came last."""
    one, two = notebooks(2)
    taken(zipped(taken.folder / "new.zip", {f"{ADA}_955_scalar-1.ipynb": two}))
    taken(zipped(taken.folder / "old.zip", {f"{ADA}_901_scalar.ipynb": one}))
    assert taken.files == {"17/1/scalar.ipynb": two, "17/2/scalar.ipynb": one}
    for policy, counts in (("latest", "17@1"), ("first", "17@2")):
        taken(taken.folder / "new.zip", "--attempts", policy)
        assert [one.name for one in taken.known.to_grade()] == [counts]
    taken(taken.folder / "new.zip", "--attempts", "best")
    assert len(taken.known.to_grade()) == 2


def test_where_nothing_says_which_came_last_a_line_asks(taken: Taken) -> None:
    """Once for each further file; not where a folder is an attempt by its number."""
    one, two, three = notebooks(3)
    new = zipped(taken.folder / "submissions (1).zip", {"ada/scalar.ipynb": two})
    old = zipped(taken.folder / "submissions.zip", {"ada/scalar.ipynb": one})
    taken(new, old, code=1)
    said = "submissions.zip, ada/scalar.ipynb: nothing says whether ada handed this in before or"
    assert said in taken.err and taken.err.count("nothing says whether") == 1
    taken(new, old)
    numbered = {"ben/1/scalar.ipynb": one, "ben/2/scalar.ipynb": two, "cy.ipynb": three}
    taken(zipped(taken.folder / "z.zip", numbered))


def test_who_goes_back_to_an_earlier_file_hands_it_in_again(taken: Taken) -> None:
    """Where a system numbers files, that is an attempt; where not, somebody has to look."""
    one, two = notebooks(2)
    for number, data in ((901, one), (902, two), (903, one)):
        taken(zipped(taken.folder / f"{number}.zip", {f"{ADA}_{number}_scalar.ipynb": data}))
    assert [one.number for one in taken.known.of("17")] == [1, 2, 3]
    for number, (data, code) in enumerate([(one, 0), (two, 1), (one, 1)]):
        taken(zipped(taken.folder / f"m{number}.zip", {"ada/scalar.ipynb": data}), code=code)
    assert [one.number for one in taken.known.of("ada")] == [1, 2]
    assert "this is attempt 1 of ada again, and attempt 2 counts as the last" in taken.err
    taken(taken.folder / "m0.zip")  # which was there before


@pytest.mark.parametrize("gone", ["ada", "ada/1", "ada/1/scalar.ipynb"])
def test_an_attempt_that_is_gone_is_put_back(taken: Taken, gone: str) -> None:
    """By the same command: its number and place stay."""
    export = zipped(taken.folder / "x.zip", {"ada/scalar.ipynb": NOTEBOOK})
    taken(export)
    known = taken.known
    path = taken.submitted / gone
    path.unlink() if path.is_file() else shutil.rmtree(path)
    taken(export)
    assert taken.files == {"ada/1/scalar.ipynb": NOTEBOOK} and taken.known == known
    assert set(taken.done().values()) == {"taken in"}


def test_a_changed_attempt_is_not_written_over(taken: Taken) -> None:
    export = zipped(taken.folder / "x.zip", {"ada/scalar.ipynb": NOTEBOOK})
    taken(export)
    (taken.submitted / "ada/1/scalar.ipynb").write_bytes(b"{}")
    taken(export)
    assert taken.files == {"ada/1/scalar.ipynb": b"{}"}


def gradescope(taken: Taken, **times: str) -> Path:
    """Make an export in which each handed in at a time."""
    return of_gradescope(
        taken.folder / "export.zip",
        {
            f"submission_{number}": ([{"sid": who, "name": who}], time, {"scalar.ipynb": data})
            for number, ((who, time), data) in enumerate(
                zip(times.items(), notebooks(len(times)), strict=True)
            )
        },
    )


def test_late_is_what_comes_after_the_own_end_of_time(taken: Taken) -> None:
    """A day of its own, days beyond everybody's (by the clock, over a change of it), or neither."""
    export = gradescope(
        taken,
        s1="2026-10-24 21:59:00 Z",
        s2="2026-10-24 22:00:00 Z",
        s3="2026-10-26 21:59:30 Z",
        s4="2026-10-26 23:00:01 Z",
        s5="2026-11-01 00:00:00 Z",
    )
    roster = taken.roster(
        "id,due,extension_days", "s1,,", "s2,,", "s3,,2", "s4,2026-10-26,", 's5,,"0,5"'
    )
    berlin = ("--due", "2026-10-24 23:59", "--zone", "Europe/Berlin")
    taken(export, "--roster", roster, *berlin)
    late = {one.student: one.late_seconds for one in taken.known.attempts}
    # s3 has until 23:59 two days later, which is an hour more than 48 hours.
    assert late == {
        "s1": 0,
        "s2": 60,
        "s3": 0,
        "s4": 1,
        "s5": 6 * 86400 + 13 * 3600 + 60,
    }
    assert taken.known.due == "2026-10-24T23:59:00+02:00"
    assert taken.known.own_due["s3"] == "2026-10-26T23:59:00+01:00"
    taken(export)  # all that was said before still holds
    assert {one.student: one.late_seconds for one in taken.known.attempts} == late
    taken(export, "--due", "2026-10-24 23:00+02:00", "--zone", "Europe/Berlin")
    late = {one.student: one.late_seconds for one in taken.known.attempts}
    # Days count from the new end; a day of its own stays.
    assert [late[who] for who in ("s2", "s3", "s4")] == [3600, 0, 1]
    assert taken.known.own_due["s3"] == "2026-10-26T23:00:00+01:00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--due", "tomorrow"), "--due tomorrow: this is no time. Write one such as"),
        (("--due", "2026-13-01"), "this is no time"),
        (("--due", "9999-12-31"), "--due 9999-12-31: this is no time"),
        (("--due", "9999-12-31 23:59 -14:00"), "this is no time"),
        (("--due", "0001-01-01 00:00 +14:00"), "this is no time"),
        (("--due", "Friday, 31 December 9999, 11:59 PM"), "this is no time"),
        (("--zone", "Middle/Earth"), "there is no time zone of that name"),
        (("--late", "per-day"), "--late per-day: 'per-day' says nothing. Write per-day:10"),
        (("--late", "no.py:f"), "there is no such file"),
        (("--roster", "no.csv"), "no.csv: it cannot be read"),
        (("no.zip",), "no.zip: there is no such file or folder"),
    ],
)
def test_terms_that_say_nothing_change_nothing(
    taken: Taken, words: tuple[str, ...], said: str
) -> None:
    export = zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK})
    taken(export, *words, code=2)
    assert said in taken.err and not taken.submitted.exists() or not taken.files


def test_the_most_distant_ends_of_time(taken: Taken) -> None:
    """A roster's, and the most days beyond the last year; one that is none changes nothing."""
    export = zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK})
    taken(export, "--roster", taken.roster("id,due", "ada,9999-12-31"), code=2)
    assert "due of ada: 9999-12-31: this is no time" in taken.err
    days = taken.roster("id,extension_days", "ada,9999")
    taken(export, "--roster", days, "--due", "2099-12-30", "--zone", "UTC")
    assert taken.known.own_due["ada"].startswith("2127")


def test_of_an_hour_that_comes_twice_the_later_one_is_meant(taken: Taken) -> None:
    export = zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK})
    taken(export, "--due", "2026-10-25 02:30", "--zone", "Europe/Berlin")
    assert taken.known.due == "2026-10-25T02:30:00+01:00"


def test_days_beyond_nothing_are_not_known(taken: Taken) -> None:
    export = zipped(taken.folder / "x.zip", {"s1.ipynb": NOTEBOOK})
    taken(export, "--roster", taken.roster("id,extension_days", "s1,2"), code=2)
    assert "the roster has extension_days, and nobody said of what. Add --due." in taken.err


def test_which_notebook_is_meant(taken: Taken) -> None:
    """The assignment's, or the only one; what could be either waits for a person."""
    one, two = notebooks(2)
    files = {
        "ada/scalar.ipynb": one,
        "ada/old/scalar.ipynb": two,
        "ada/other.ipynb": two,
        "ben/a.ipynb": one,
        "ben/b.ipynb": two,
        "cy/Scalar (1).ipynb": one,
        "cy/notes.ipynb": two,
    }
    taken(zipped(taken.folder / "x.zip", files), code=1)
    assert taken.files == {"ada/1/scalar.ipynb": one, "cy/1/scalar.ipynb": one}
    assert "ben: 2 notebooks could be meant (a.ipynb, b.ipynb). Keep one of them" in taken.err
    assert [taken.done()[f"ben/{name}.ipynb"] for name in "ab"] == ["not taken in"] * 2


def test_a_students_id_is_no_path_and_no_formula(taken: Taken) -> None:
    """Folders stay inside, apart where case does not count, and short enough for results' names."""
    odd = ["../../up", "=1+1", "ADA", "came-in.csv", "王" * 90, "a b\u202e", "con"]
    roster = taken.roster(
        "id,name", *[f'"{who}",Student {n}' for n, who in enumerate(odd)], "ada,x"
    )
    entries = [
        ([{"sid": f"'{who}'", "name": "x"}], "2026-11-01 00:00:00 Z", {"scalar.ipynb": NOTEBOOK})
        for who in [*odd, "ada"]
    ]
    entries[2][0][0]["sid"] = "ADA"
    taken(
        of_gradescope(
            taken.folder / "x.zip", {f"submission_{n}": e for n, e in enumerate(entries)}
        ),
        *("--roster", roster),
        code=2,
    )
    assert "lines 4 and 9: all have the id ADA" in taken.err
    roster.write_text(roster.read_text().replace("ADA", "ADA2"))
    entries[2][0][0]["sid"] = "ADA2"
    taken(
        of_gradescope(
            taken.folder / "x.zip", {f"submission_{n}": e for n, e in enumerate(entries)}
        ),
        *("--roster", roster),
    )
    assert len(taken.files) == len(odd) + 1
    assert all(len(one.name.encode()) <= 110 for one in taken.known.attempts)
    places = {Path(name).parts[0] for name in taken.files}
    assert len({place.casefold() for place in places}) == len(places)
    assert not places & {"came-in.csv", "con", ".."}
    shown = [row["student"] for row in taken.rows()]
    assert "'=1+1" in shown and not any("\u202e" in one for one in shown)


def test_students_who_came_in_before_the_roster_keep_their_attempts(taken: Taken) -> None:
    one, two = notebooks(2)
    taken(zipped(taken.folder / "x.zip", {f"{ADA}_901_scalar.ipynb": one}))
    roster = taken.roster("Student,ID,SIS User ID,SIS Login ID", '"Lovelace, Ada",17,s1,ada')
    later = {f"{ADA}_902_scalar.ipynb": two}
    taken(zipped(taken.folder / "y.zip", later), "--roster", roster)
    assert [one.name for one in taken.known.of("s1")] == ["17@1", "17@2"]
    assert taken.files == {"17/1/scalar.ipynb": one, "17/2/scalar.ipynb": two}


def test_what_a_killed_command_left_is_taken_over_if_it_is_the_same(taken: Taken) -> None:
    """It had moved attempts into place, and not written what it knows of them."""
    one, two = notebooks(2)
    export = zipped(taken.folder / "x.zip", {"ada.ipynb": one, "ben.ipynb": two})
    taken(export)
    for name in ("came-in.csv", ".autograder-class.json"):
        (taken.submitted / name).unlink()
    (taken.submitted / "ben/1/scalar.ipynb").write_bytes(b"of somebody's own")
    (taken.submitted / ".collecting-x").mkdir()
    taken(export)
    assert taken.files == {
        "ada/1/scalar.ipynb": one,
        "ben/1/scalar.ipynb": b"of somebody's own",
        "ben/2/scalar.ipynb": two,
    }
    assert [one.name for one in taken.known.attempts] == ["ada@1", "ben@2"]
    assert not list(taken.submitted.glob(".collecting*"))


def run(taken: Taken, root: Path, *words: object, most: int | None = None) -> str:
    """Collect in a process of its own that may write no file larger than so; give what it said."""

    def little_room() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    scalar = root / "assignments" / "scalar"
    command = [sys.executable, "-m", "autograder", "collect", *map(str, words)]
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [*command, "-a", str(scalar), "-o", str(taken.submitted)],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        preexec_fn=little_room,
        check=False,
    )
    assert done.returncode == (1 if most else 0), done.stderr
    return done.stderr


def test_a_full_disk_in_the_middle(taken: Taken, root: Path) -> None:
    """While it unpacks, and while it writes its tables: nothing is there by half, one line."""
    taken(zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK}))
    before = {path: path.read_bytes() for path in taken.submitted.rglob("*") if path.is_file()}
    large = zipped(taken.folder / "y.zip", {"ben.ipynb": NOTEBOOK, "cy.ipynb": os.urandom(9000)})
    many = {f"s{number}.ipynb": NOTEBOOK for number in range(60)}
    for export in (large, zipped(taken.folder / "z.zip", many)):
        (line,) = run(taken, root, export, most=5000).splitlines()
        assert "this cannot be written (File too large)" in line and "no attempt by half" in line
        after = {path: path.read_bytes() for path in taken.submitted.rglob("*") if path.is_file()}
        assert after == before
        assert {one.name for one in taken.submitted.iterdir() if one.is_dir()} == {"ada"}
    run(taken, root, large, taken.folder / "z.zip")
    assert len(taken.files) == 63


def test_a_command_that_is_told_to_stop_leaves_nothing_behind(taken: Taken, root: Path) -> None:
    """While it waits for an archive that does not come."""
    os.mkfifo(taken.folder / "x.zip")
    with subprocess.Popen(
        [sys.executable, "-m", "autograder", "collect", str(taken.folder / "x.zip")]
        + ["-a", str(root / "assignments" / "scalar"), "-o", str(taken.submitted)],
        env={**os.environ, "PYTHONPATH": str(root)},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        wait_for("it reads", lambda: any(taken.submitted.glob(".collecting-*")))
        process.terminate()
        _, said = process.communicate()
    assert process.returncode == 128 + signal.SIGTERM
    assert said == "autograder: stopped (SIGTERM). Give the same command again to go on.\n"
    assert not list(taken.submitted.iterdir())


def test_two_do_not_collect_into_one_folder(taken: Taken) -> None:
    from autograder.incoming.collect import _held

    export = zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK})
    with _held(taken.submitted):
        taken(export, code=2)
    assert "somebody is collecting into it. Wait until that is done." in taken.err
    taken(export)


def test_what_was_taken_in_does_not_come_in_again(taken: Taken) -> None:
    """Where the folder of submissions lies in the one that is collected."""
    (taken.folder / "ada.ipynb").write_bytes(NOTEBOOK)
    for _ in range(2):
        taken(taken.folder)
        assert taken.done() == {"ada.ipynb": "taken in"}
    taken(taken.submitted, code=2)
    assert "nothing comes in from where it goes" in taken.err


def test_the_list_keeps_what_came_before_and_is_safe_in_a_spreadsheet(taken: Taken) -> None:
    """Twice the same file of the same archive is one line; a damaged list costs only its lines."""
    bad = {"=cmd|'x'!A1.ipynb": NOTEBOOK, "a\x1b[31m.txt": b"x", "x.py": b"1"}
    taken(zipped(taken.folder / "x.zip", bad))
    for _ in range(2):
        taken(taken.folder / "x.zip")
    rows = taken.rows()
    assert [row["member"] for row in rows] == ["'=cmd|'x'!A1.ipynb", "a\\x1b[31m.txt", "x.py"]
    assert all(len(row["sha256"]) == 64 and row["size"] for row in rows)
    (taken.submitted / "came-in.csv").write_bytes(b"\xff\x00 what?")
    taken(zipped(taken.folder / "y.zip", {"ben.ipynb": NOTEBOOK}))
    assert [row["member"] for row in taken.rows()][-1] == "ben.ipynb"


def test_every_member_of_every_archive_is_in_the_list(taken: Taken) -> None:
    names = ["ada.ipynb", "ben/scalar.ipynb", "__MACOSX/._ada.ipynb", ".DS_Store", "ben/a.py"]
    for archive in ("one.zip", "two.zip"):
        zipped(taken.folder / archive, dict(zip(names, notebooks(5), strict=True)))
    taken(taken.folder / "one.zip", taken.folder / "two.zip")
    with (taken.submitted / "came-in.csv").open(encoding="utf-8") as file:
        listed = [(row["source"], row["member"]) for row in csv.DictReader(file)]
    assert sorted(listed) == sorted((a, n) for a in ("one.zip", "two.zip") for n in names)
    assert "all" in taken.out and "│    10 │" in taken.out


def test_a_class_of_before_can_still_be_read(taken: Taken) -> None:
    """One that says nothing of what came to be known later."""
    shutil.rmtree(taken.submitted, ignore_errors=True)
    taken.submitted.mkdir()
    (taken.submitted / ".autograder-class.json").write_text('{"version": 1, "due": ""}')
    assert read_class(taken.submitted) == Class()
    taken(zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK}))
    assert datetime.now().astimezone().tzinfo is not None
    assert taken.known.due_of("ada") is None
