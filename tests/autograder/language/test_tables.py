"""A pack and a course bring tables of their own, and what no table has is said in English."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from autograder.build import embedded_checks, release_notebook
from autograder.check_file import check_as_carried
from autograder.cli import main
from autograder.errors import AssignmentError
from autograder.feedback import to_page, to_text
from autograder.fingerprint import basis_of
from autograder.grading import grade_notebook
from autograder.language import say, say_many, speaking
from autograder.language.collecting import in_source, of_grader
from autograder.language.tables import carried, language
from autograder.language.translating import compiled, places, problem_of, read
from autograder.notebook import parse_notebook
from autograder.pack import Assignment, load_assignment
from autograder.practice import Practice
from autograder.report import Report

SETTINGS = """\
name = "twice"
title = "Doubling"
language = "fr"

[questions]
q1 = "Q1: double"
"""

META = (
    '# %%%% nbgrader={"grade": %s, "grade_id": "%s", "locked": %s, "points": 2, '
    '"schema_version": 3, "solution": %s, "task": false} adlearn={"role": "%s", "question": "q1"}\n'
)
NOTEBOOK = (
    '# %% nbgrader={"grade": false, "grade_id": "public-checks", "locked": true, '
    '"schema_version": 3, "solution": false, "task": false} adlearn={"role": "public-checks"}\n'
    "# The build puts the public checks here.\n\n"
    + (META % ("false", "double-answer", "false", "true", "answer")).replace('"points": 2, ', "")
    + "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n\n"
    + META % ("true", "q1-double", "true", "false", "points")
    + 'check.points("q1-double")\n'
)

CHECKS = '''\
import pytest
from autograder.errors import CheckFailure
from autograder.language import say


@pytest.mark.points(1, cell="q1-double")
def test_double(submission):
    """double doubles."""
    found = submission.double(4.0)
    if found != 8:
        raise CheckFailure(say("double(4) is {found}.", found=found), "value")


@pytest.mark.points(1, cell="q1-double")
@pytest.mark.hidden
def test_secret(submission):
    """double doubles 1234567."""
    assert submission.double(1234567.0) == 2469134.0, say("A secret.")
'''

FRENCH = {
    "Doubling": "Doubler",
    "Q1: double": "Q1 : le double",
    "double doubles": "double calcule le double",
    "double(4) is {found}.": "double(4) vaut {found}.",
    "double doubles 1234567": "double calcule le double de 1234567",
    "A secret.": "Un secret.",
}


def write_table(folder: Path, code: str, sentences: dict[str, str]) -> Path:
    """Write a table by hand, and compile it."""
    folder.mkdir(exist_ok=True)
    lines = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n']
    lines += [
        f"msgid {json.dumps(one)}\nmsgstr {json.dumps(other, ensure_ascii=False)}\n"
        for one, other in sentences.items()
    ]
    path = folder / f"{code}.po"
    path.write_text("\n".join(lines), encoding="utf-8")
    compiled(path)
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a pack that speaks French."""
    folder = tmp_path_factory.mktemp("packs") / "twice"
    folder.mkdir()
    for name, text in (
        ("assignment.toml", SETTINGS),
        ("notebook.py", NOTEBOOK),
        ("checks.py", CHECKS),
    ):
        (folder / name).write_text(text)
    write_table(folder / "language", "fr", FRENCH)
    return folder


@pytest.fixture
def pack(folder: Path) -> Assignment:
    return load_assignment(folder)


def graded(pack: Assignment, answer: str = "def double(x):\n    return 3 * x\n") -> Report:
    notebook = release_notebook(pack)
    for cell in notebook.cells:
        if cell.id == "double-answer":
            cell.source = answer
    return grade_notebook(parse_notebook(json.dumps(notebook).encode(), "it.ipynb"), pack, seed=1)


def test_a_report_is_in_the_language_of_its_pack(pack: Assignment):
    """Titles and messages come from the pack's table; the rest, which nobody has, is English."""
    report = Report.from_dict(json.loads(json.dumps(graded(pack).to_dict())))
    assert (report.language, report.title) == ("fr", "Doubler")
    assert report.questions == {"q1": "Q1 : le double"}
    assert report.checks[0].title == "double calcule le double"
    assert report.checks[0].message == "double(4) vaut 12.0."
    page = to_page(report)
    assert '<html lang="fr">' in page and "double(4) vaut 12.0." in page
    assert say("Doubling") == "Doubling"  # outside of grading, nothing of it is left


def test_a_notebook_carries_what_it_says_and_no_hidden_sentence(pack: Assignment, tmp_path: Path):
    text = embedded_checks(pack)
    assert "double(4) vaut {found}." in text and "Q1 : le double" in text
    assert "secret" not in text.lower() and "1234567" not in text
    check = Practice()
    exec(text.replace("from autograder import check", "pass"), {"check": check})
    shown = repr(check("q1", namespace={"double": lambda x: 3 * x}))
    assert shown.startswith("Q1 : le double") and "double(4) vaut 12." in shown
    path = tmp_path / "it.ipynb"
    path.write_text(json.dumps(release_notebook(pack)))
    assert "double calcule le double" in to_text(check_as_carried(path))


def test_a_course_speaks_its_own_words_with_any_pack(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Its table comes first, for the pack's sentences and for the grader's; reports keep it."""
    course = tmp_path / "words"
    write_table(course, "fr", {"double doubles": "double fait deux fois", "Next:": "Ensuite :"})
    before = basis_of(load_assignment(folder), 1)
    monkeypatch.setenv("AUTOGRADER_TABLES", str(course))
    pack = load_assignment(folder)
    assert basis_of(pack, 1).policy != before.policy  # results are made anew
    report = graded(pack)
    monkeypatch.delenv("AUTOGRADER_TABLES")
    assert report.checks[0].title == "double fait deux fois"
    assert report.checks[0].message == "double(4) vaut 12.0."
    monkeypatch.setenv("AUTOGRADER_LANGUAGE", "en")
    assert graded(load_assignment(folder)).checks[0].title == "double doubles"


def test_words_that_only_a_course_has_travel_with_the_report(tmp_path: Path):
    one, many = "{count} point", "{count} points"
    forms = {"": "nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);", one: ["{count} bod", "b", "c"]}
    spoken = language("cs", sentences={"Next:": "Dál:", **forms})
    found = carried(spoken, ["Next:", "Where:", (one, many)])
    assert found == {"Next:": "Dál:", **forms}
    with speaking(language("cs", sentences=json.loads(json.dumps(found)))):
        assert (say("Next:"), say("Where:")) == ("Dál:", "Where:")
        assert [say_many(one, many, n) for n in (1, 3, 7)] == ["1 bod", "b", "c"]


@pytest.mark.parametrize(
    ("language_", "tables", "says"),
    [
        ("tlh", "", "there is no table of the language 'tlh'"),
        ("../fr", "", "there is no table of the language '../fr'"),
        ("", "nowhere", "AUTOGRADER_TABLES: there is no folder"),
    ],
)
def test_a_language_that_nobody_speaks_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, language_: str, tables: str, says: str
):
    monkeypatch.setenv("AUTOGRADER_LANGUAGE", language_)
    monkeypatch.setenv("AUTOGRADER_TABLES", tables)
    with pytest.raises(AssignmentError, match=says):
        load_assignment(folder)


def test_a_table_that_was_changed_and_not_compiled_is_refused(folder: Path, tmp_path: Path):
    """Else a translator would wonder for long why nothing happens."""
    pack = tmp_path / "pack"
    pack.mkdir()
    for name in ("assignment.toml", "notebook.py", "checks.py"):
        (pack / name).write_text((folder / name).read_text())
    table = write_table(pack / "language", "fr", FRENCH)
    compiled_at = table.with_suffix(".mo").stat().st_mtime
    table.write_text(table.read_text().replace("Doubler", "Dédoubler"), encoding="utf-8")
    os.utime(table, (compiled_at + 5, compiled_at + 5))
    with pytest.raises(AssignmentError, match=r"autograder language fr --compile -o"):
        load_assignment(pack)
    assert main(["language", "fr", "--compile", "-o", str(table.parent)]) == 0
    assert say_in("fr", table.parent, "Doubling") == "Dédoubler"


def say_in(code: str, folder: Path, sentence: str) -> str:
    with speaking(language(code, [folder])):
        return say(sentence)


def test_a_translation_with_other_places_is_named_and_not_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = write_table(tmp_path, "fr", {"{a} is {b}.": "{a} est {c}.", "Yes {a}.": "Oui {a."})
    assert main(["language", "fr", "--compile", "-o", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "'{a} est {c}.' must have the places {a}, {b}" in said.err
    assert "0 of 2 sentences are translated" in said.out
    assert say_in("fr", tmp_path, "{a} is {b}.") == "{a} is {b}."
    assert [problem_of(m) != "" for m in read(table, "fr") if m.id] == [True, True]
    # And where a table was compiled by another tool, the English sentence is filled.
    with speaking(language("fr", sentences={"{a} is {b}.": "{a} est {c}."})):
        assert say("{a} is {b}.", a=1, b=2) == "1 is 2."


def test_the_command_keeps_what_was_translated(folder: Path, tmp_path: Path):
    """A new table has all sentences; brought up to date, it keeps its translations."""
    assert main(["language", "eo", "-a", str(folder), "-o", str(tmp_path)]) == 0
    table = tmp_path / "eo.po"
    text = table.read_text(encoding="utf-8")
    assert all(f'msgid "{one}"' in text for one in FRENCH)
    table.write_text(
        text.replace('msgid "Doubling"\nmsgstr ""', 'msgid "Doubling"\nmsgstr "Duobligo"'),
        encoding="utf-8",
    )
    assert main(["language", "eo", "-a", str(folder), "-o", str(tmp_path)]) == 0
    assert table.read_text(encoding="utf-8").count('msgstr "Duobligo"') == 1
    assert say_in("eo", tmp_path, "Doubling") == "Duobligo"


def test_a_sentence_that_is_put_together_cannot_be_collected():
    source = "from autograder.language import say\nsay(f'a {name}')\n"
    with pytest.raises(ValueError, match="must be a literal"):
        in_source(source, "here.py")


def test_places_of_all_sentences_can_be_read():
    """Each sentence of the grader is one that can be filled in."""
    every = [place.sentence for place in of_grader()]
    assert len(every) > 100
    for sentence in every:
        for form in [sentence] if isinstance(sentence, str) else sentence:
            assert all(name.isidentifier() for name in places(form)), form
