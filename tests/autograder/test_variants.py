"""Every student has numbers of their own, and whoever draws them draws the same."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from autograder.build import answered_notebook, release_notebook, write_notebook
from autograder.check_file import check_as_carried
from autograder.classroom.handed_in import Attempt, Class, write_class
from autograder.classroom.people import Student
from autograder.cli import main
from autograder.edition import ByStudent, Edition
from autograder.errors import AssignmentError, SubmissionError, UsageError
from autograder.feedback import to_page, to_text
from autograder.grading import assignment_checks, grade_notebook
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, edited, load_assignment
from autograder.practice import WHO, Practice
from autograder.results import read_results
from autograder.variants.drawing import Draw, declared, drawn, seed_of
from autograder.variants.roster import student_ids
from autograder.variants.secret import read_secret
from autograder.variants.students import Students, by_word
from tests.autograder.small_variants import write_pack

PACKS = Path(__file__).resolve().parents[2] / "assignments"
ROSTER = "Student,ID,Section\nPoints Possible,,\nLovelace; Ada,ada,1\nBen,ben,1\nChloé,chloe,2\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose three students have got their notebooks, each with numbers of their own."""
    folder = tmp_path_factory.mktemp("course")
    write_pack(folder / "multiples")
    (folder / "roster.csv").write_text(ROSTER)
    command = ["release", str(folder / "multiples"), "--variants", str(folder / "roster.csv")]
    command += ["--secret", str(folder / "mine" / "secret.txt"), "-o", str(folder / "release")]
    assert main(command) == 0
    return folder


@pytest.fixture(scope="module")
def multiples(course: Path) -> Assignment:
    return load_assignment(course / "release" / "multiples.toml")


def number_of(assignment: Assignment, student: str) -> Any:
    return assignment.of_student(student).values["q1"]["a"]


def test_each_student_gets_a_notebook_with_other_numbers(
    course: Path, multiples: Assignment
) -> None:
    numbers = {student: number_of(multiples, student) for student in ("ada", "ben", "chloe")}
    assert len(set(numbers.values())) == 3
    for student, number in numbers.items():
        text = (course / "release" / student / "multiples.ipynb").read_text()
        assert (
            f"multiplies by {number}." in text
            and f"factor = {number}\\n" in text
            or (f'"factor = {number}"' in text)
        )
        assert f"numbers={{'q1': {{'a': {number}}}}}" in text
        assert "BEGIN SOLUTION" not in text and "{{" not in re.sub(r"\{\{[^q]", "", text)


def test_nothing_that_is_released_holds_the_secret(course: Path) -> None:
    secret = (course / "mine" / "secret.txt").read_bytes().strip()
    assert len(secret) == 64
    files = [path for path in (course / "release").rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        data = path.read_bytes()
        for form in (secret, bytes.fromhex(secret.decode()), secret[:16], secret[-16:]):
            assert form not in data, path
        assert b"Lovelace" not in data


def test_own_numbers_have_full_marks_and_those_of_others_lose(
    course: Path, multiples: Assignment, capsys: pytest.CaptureFixture[str]
) -> None:
    for student, handed_in in (("ada", "ada"), ("ben", "ada"), ("zoe", "ada")):
        notebook = answered_notebook(multiples.of_student(handed_in))
        write_notebook(notebook, course / "submitted" / student / "multiples.ipynb")
    file = str(course / "release" / "multiples.toml")
    command = ["grade", str(course / "submitted"), "-a", file, "-j", "1", "--seed", "1"]
    assert main([*command, "-o", str(course / "results")]) == 1
    assert "nobody's id of the roster" in capsys.readouterr().err
    reports, problems = read_results(course / "results")
    ada, ben = reports["ada"], reports["ben"]
    assert (ada.points, ben.points, ben.possible) == (3, 0, 3)
    assert ada.private == () and list(problems) == ["zoe"]
    (note,) = ben.private
    assert "are those of ada" in note and "with the numbers of ben" in note
    assert (ben.student, ben.numbers) == ("ben", {"q1": {"a": number_of(multiples, "ben")}})
    said = f"The numbers of ben here: a = {number_of(multiples, 'ben')}."
    assert said in to_page(ben) and said in to_text(ben)
    assert "ada" not in to_page(ben)  # whose they are is the instructor's to know
    # what is known already is not asked again, and a student with another's name is another one
    capsys.readouterr()
    assert main([*command, "-o", str(course / "results")]) == 1
    assert "2 of 3 graded" in capsys.readouterr().out


def test_the_check_in_a_notebook_asks_for_its_own_numbers(
    course: Path, multiples: Assignment, tmp_path: Path
) -> None:
    mine, theirs = multiples.of_student("ada"), multiples.of_student("ben")
    right = write_notebook(answered_notebook(mine), tmp_path / "right.ipynb")
    assert check_as_carried(right).points == 1
    wrong = write_notebook(answered_notebook(mine, theirs.answers()), tmp_path / "wrong.ipynb")
    assert check_as_carried(wrong).points == 0


def test_without_a_roster_everybody_has_the_numbers_of_the_pack(course: Path) -> None:
    pack = load_assignment(course / "multiples")
    assert pack.values == {"q1": {"a": 7}} and "factor = 7" in pack.by_id["numbers"].source
    data = json.dumps(answered_notebook(pack)).encode()
    report = grade_notebook(parse_notebook(data, "x.ipynb"), pack, seed=1)
    assert (report.points, report.student) == (3, "")
    assert "numbers of" not in to_page(report)


def in_a_kernel(notebook: Any) -> dict[str, Any]:
    """Run the cell that loads the checks, and give its names."""
    (source,) = [cell.source for cell in notebook.cells if "check.load(" in cell.source]
    names: dict[str, Any] = {"check": Practice()}
    call = ast.parse(source).body[-1]
    exec(compile(ast.Module([call], []), "checks", "exec"), names)
    return names


def test_one_notebook_for_all_draws_what_the_grader_draws(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUPYTERHUB_USER", "NB_USER"):
        monkeypatch.delenv(name, raising=False)
    command = ["release", str(course / "multiples"), "--variants-by-id", "algebra-2026"]
    assert main([*command, "-o", str(course / "open")]) == 0
    opened = load_assignment(course / "open" / "multiples.toml")
    number = number_of(opened, "ada")
    notebook = release_notebook(opened)
    names = in_a_kernel(notebook)
    check = names["check"]
    with pytest.raises(UsageError, match="not known here"):
        check.numbers("q1")
    assert WHO in repr(check("q1", namespace=names)) and float(check.points("q1-multiple")) == 0
    assert f"a = {number}" in check.student(" Ada")
    assert check.numbers("q1") == {"a": number}
    names["multiple"] = lambda x: number * x
    assert check("q1", namespace=names).report.points == 1
    monkeypatch.setenv("JUPYTERHUB_USER", "ben")
    hub = in_a_kernel(notebook)["check"]
    assert hub.numbers("q1") == {"a": number_of(opened, "ben")} != {"a": number}


def test_an_answer_in_one_notebook_for_all_is_graded_with_the_numbers_of_its_student(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load_assignment(course / "multiples")
    opened = edited(pack, Edition("multiples", variants=ByStudent(word="algebra-2026")))
    drawing = 'def multiple(x):\n    return check.numbers("q1")["a"] * x'
    notebook = answered_notebook(opened, {"q1-answer": drawing})
    for cell in notebook.cells:
        cell.source = cell.source.replace('check.student("")', 'check.student("ada")')
    read = parse_notebook(json.dumps(notebook).encode(), "hw.ipynb")
    for student in ("ada", "ben"):
        mine = opened.of_student(student)
        report = grade_notebook(read, mine, checks=assignment_checks(mine), seed=1)
        assert (report.points, report.notes) == (3, ())
    copied = {"q1-answer": f"def multiple(x):\n    return {number_of(opened, 'ada')} * x"}
    read = parse_notebook(json.dumps(answered_notebook(opened, copied)).encode(), "hw.ipynb")
    points = [grade_notebook(read, opened.of_student(s), seed=1).points for s in ("ada", "ben")]
    assert points == [3, 0]
    file = write_notebook(notebook, tmp_path / "hw.ipynb")
    assert check_as_carried(file).points == 1


def test_the_functional_assignment_asks_each_student_something_else() -> None:
    """Its derivation and its descent: right answers of one student are wrong for another."""
    functional = load_assignment(PACKS / "functional")
    opened = edited(functional, Edition("functional", variants=ByStudent(word="algebra-2026")))
    ada, ben = opened.of_student("ada"), opened.of_student("ben")
    assert ada.by_id["q8-sgd-answer"].released != ben.by_id["q8-sgd-answer"].released
    asked = ("q8-derivation", "q8-sgd")
    found = {}
    for name, mine, answers in (
        ("own", ada, {}),
        ("line", ada, {"q8-derivation-answer": ben.by_id["q8-derivation-answer"].source}),
        ("start", ada, {"q8-sgd-answer": ben.by_id["q8-sgd-answer"].source}),
    ):
        checks = [one for one in assignment_checks(mine) if one.cell in asked]
        data = json.dumps(answered_notebook(mine, answers)).encode()
        report = grade_notebook(parse_notebook(data, "x.ipynb"), mine, checks=checks, seed=1)
        found[name] = [report.of(cell=cell).points for cell in asked]
    assert found == {"own": [4, 3], "line": [0, 3], "start": [4, 1]}


def test_what_is_drawn_never_changes() -> None:
    """Whoever grades next year draws what was released: these numbers are written down."""
    seed = seed_of(b"a secret of the course", "multiples", "q1", "Ada ")
    assert seed == seed_of(b"a secret of the course", "multiples", "q1", "ada")
    draw = Draw(seed)
    found = [draw.integer(1, 100, default=1) for _ in range(5)]
    found.append(draw.number(-1, 1, step=0.1, default=0.5))  # type: ignore[arg-type]
    assert found == WRITTEN_DOWN
    others = {
        seed_of(key, pack, question, student)
        for key, pack, question, student in (
            (b"another secret", "multiples", "q1", "ada"),
            (b"a secret of the course", "other", "q1", "ada"),
            (b"a secret of the course", "multiples", "q2", "ada"),
            (b"a secret of the course", "multiples", "q1", "ben"),
        )
    }
    assert len({seed, *others}) == 5


WRITTEN_DOWN = [97, 24, 3, 30, 71, -0.2]


def test_all_numbers_of_a_range_are_drawn_about_as_often() -> None:
    seeds = [seed_of(b"k" * 16, "m", "q1", str(student)) for student in range(3000)]
    found = [Draw(seed).number(0.0, 0.4, step=0.1, default=0.1) for seed in seeds]
    assert sorted(set(found)) == [0.0, 0.1, 0.2, 0.3, 0.4]
    assert all(500 < found.count(value) < 700 for value in set(found))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("def q1(draw): return {'a': draw.integer(5, 9, default=1)}", "the default 1"),
        ("def q1(draw): return {'points': 1}", "called points"),
        ("def q1(draw): return {'a': 'x'}", "numbers by name"),
        ("def q1(draw): return [1]", "numbers by name"),
        ("def q1(draw): return {'a': draw.number(0, 1, step=0, default=0)}", "leads nowhere"),
        ("def q7(draw): return {'a': 1}", "declares no numbers"),
        ("1 / 0", "does not run"),
    ],
)
def test_a_pack_that_declares_numbers_wrongly_is_told(text: str, sentence: str) -> None:
    with pytest.raises(AssignmentError, match=sentence):
        drawn(declared(text, "variants.py", ["q1"]), "variants.py")


def test_a_place_that_stands_for_nothing_is_told(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "multiples")
    text = (folder / "notebook.py").read_text()
    (folder / "notebook.py").write_text(text.replace("{{q1.a}} * x", "{{q1.b}} * x"))
    with pytest.raises(AssignmentError, match=r"\{\{q1\.b\}\} stands for nothing.*q1\.a"):
        assignment_checks(load_assignment(folder))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,section\nAda,1\n", "no column of it tells students apart"),
        ("", "no column of it tells students apart"),
        ("id\nada\nben\nADA\n", "lines 2 and 4: all have the id ada"),
        ("id\n../ada\n", "the id ../ada cannot be the name"),
        ("id\n\n", "there is no student in it"),
        ("id\na\x1bb\n", "cannot be the name"),
    ],
)
def test_a_roster_that_is_none_is_told(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(UsageError, match=re.escape(sentence)):
        student_ids(tmp_path / "roster.csv")


def test_rosters_are_read_as_platforms_write_them(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("Student,ID,SIS User ID,SIS Login ID\nPoints Possible,,,\nAda,17,s1,ada\n")
    assert student_ids(file) == ("s1",)  # by which collect calls their folders
    file.write_bytes("\ufeffName;Username;Email\r\nÅsa;åsa;a@b.c\r\n".encode())
    assert student_ids(file) == ("åsa",)
    file.write_bytes("Name;Username\r\nÅsa;åsa\r\n".encode("latin-1"))
    with pytest.raises(UsageError, match="UTF-8"):
        student_ids(file)


def test_whose_it_is_says_the_folder_and_never_the_notebook() -> None:
    students = Students(b"", ("ada", "ben", "12", "a b"))
    top = Path("/in")
    assert students.whose("x", top / "ben" / "hw" / "ada.ipynb", top) == "ben"
    assert students.whose("ADA", top / "ADA.ipynb", top) == "ada"
    assert students.whose("x", top / "lovelaceada_12_998_hw.ipynb", top) == "12"
    assert students.whose("a_b", top / "a_b.ipynb", top) == "a b"
    for path in (top / "hw.ipynb", top / "ada_ben.ipynb"):
        with pytest.raises(SubmissionError, match="called by the student's id"):
            students.whose(path.stem, path, top)
    assert by_word("w").whose("hw", top / "zoe" / "hw.ipynb", top) == "zoe"


def test_whoever_collected_a_file_knows_whose_it_is(tmp_path: Path) -> None:
    """The number of an attempt is no id, and what a folder is called need not be one."""
    people = (Student("1"), Student("2"), Student("a b"), Student("7", login="Zoe"), Student("9"))
    files = {"1": "1/2/hw.ipynb", "2": "2/1/hw.ipynb", "a b": "a_b/1/hw.ipynb"}
    files |= {"7": "7/1/hw.ipynb", "9": "9/1/hw.ipynb"}
    attempts = tuple(Attempt(who, int(file[-10]), who, file) for who, file in files.items())
    write_class(Class(people, attempts), tmp_path)
    rostered, anybody = Students(b"", ("1", "2", "a b", "zoe")), by_word("w")
    for below in (tmp_path, None):
        for who, file in files.items():
            assert anybody.whose("x", tmp_path / file, below, "hw") == who
            if who == "9":
                with pytest.raises(SubmissionError, match="collected as 9's, who is not in"):
                    rostered.whose("x", tmp_path / file, below, "hw")
            else:
                known = "zoe" if who == "7" else who
                assert rostered.whose("x", tmp_path / file, below, "hw") == known


def test_the_assignment_s_name_is_nobody_s() -> None:
    anybody, top = by_word("w"), Path("/in")
    for path in ("sub/ada/hw.ipynb", "sub/ada/hw/hw.ipynb", "/in/ada.ipynb", "ada.ipynb"):
        assert anybody.whose("x", Path(path), None, "hw") == "ada"
    assert anybody.whose("x", top / "ada" / "hw.ipynb", top, "hw") == "ada"
    assert anybody.whose("ada_2", top / "ada.ipynb", top, "hw") == "ada"
    for path, below in ((Path("hw.ipynb"), None), (top / "HW.ipynb", top)):
        with pytest.raises(SubmissionError, match="nobody knows which numbers"):
            anybody.whose("x", path, below, "hw")


def test_a_secret_stays_with_the_instructor(
    course: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["release", str(course / "multiples"), "--variants", str(course / "roster.csv")]
    inside = course / "again" / "inner" / "secret.txt"
    assert main([*command, "-o", str(course / "again"), "--secret", str(inside)]) == 2
    assert "handed out" in capsys.readouterr().err and not inside.exists()
    monkeypatch.delenv("AUTOGRADER_SECRET", raising=False)
    assert main([*command, "-o", str(course / "again")]) == 2
    assert "AUTOGRADER_SECRET is not set" in capsys.readouterr().err
    assert not (course / "again").exists()
    monkeypatch.setenv("AUTOGRADER_SECRET", "too short")
    with pytest.raises(UsageError, match="at least 16"):
        read_secret(None)
    with pytest.raises(UsageError, match="cannot be drawn again"):
        read_secret(course / "lost.txt")
    made = (course / "mine" / "secret.txt").stat()
    assert made.st_mode & 0o077 == 0
    before = (course / "mine" / "secret.txt").read_bytes()
    again = [*command, "--secret", str(course / "mine" / "secret.txt")]
    assert main([*again, "-o", str(course / "second")]) == 0
    assert (course / "mine" / "secret.txt").read_bytes() == before
    first, second = (
        (course / folder / "ada" / "multiples.ipynb").read_bytes()
        for folder in ("release", "second")
    )
    assert first == second


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--secret", "s.txt"], "say for whom"),
        (["--variants", "none.csv"], "there is no such file"),
        (["--variants", "roster.csv", "--variants-by-id", "w"], "choose one"),
        (["--variants-by-id", " "], "needs a word"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    course: Path, words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [str(course / word) if word == "roster.csv" else word for word in words]
    assert main(["release", str(course / "multiples"), "-o", str(course / "no"), *words]) == 2
    assert sentence in capsys.readouterr().err


def test_a_pack_without_numbers_has_no_variants(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", str(PACKS / "scalar"), "--variants-by-id", "w", "-o", "no"]) == 2
    assert "declares no numbers" in capsys.readouterr().err


def test_a_claim_in_a_notebook_changes_nothing(multiples: Assignment) -> None:
    """Not even one that is no data: it is read and never run."""
    ada = multiples.of_student("ada")
    for claim in ("{'q1': {'a': 1}}", "{'q1': __import__('os')}", "{" * 4000 + "}"):
        notebook = answered_notebook(ada)
        for cell in notebook.cells:
            cell.source = re.sub(r"numbers=\{.*\},", f"numbers={claim},", cell.source)
        read = parse_notebook(json.dumps(notebook).encode(), "x.ipynb")
        report = grade_notebook(read, ada, seed=1)
        assert report.points == 3
        assert len(report.private) == (claim == "{'q1': {'a': 1}}")
