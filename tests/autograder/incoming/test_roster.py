"""A roster is read as each platform writes it, and students are found in it, or nobody is."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.classroom.people import Student
from autograder.classroom.roster import read_roster
from autograder.errors import UsageError
from autograder.incoming.bundles import Sender
from autograder.incoming.matching import Roll
from tests.autograder.incoming.classes import NOTEBOOK, Taken, notebooks, zipped


def students(folder: Path, text: str | bytes) -> list[Student]:
    """Read a roster of this text."""
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_roster(path).students)


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,scalar (9)\n,,,,,Manual Posting\n"
    '    Points Possible,,,,,100\n"Lovelace, Ada",17,s1,ada,A and B,\n"Student, Test",99,,0f,A,\n'
)
WITHOUT_SIS = CANVAS.replace(",s1,", ",,")
MOODLE = 'First name,Last name,"ID number","Email address",Groups\nAda,Lovelace,s1,ada@x.org,A\n'
MOODLE_GERMAN = "Vorname;Nachname;ID-Nummer;E-Mail-Adresse;Gruppen\nAda;Lovelace;s1;ada@x.org;A\n"
WORKSHEET = (
    'Identifier,"Full name","ID number","Email address",Status\n'
    "Participant 501,Ada Lovelace,,ada@x.org,-\n"
)
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role,Sections\nAda,Lovelace,s1,ada@x.org,Student,A\n"
    "Cy,Teach,,cy@x.org,Instructor,\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CANVAS, Student("s1", "Lovelace, Ada", "", "ada", "A and B", {"canvas": "17"})),
        (WITHOUT_SIS, Student("17", "Lovelace, Ada", "", "ada", "A and B", {"canvas": "17"})),
        (MOODLE, Student("s1", "Ada Lovelace", "ada@x.org", "", "A")),
        (MOODLE_GERMAN, Student("s1", "Ada Lovelace", "ada@x.org", "", "A")),
        (WORKSHEET, Student("ada@x.org", "Ada Lovelace", "ada@x.org", others={"moodle": "501"})),
        (GRADESCOPE, Student("s1", "Ada Lovelace", "ada@x.org", "", "A")),
        ("ID , E-Mail\n s1 , a@x.org \n\n", Student("s1", "", "a@x.org")),
        ("sep=;\nid;name\n'007;王小明\n", Student("007", "王小明")),
        ('"id";"name"\n"s1";"Lovelace, ""Ada"""\n', Student("s1", 'Lovelace, "Ada"')),
        ('id\tname\n1\t"two\nlines"\n', Student("1", "two\nlines")),
    ],
)
def test_every_platforms_roster(tmp_path: Path, text: str, expected: Student) -> None:
    assert students(tmp_path, text) == [expected]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_what_spreadsheets_make_of_letters(tmp_path: Path, encoding: str) -> None:
    rows = "".join(f"s{n};Ångström Ольга {n}\r\n" for n in range(20))
    found = students(tmp_path, ("id;name\r\n" + rows).encode(encoding))
    assert [one.name for one in found][::19] == ["Ångström Ольга 0", "Ångström Ольга 19"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,name\ns1,Ada\ns2,Ben\n S1,Cy\n", ["lines 2 and 4: all have the id s1. Keep one."]),
        (
            'id,name\ns1,"Ada\nL"\n,Ben\ns3,Cy\ns3,Dan\ns3,Eve\n',
            ["line 4: there is no id (Ben)", "lines 5 and 6 and 7: all have the id s3"],
        ),
        ("SIS User ID,Student,ID\ns1,Ada,1\n,Ben,\n", ["line 3: there is no id (Ben)"]),
        ("id,extension_days\ns1,two\n", ["line 2: extension_days is two, and no number of days."]),
        ("a,b\n1,2\n", ["no column of it tells students apart", "such as id,name,email"]),
        ("", ["no column of it tells students apart"]),
        ("id,name\n", ["there is no student in it"]),
        ("id,name\ns1,Zoë\n".encode("cp1252"), ["not UTF-8", "save it as CSV UTF-8"]),
        (b"PK\x03\x04 a workbook", ["this is no CSV file. Save the table as CSV UTF-8."]),
        ('id,name\ns1,A\n"s2,B\ns3,C\n', ["line 3: this is no line of a table", "not closed"]),
        ('id;name\n"s2;B\ns3;"C"\n', ["line 2: this is no line of a table"]),
        ('sep=;\nid;name\ns1;"A"B\n', ["line 3: this is no line of a table"]),
        ('id,name\ns1,"' + "x" * 200_000 + "\n", ["line 2: this is no line of a table"]),
    ],
)
def test_what_is_wrong_with_a_roster_is_said_line_by_line(
    tmp_path: Path, text: str | bytes, said: list[str]
) -> None:
    with pytest.raises(UsageError) as caught:
        students(tmp_path, text)
    assert all(one in str(caught.value) for one in said), caught.value


def test_nothing_is_taken_in_with_a_bad_roster(taken: Taken) -> None:
    export = zipped(taken.folder / "x.zip", {"s1.ipynb": NOTEBOOK})
    taken(export, "--roster", taken.roster("id,name", "s1,Ada", "s1,Ben"), code=2)
    assert "lines 2 and 3" in taken.err
    assert not taken.submitted.exists()


ADA = Student("s1", "Ada King Lovelace", "ada@x.org", "alove", others={"canvas": "17"})
BEN = Student("17", "Ben Ng", "ben@x.org")
CY = Student("s3", "Cy Ng")
ROLL = Roll([ADA, BEN, CY, Student("s4", "Cy  NG"), Student("s5", "Zoë Groß", "", "ADA@x.org")])


@pytest.mark.parametrize(
    ("sender", "expected", "by"),
    [
        (Sender("canvas", "17", name="ngben"), "s1", "id"),  # Canvas's number, not a roster's id
        (Sender("moodle", "17", name="Ben Ng"), "17", "id"),
        (Sender("moodle", "17", name="Ada King Lovelace"), "s1", "name"),  # a number is any
        (Sender("", "S1"), "s1", "id"),
        (Sender("", "ALOVE"), "s1", "login or e-mail"),
        (Sender("gradescope", "", "", "ben@X.org", "Somebody"), "17", "login or e-mail"),
        (Sender("canvas", "99", name="kinglovelaceada"), "s1", "name"),
        (Sender("canvas", "98", name="großzoë"), "s5", "name"),
        (Sender("", "zoe\u0308 GROSS"), "s5", "name"),
    ],
)
def test_who_is_meant(sender: Sender, expected: str, by: str) -> None:
    match = ROLL.find(sender)
    assert match.student is not None, match
    assert (match.student.id, match.by) == (expected, by)


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        (Sender("canvas", "97", name="ngcy"), "can be s3 (Cy Ng) or s4 (Cy NG)"),
        (Sender("gradescope", "", "", "ada@x.org"), "is written at s1 (Ada King Lovelace) or s5"),
        (Sender("canvas", "97", name="lovelace"), "nobody in the roster is canvas 97, lovelace"),
        (Sender("", "s"), "nobody in the roster is s."),
        (Sender("canvas", "96"), "nobody in the roster is canvas 96."),
    ],
)
def test_nobody_is_guessed(sender: Sender, said: str) -> None:
    match = ROLL.find(sender)
    assert match.student is None and said in match.reason, match


def test_two_who_share_a_name_are_neither_if_the_roster_has_one(taken: Taken) -> None:
    """In one export, and in two that come one after the other."""
    roster = taken.roster("id,name", "s1,Ben Ng")
    both = {"ngben_17_901_scalar.ipynb": NOTEBOOK, "ngben_18_902_scalar.ipynb": NOTEBOOK}
    taken(zipped(taken.folder / "x.zip", both), "--roster", roster, code=1)
    assert taken.err.count("2 who handed in have the name of s1") == 2 and not taken.files
    for number, (name, data) in enumerate(both.items()):
        taken(zipped(taken.folder / f"{number}.zip", {name: data}), code=number)
    assert "s1 is canvas 17, and this is canvas 18" in taken.err
    assert list(taken.files) == ["s1/1/scalar.ipynb"]


def test_files_of_nobody_and_students_without_files_are_named(taken: Taken) -> None:
    roster = taken.roster("id,name,section", "s1,Ada,A", "s2,Ben,B", "s3,Cy,B")
    files = {"s1.ipynb": NOTEBOOK, "s9.ipynb": NOTEBOOK, "s2/notes.pdf": b"%PDF"}
    taken(zipped(taken.folder / "x.zip", files), "--roster", roster, code=1)
    assert "nothing came from 1 of 3: s3 (Cy)." in taken.out
    assert "x.zip, s9.ipynb: nobody in the roster is s9. Mend the roster" in taken.err
    assert "x.zip, s2: there is no notebook in it (notes.pdf)" in taken.err
    assert {one.id: one.section for one in taken.known.students}["s2"] == "B"
    taken(taken.folder / "x.zip", "--roster", taken.roster("id", "s1", "s2", "s9"), code=1)
    assert set(taken.files) == {"s1/1/scalar.ipynb", "s9/1/scalar.ipynb"}
    assert taken.done()["s9.ipynb"] == "taken in"


SWAPPED = (
    ("Student,ID,SIS User ID", '"Lovelace, Ada",17,{ada}', '"Turing, Alan",18,{alan}'),
    ("id,name", "{ada},Ada Lovelace", "{alan},Alan Turing"),
)


@pytest.mark.parametrize("system", ["canvas", "moodle", "folder"])
@pytest.mark.parametrize("wrong", SWAPPED)
@pytest.mark.parametrize("right", SWAPPED)
def test_in_a_mended_roster_attempts_follow_who_handed_them_in(
    taken: Taken, system: str, wrong: tuple[str, ...], right: tuple[str, ...]
) -> None:
    """Ids were swapped: the student of the name and number has the file, in both directions."""
    place = {
        "canvas": ("lovelaceada_17_901_scalar.ipynb", "turingalan_18_902_scalar.ipynb"),
        "moodle": tuple(
            f"{who}_assignsubmission_file/scalar.ipynb"
            for who in ("Ada Lovelace_51", "Alan Turing_52")
        ),
        "folder": ("Ada Lovelace.ipynb", "Alan Turing.ipynb"),
    }[system]
    ada, alan = notebooks(2)
    export = zipped(taken.folder / "x.zip", dict(zip(place, (ada, alan), strict=True)))
    for roster, who in (
        (wrong, {"ada": "s2", "alan": "s1"}),
        (right, {"ada": "s1", "alan": "s2"}),
    ):
        taken(export, "--roster", taken.roster(*(line.format(**who) for line in roster)))
        assert len(taken.known.attempts) == 2
        for name, data in (("ada", ada), ("alan", alan)):
            (one,) = taken.known.of(who[name])
            assert taken.files[one.file] == data
    assert {row["student"] for row in taken.rows() if row["member"] == place[0]} == {"s1"}


def test_two_of_one_name_stay_apart_in_a_roster_that_has_one(taken: Taken) -> None:
    both = {"ngben_17_901_scalar.ipynb": NOTEBOOK, "ngben_18_902_scalar.ipynb": NOTEBOOK}
    taken(zipped(taken.folder / "x.zip", both))
    taken(taken.folder / "x.zip", "--roster", taken.roster("id,name", "s1,Ben Ng"), code=1)
    assert {one.student for one in taken.known.attempts} == {"17", "18"}
