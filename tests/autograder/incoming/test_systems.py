"""Whose a file is, as Canvas, Moodle, Gradescope, nbgrader and plain folders say it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.autograder.incoming.classes import NOTEBOOK, Taken, notebooks, of_gradescope, zipped

CANVAS_ROSTER = (
    "Student,ID,SIS User ID,SIS Login ID,Section,scalar (99)",
    ",,,,,Manual Posting",
    "    Points Possible,,,,,100.00",
    '"Lovelace, Ada",17,s1,ada,A,',
    '"Ng, Ben",18,s2,ben,A,',
    '"Sørensen, 王 Åse",19,s3,ase,B,',
    '"Student, Test",99,,0f1e,A,',
)


def test_canvas(taken: Taken) -> None:
    """Names as Canvas's source makes them; what is typed in and what lies beside is listed."""
    one, two, three = notebooks(3)
    files = {
        "lovelaceada_17_901_scalar.ipynb": one,
        "ngben_LATE_18_902_scalar-1.ipynb": two,
        "ngben_LATE_18_903_notes.pdf": b"%PDF",
        "sørensen王åse_19_904_my homework.ipynb": three,
        "sørensen王åse_19_text.html": b"<p>here it is</p>",
    }
    export = zipped(taken.folder / "submissions.zip", files)
    taken(export, "--roster", taken.roster(*CANVAS_ROSTER), "--due", "2026-11-20 23:59")
    assert taken.files == {
        f"s{n}/1/scalar.ipynb": data for n, data in enumerate((one, two, three), 1)
    }
    late = {one.student: one.marked_late for one in taken.known.attempts}
    assert late == {"s1": False, "s2": True, "s3": False}
    assert taken.done() == {
        "lovelaceada_17_901_scalar.ipynb": "taken in",
        "ngben_LATE_18_902_scalar-1.ipynb": "taken in",
        "ngben_LATE_18_903_notes.pdf": "left out",
        "sørensen王åse_19_904_my homework.ipynb": "taken in",
        "sørensen王åse_19_text.html": "left out",
    }
    said = {row["member"]: row["late"] for row in taken.rows()}
    assert said["ngben_LATE_18_902_scalar-1.ipynb"] == "marked late"
    assert "an export of canvas" in taken.out


def test_files_of_one_student_on_canvas_are_attempts_by_their_ids(taken: Taken) -> None:
    """Two exports in one folder: the larger id came later, whatever the names say."""
    old, new = notebooks(2)
    folder = taken.folder / "both"
    folder.mkdir()
    (folder / "lovelaceada_17_955_scalar.ipynb").write_bytes(new)
    (folder / "lovelaceada_17_901_scalar-1.ipynb").write_bytes(old)
    taken(folder)
    assert taken.files == {"17/1/scalar.ipynb": old, "17/2/scalar.ipynb": new}
    assert taken.known.to_grade()[0].number == 2


@pytest.mark.parametrize("with_roster", [False, True])
@pytest.mark.parametrize("together", [False, True])
def test_exports_of_canvas_in_folders_whose_names_look_like_canvas(
    taken: Taken, with_roster: bool, together: bool
) -> None:
    """A date in a folder's name says nothing: the file's own name does."""
    one, two, three = notebooks(3)
    folder = taken.folder / "unpacked"
    second = "export_2026_11_20" if together else "hw_11_27_late"
    files = {
        "export_2026_11_20/lovelaceada_17_901_scalar.ipynb": one,
        f"{second}/ngben_18_902_scalar.ipynb": two,
        f"{second}/sørensen王åse_19_903_own_1_2.zip": zipped(
            taken.folder / "own.zip", {"work_1_2_x/scalar.ipynb": three}
        ).read_bytes(),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    taken(folder, *(["--roster", taken.roster(*CANVAS_ROSTER)] if with_roster else []))
    assert "an export of canvas" in taken.out
    who = ("s1", "s2", "s3") if with_roster else ("17", "18", "19")
    assert taken.files == {
        f"{one}/1/scalar.ipynb": data for one, data in zip(who, (one, two, three), strict=True)
    }


def test_an_anonymous_assignment_on_canvas(taken: Taken) -> None:
    files = {"LATE_anon_a1B2c_901_scalar.ipynb": NOTEBOOK, "anon_z9y8x_902_scalar.ipynb": NOTEBOOK}
    taken(zipped(taken.folder / "x.zip", files))
    assert {one.student: one.marked_late for one in taken.known.attempts} == {
        "anon_a1B2c": True,
        "anon_z9y8x": False,
    }


MOODLE_ROSTER = (
    'Identifier,"Full name","Email address",Status,Grade,"Last modified (submission)"',
    'Participant 501,"Ada Lovelace",ada@x.org,Submitted,,"Saturday, 21 November 2026, 12:30 AM"',
    "Participant 502,Ольга Петрова,olga@x.org,Submitted,,-",
)


@pytest.mark.parametrize("form", ["folders", "folders of old", "flat"])
def test_moodle(taken: Taken, form: str) -> None:
    """The folders of today, those with one more underscore, and none; the worksheet has times."""
    gap = {"folders": "/", "folders of old": "_/", "flat": "_"}[form]
    one, two = notebooks(2)
    files = {
        f"Ada Lovelace_501_assignsubmission_file{gap}scalar.ipynb": one,
        f"Ada Lovelace_501_assignsubmission_onlinetext{gap}onlinetext.html": b"<p>done</p>",
        f"Ольга Петрова_502_assignsubmission_file{gap}scalar (2).ipynb": two,
    }
    roster = taken.roster(*MOODLE_ROSTER)
    export = zipped(taken.folder / "course-scalar-7.zip", files)
    taken(export, "--roster", roster, "--due", "2026-11-20 23:59", "--zone", "Europe/Berlin")
    ada, olga = taken.known.attempts
    assert (ada.student, ada.handed_in) == ("ada@x.org", "2026-11-21T00:30:00+01:00")
    assert ada.late_seconds == 31 * 60
    assert (olga.student, olga.handed_in, olga.late_seconds) == ("olga@x.org", "", 0)
    assert set(taken.files.values()) == {one, two}
    assert "an export of moodle" in taken.out


def test_the_time_of_a_worksheet_is_that_of_the_last_file(taken: Taken) -> None:
    """An older export that is given again does not get it."""
    one, two = notebooks(2)
    place = "Ada Lovelace_501_assignsubmission_file/scalar.ipynb"
    old = zipped(taken.folder / "old.zip", {place: one})
    taken(old)
    roster = ("--roster", taken.roster(*MOODLE_ROSTER), "--zone", "UTC")
    taken(zipped(taken.folder / "new.zip", {place: two}), *roster, code=1)
    taken(old, *roster)
    times = [one.handed_in for one in taken.known.of("ada@x.org")]
    assert times == ["", "2026-11-21T00:30:00+00:00"]


def test_no_second_file_gets_the_time_of_a_worksheet(taken: Taken) -> None:
    """An older export, after the one that the time is of, with the worksheet once and once more."""
    one, two = notebooks(2)
    place = "Ada Lovelace_501_assignsubmission_file/scalar.ipynb"
    roster = ("--roster", taken.roster(*MOODLE_ROSTER), "--zone", "UTC")
    taken(zipped(taken.folder / "new.zip", {place: two}), *roster)
    old = zipped(taken.folder / "old.zip", {place: one})
    taken(old, *roster, code=1)
    assert "old.zip, " + place in taken.err and "nothing says whether ada@x.org" in taken.err
    taken(old, *roster)
    times = [one.handed_in for one in taken.known.of("ada@x.org")]
    assert times == ["2026-11-21T00:30:00+00:00", ""]


def test_a_folder_of_a_students_own_says_nothing_of_others(taken: Taken) -> None:
    """What a student calls a folder is inside what Moodle calls it."""
    own = "Ada Lovelace_501_assignsubmission_file"
    other = "Ben Ng_502_assignsubmission_file"
    taken(zipped(taken.folder / "x.zip", {f"{own}/{other}/scalar.ipynb": NOTEBOOK}))
    assert {one.student for one in taken.known.attempts} == {"501"}


@pytest.mark.parametrize(
    "name",
    [
        "Eve Ada Lovelace_501_assignsubmission_file__502_assignsubmission_file/scalar.ipynb",
        "_501_assignsubmission_file_502_assignsubmission_file_/scalar.ipynb",
        "Ada_501_assignsubmission_502_assignsubmission_file/scalar.ipynb",
        "Eve_502_assignsubmission_file_Ada Lovelace_501_assignsubmission_file_scalar.ipynb",
    ],
)
def test_a_name_that_says_two_times_whose_it_is_is_nobodys(taken: Taken, name: str) -> None:
    """Students can change their full names, and name their files."""
    roster = taken.roster(*MOODLE_ROSTER)
    export = zipped(taken.folder / "x.zip", {name: NOTEBOOK})
    taken(export, "--roster", roster, code=1)
    assert not taken.files and set(taken.done().values()) == {"not taken in"}
    assert "its name says two times whose it is. Ask who handed it in." in taken.err
    assert "an export of moodle" in taken.out


GRADESCOPE_ROSTER = (
    "First Name,Last Name,SID,Email,Role,Section",
    "Ada,Lovelace,s1,ada@x.org,Student,A",
    "Ben,Ng,s2,ben@x.org,Student,A",
    "Cy,Teach,t1,cy@x.org,Instructor,",
)


def test_gradescope(taken: Taken) -> None:
    """Who and when stands in the export; a group's file is an attempt of each."""
    one, two = notebooks(2)
    ada = {"name": "Ada Lovelace", "sid": "'s1'", "email": "ada@x.org"}
    ben = {"name": "Ben Ng", "sid": "", "email": "BEN@x.org"}
    export = of_gradescope(
        taken.folder / "export.zip",
        {
            "submission_71": ([ada], "2026-11-20 22:00:00.123456789 -08:00", {"scalar.ipynb": one}),
            "submission_72": (
                [ada, ben],
                "2026-11-22 08:00:00.000000000 Z",
                {"scalar.ipynb": two, "submission_metadata.yml": b"submission_71: {}"},
            ),
        },
    )
    roster = taken.roster(*GRADESCOPE_ROSTER)
    taken(export, "--roster", roster, "--due", "2026-11-20 23:00 America/Los_Angeles")
    assert taken.files == {
        "s1/1/scalar.ipynb": one,
        "s1/2/scalar.ipynb": two,
        "s2/1/scalar.ipynb": two,
    }
    late = {one.name: one.late_seconds for one in taken.known.attempts}
    assert late == {"s1@1": 0, "s1@2": 25 * 3600, "s2@1": 25 * 3600}
    (group,) = [row for row in taken.rows() if row["student"] == "s1; s2" and row["attempt"]]
    assert (group["attempt"], group["late"]) == ("2; 1", "1 d 01:00:00")


@pytest.mark.parametrize("email", ["kim2@x.org", ""])
def test_a_namesake_with_an_id_of_their_own_is_nobody_else(taken: Taken, email: str) -> None:
    """Of two who are called Kim Lee, one is missing from the roster: nobody gets the other's."""
    one, two, three = notebooks(3)
    people = [("s1", "kim@x.org", one), ("s8", email, two), ("s2", "ben@x.org", three)]
    entries = {
        f"submission_{number}": (
            [{"name": "Ben Ng" if sid == "s2" else "Kim Lee", "sid": sid, "email": mail}],
            "2026-11-20 08:00:00.000000000 Z",
            {"scalar.ipynb": data},
        )
        for number, (sid, mail, data) in enumerate(people)
    }
    roster = taken.roster("id,name,email", "s1,Kim Lee,kim@x.org", "s2,Ben Ng,ben@x.org")
    taken(of_gradescope(taken.folder / "x.zip", entries), "--roster", roster, code=1)
    assert taken.files == {"s1/1/scalar.ipynb": one, "s2/1/scalar.ipynb": three}
    assert "s8" in taken.err


@pytest.mark.parametrize("above", ["", "assignment_9100_export/"])
def test_gradescope_without_its_list_says_so(taken: Taken, above: str) -> None:
    """A list that a student has handed in is not taken for it."""
    own = b"scalar.ipynb:\n  :submitters:\n  - :sid: s2\n"
    files = {"submission_71/scalar.ipynb": NOTEBOOK, "submission_71/submission_metadata.yml": own}
    export = zipped(taken.folder / "x.zip", {above + name: data for name, data in files.items()})
    taken(export, code=1)
    assert "there is no submission_metadata.yml, which says whose it is" in taken.err
    assert taken.files == {}


def test_folders(taken: Taken) -> None:
    """Flat, a folder each, nbgrader's with its time, and attempts with numbers."""
    folder = taken.folder / "handed-in"
    files = dict(
        zip(
            [
                "ada.ipynb",
                "ben/scalar.ipynb",
                "cy/scalar/scalar.ipynb",
                "dan/1/x.ipynb",
                "dan/2/x.ipynb",
            ],
            notebooks(5),
            strict=True,
        )
    )
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    (folder / "cy/scalar/timestamp.txt").write_text("2026-11-20 22:59:30.5 UTC\n")
    taken(folder, "--due", "2026-11-20 23:59", "--zone", "Europe/Berlin")
    assert list(taken.files.values()) == [files[name] for name in files]
    assert list(taken.files)[3:] == ["dan/1/scalar.ipynb", "dan/2/scalar.ipynb"]
    late = {one.student: one.late_seconds for one in taken.known.attempts if one.handed_in}
    assert late == {"cy": 30.5}


@pytest.mark.parametrize("above", ["", "submitted/"])
@pytest.mark.parametrize("folder", ["ada", "ada/scalar", "ada/2", "ada/2/scalar"])
@pytest.mark.parametrize("own", ["a", "scalar/scalar"])
def test_a_time_that_a_student_has_written_is_none(
    taken: Taken, above: str, folder: str, own: str
) -> None:
    """It lies deeper than nbgrader's, whether that is there or not."""
    files = {
        f"{above}{folder}/scalar.ipynb": NOTEBOOK,
        f"{above}{folder}/{own}/timestamp.txt": b"2026-11-19 12:00:00 UTC",
    }
    taken(zipped(taken.folder / "x.zip", files))
    assert [one.handed_in for one in taken.known.attempts] == [""]
    files[f"{above}{folder}/timestamp.txt"] = b"2026-11-25 12:00:00 UTC"
    taken.submitted = taken.folder / "again"
    taken(zipped(taken.folder / "y.zip", files))
    assert [one.handed_in for one in taken.known.attempts] == ["2026-11-25T12:00:00+00:00"]


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01 00:00:00 +14:00", "2099-12-31"])
def test_a_time_that_cannot_be_stops_nobody(taken: Taken, text: str) -> None:
    files = {"ada/scalar.ipynb": NOTEBOOK, "ada/timestamp.txt": text.encode(), "ben.ipynb": b"{}"}
    taken(zipped(taken.folder / "x.zip", files), "--due", "2026-11-20")
    assert {one.student: one.handed_in for one in taken.known.attempts} == {"ada": "", "ben": ""}


def test_an_archive_of_such_a_folder_is_the_same(taken: Taken) -> None:
    """With the folder's own name around everything, as archives have it."""
    files = {f"hw3/{who}/scalar.ipynb": NOTEBOOK for who in ("ada", "ben")}
    taken(zipped(taken.folder / "hw3.zip", files))
    assert {one.student for one in taken.known.attempts} == {"ada", "ben"}
    taken(zipped(taken.folder / "other.zip", {"cy/scalar.ipynb": NOTEBOOK}))
    assert {one.student for one in taken.known.attempts} == {"ada", "ben", "cy"}


def test_names_in_every_script_and_encoding(taken: Taken) -> None:
    """UTF-8 that does not say so, Info-ZIP's field beside a name, and what 1981 had letters for."""

    class Raw(zipfile.ZipInfo):
        """A name that is written as these bytes."""

        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
            return self.raw, 0

    path = taken.folder / "x.zip"
    field = "Åsa_3_assignsubmission_file/scalar.ipynb"
    raw = b"?sa_3_assignsubmission_file/scalar.ipynb"
    body = b"\x01" + zipfile.crc32(raw).to_bytes(4, "little") + field.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for given, extra in (
            ("Ольга Б_1_assignsubmission_file/scalar.ipynb".encode(), b""),
            ("Ulla Ü_2_assignsubmission_file/scalar.ipynb".encode("cp437"), b""),
            (raw, b"\x75\x70" + len(body).to_bytes(2, "little") + body),
        ):
            info = Raw("x")
            info.raw, info.extra = given, extra
            info.filename = str(len(archive.filelist))  # which is not what is written
            archive.writestr(info, NOTEBOOK)
    taken(path)
    assert {one.name for one in taken.known.students} == {"Ольга Б", "Ulla Ü", "Åsa"}


@pytest.mark.parametrize("system", ["canvas", "moodle", "gradescope"])
def test_one_can_say_where_it_comes_from(taken: Taken, system: str) -> None:
    """Then nothing else is tried, and what is named otherwise is nobody's."""
    export = zipped(taken.folder / "x.zip", {"ada.ipynb": NOTEBOOK})
    taken(export, "--from", system, code=1)
    assert taken.done() == {"ada.ipynb": "not taken in"}
    taken(export, "--from", "folder")
    assert taken.done() == {"ada.ipynb": "taken in"}
    assert Path(taken.submitted, "ada/1/scalar.ipynb").read_bytes() == NOTEBOOK


@pytest.mark.parametrize("system", ["moodle", "folder", "canvas"])
@pytest.mark.parametrize("spoofed", ["gradescope", "moodle", "canvas", "moodle in a zip"])
def test_what_a_student_hands_in_does_not_say_where_the_archive_is_from(
    taken: Taken, tmp_path: Path, system: str, spoofed: str
) -> None:
    """However much of it there is: names as another system gives them say nothing in there."""
    one, two, evil = notebooks(3)
    inside = {
        "gradescope": {
            "submission_metadata.yml": b"submission_1:\n  :submitters:\n  - :sid: ada\n",
            "submission_1/scalar.ipynb": evil,
        },
        "moodle": {
            f"Ada_1_assignsubmission_file/{n}/scalar.ipynb": evil + b" " * n for n in range(9)
        },
        "canvas": {f"ada_1_{n}_scalar.ipynb": evil + b" " * n for n in range(901, 910)},
    }
    place = {"moodle": "{}_{}_assignsubmission_file/", "folder": "{}/", "canvas": "{}_{}_90{}_"}
    ada, ben, eve = (place[system].format(who, n, n) for n, who in enumerate(("ada", "ben", "eve")))
    files = {f"{ada}scalar.ipynb": one, f"{ben}scalar.ipynb": two}
    if system == "canvas" or spoofed == "moodle in a zip":
        own = zipped(tmp_path / "own.zip", inside[spoofed.removesuffix(" in a zip")])
        files[f"{eve}own.zip"] = own.read_bytes()
    else:
        files |= {eve + name: data for name, data in inside[spoofed].items()}
    roster = taken.roster("id,name", "ada,ada", "ben,ben", "eve,eve")
    export = zipped(taken.folder / "x.zip", files)
    code = 0 if spoofed == "gradescope" else 1  # of nine notebooks, none is the one that is meant
    taken(export, "--roster", roster, code=code)
    assert f"taken for: {'a' if system == 'folder' else 'an export of'} {system}" in taken.out
    of = {who: data for name, data in taken.files.items() for who in [name.partition("/")[0]]}
    assert (of.pop("ada"), of.pop("ben")) == (one, two)
    assert set(of) <= {"eve"} and len(taken.known.of("ada")) == 1


@pytest.mark.parametrize("above", ["", "submissions/"])
def test_an_unpacked_export_of_moodle(taken: Taken, above: str) -> None:
    """A folder around it, and what else lies there, change nothing."""
    files = {
        f"{above}{who}_{n}_assignsubmission_file/scalar.ipynb": NOTEBOOK
        for n, who in enumerate(("Ada", "Ben"), 501)
    }
    taken(zipped(taken.folder / "x.zip", {**files, f"{above}worksheet.csv": b"x"}))
    assert "an export of moodle" in taken.out
    assert {one.student for one in taken.known.attempts} == {"501", "502"}


@pytest.mark.parametrize(
    ("written", "late"),
    [("Samstag, 21. November 2026, 10:00", 36060), ("sábado, 21 de noviembre de 2026, 10:00", 0)],
)
def test_moodle_says_when_in_the_language_of_its_worksheet(
    taken: Taken, written: str, late: float
) -> None:
    """A time that nobody can read is said, and is no time that is early enough."""
    roster = taken.roster(
        "ID;Vollständiger Name;ID-Nummer;Zuletzt geändert (Abgabe)",
        f"Teilnehmer/in 501;Ada Lovelace;s1;{written}",
    )
    place = "Ada Lovelace_501_assignsubmission_file/scalar.ipynb"
    export = zipped(taken.folder / "x.zip", {place: NOTEBOOK})
    words = ("--roster", roster, "--due", "2026-11-20 23:59", "--zone", "UTC")
    taken(export, *words, code=int(not late))
    (attempt,) = taken.known.attempts
    assert attempt.late_seconds == late
    assert bool(late) == bool(attempt.handed_in)
    assert late or "whether it came in time is not known" in taken.err
