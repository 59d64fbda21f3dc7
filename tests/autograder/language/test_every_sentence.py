"""Every sentence that a student reads comes from the table, and German has them all."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.build import answered_notebook
from autograder.classroom.grades import Grade
from autograder.classroom.people import Student
from autograder.feedback import to_markdown, to_page, to_text
from autograder.grading import grade_notebook
from autograder.language.collecting import of_grader
from autograder.language.packs import of_pack
from autograder.language.tables import OURS
from autograder.language.translating import compiled, mo_of, problem_of, read, update
from autograder.notebook import parse_notebook
from autograder.outgoing.gradescope import to_gradescope
from autograder.outgoing.pages import page_of
from autograder.pack import Assignment, load_assignment
from autograder.report import Adjustment, Decision, Report

#: Wrong answers of many kinds: numbers, exceptions, names, cells, loops, what is not there.
WRONG = {
    "scalar": (
        *("mul-swapped", "overwrites", "endless-loop", "backward-recursion", "fake-rules-central"),
        *("print-and-step-unfinished", "forward-by-number"),
    ),
    "tensor": ("ewisediv-numbers", "epoch-returns-nothing"),
    "functional": ("backward-overwritten", "cell-with-syntax-error"),
    "optimization": ("descents-gradients-add-up", "cell-deleted"),
}
#: A report, the names in it that are no words, and what its pack says without the table.
Told = tuple[Report, set[str], list[str]]

#: Letters that are no Latin ones, so that whatever is not looked up is seen.
OTHER = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "абцдефгхийклмнопярстувщхыз" + "АБЦДЕФГХИЙКЛМНОПЯРСТУВЩХЫЗ",
)


def disguised(sentence: str) -> str:
    """Write a sentence in other letters, but its places and what stands between backticks."""
    parts = re.split(r"(`[^`]*`|\{[^}]*\}|\w+\([^)]*\))", sentence)
    return "".join(part if k % 2 else part.translate(OTHER) for k, part in enumerate(parts))


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A course's tables of a language in which everything is said in other letters."""
    from babel.messages.pofile import write_po

    folder = tmp_path_factory.mktemp("tables")
    packs = [load_assignment(root / "assignments" / name) for name in WRONG]
    places = [*of_grader(), *(place for pack in packs for place in of_pack(pack))]
    path = update("eo", folder, places).path
    table = read(path, "eo")
    for message in table:
        if isinstance(message.id, str):
            message.string = disguised(message.id) if message.id else message.string
        else:
            message.string = tuple(map(disguised, message.id))
    with path.open("wb") as file:
        write_po(file, table)
    assert compiled(path).wrong == ()
    return folder


@pytest.fixture(scope="module")
def reports(tables: Path, root: Path) -> Iterator[dict[str, Told]]:
    """Reports in that language on all of `WRONG`, with what else may stand in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_LANGUAGE", "eo")
        patch.setenv("AUTOGRADER_TABLES", str(tables))
        found = {}
        for pack, names in WRONG.items():
            assignment = load_assignment(root / "assignments" / pack)
            for name in names:
                found[f"{pack}/{name}"] = graded(assignment, name)
    yield found


def graded(assignment: Assignment, name: str) -> Told:
    answer = assignment.bank("wrong")[name]
    notebook = answered_notebook(assignment, answer.cells, answer.own)
    data = json.dumps(notebook).encode()
    report = grade_notebook(parse_notebook(data, f"{name}.ipynb"), assignment, seed=1)
    report = Report.from_dict(json.loads(json.dumps(report.to_dict())))
    cells = [cell.source for cell in assignment.cells if cell.role in ("given", "answer")]
    names = {name for text in (*cells, *answer.cells.values()) for name in names_in(text)}
    named = [str((check.diagnosis or {}).get("misconception", "")) for check in report.checks]
    around = [*report.isolation["layers"], *report.versions, report.sha256, name, *named]
    around += assignment.by_id
    names |= {word for text in around for word in re.findall(r"[A-Za-z]+", text)}
    return report, names | NAMES, pieces_of(assignment)


def names_in(source: str) -> Iterator[str]:
    """Give the names in a cell's code, and none of its words."""
    yield from re.findall(r"[A-Za-z]+", re.sub(r"#.*|\"{3}.*?\"{3}", " ", source, flags=re.S))


def pieces_of(assignment: Assignment) -> list[str]:
    """Give what a pack's checks say by themselves, without the table: that is not the grader's."""
    trees = map(ast.parse, assignment.check_sources().values())
    nodes = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    found = {piece for node in nodes for piece in str(node.value).split("`")}
    return sorted((one for one in found if re.search("[a-z]", one) and " " in one), key=len)[::-1]


def left_over(text: str, names: Collection[str], pieces: Sequence[str]) -> set[str]:
    """Give the Latin words of a text that are no code, no name, and not the pack's own."""
    text = re.sub(r"\\(\W)", r"\1", text)  # as Markdown writes them
    text = re.sub(r"<(style|svg|head)\b.*?</\1>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<code>.*?</code>|<[^>]*>", " ", text, flags=re.DOTALL)
    text = re.sub(r"```.*?```|`[^`\n]*`", " ", html.unescape(text), flags=re.DOTALL)
    for piece in (*PYTHON, *pieces):
        text = text.replace(piece, " ")
    text = re.sub(r"\w+…", " ", text)  # cut off
    return {word for word in re.findall(r"[A-Za-z]{3,}", text) if word not in names}


#: Names that are the same in every language.
NAMES = {"ipynb", "SHA", "NumPy", "SyntaxError", "NameError", "NoneType", "TimeLimit"}
NAMES |= {"forward", "reverse"}
#: What Python itself says of these submissions.
PYTHON = ("is not defined", "name '", "'(' was never closed")


@pytest.mark.parametrize("write", [to_page, to_text, to_markdown])
def test_nothing_is_said_but_what_the_table_says(
    reports: dict[str, Told], write: Callable[[Report], str]
):
    for name, (report, *known) in reports.items():
        assert left_over(write(report), *known) == set(), name


def test_what_leaves_for_students_is_said_by_the_table_too(reports: dict[str, Told]):
    """Gradescope's tests with a decision and an adjustment, and the page of who has no points."""
    report, *known = reports["scalar/mul-swapped"]
    one = report.checks[0]
    made = Decision(one.cell, one.question, 1.0, 2.0, "1.", instead_of=one.points)
    told = replace(report, decisions=(made,), adjustments=(Adjustment(-1.4, "2."),))
    nobody = Grade(Student("s1"), "s1", None, "3.", language=report.speech)
    for grade in (Grade(Student("s1"), "s1", told), nobody):
        data = json.loads(to_gradescope(grade, "visible"))
        texts = [data["output"], *(t[key] for t in data["tests"] for key in ("name", "output"))]
        assert left_over("\n".join(texts), *known) == set()
    page = page_of(nobody)
    assert left_over(page, *known) == set() and '<html lang="eo">' in page


def what_it_is(report: Report) -> list[tuple[object, ...]]:
    """Give all of a report that is no sentence."""
    return [
        (
            *(check.id, check.verdict, check.points, check.others, check.slow, check.alone),
            *map((check.diagnosis or {}).get, ("kind", "mistake", "misconception", "says_what")),
            *(check.counterexample is None, check.withheld is None, len(check.remarks)),
        )
        for check in report.checks
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("scalar/print-and-step-unfinished", "tensor/epoch-returns-nothing"),
        *("functional/cell-with-syntax-error", "optimization/cell-deleted"),
        "scalar/backward-recursion",
    ],
)
def test_what_a_mistake_is_does_not_depend_on_the_language(
    reports: dict[str, Told], root: Path, name: str
):
    """Points, kinds, names of mistakes and what is withheld are the same as in English."""
    pack, _, answer = name.partition("/")
    english, *_ = graded(load_assignment(root / "assignments" / pack), answer)
    assert what_it_is(reports[name][0]) == what_it_is(english)


@pytest.fixture(scope="module")
def german():
    """The German table, as translators keep it."""
    return read(OURS / "de.po", "de")


def test_german_has_every_sentence_and_none_that_is_not_said(german):
    """A sentence that was added, changed or taken out shows here: autograder language de."""
    said = {place.sentence for place in of_grader()}
    has = {m.id if isinstance(m.id, str) else tuple(m.id) for m in german if m.id}
    assert has - said == set() and said - has == set()
    empty = [m.id for m in german if m.id and (m.fuzzy or not all(forms_of(m)))]
    assert empty == []


def test_german_sentences_have_the_places_of_the_english_ones(german):
    assert [found for m in german if m.id and (found := problem_of(m))] == []


def test_the_compiled_table_is_what_the_written_one_gives():
    """Python reads the one, people change the other: autograder language de --compile."""
    made, table = mo_of(OURS / "de.po")
    assert made == (OURS / "de.mo").read_bytes()
    assert table.said == table.all > 1000


#: Short words of English that no German sentence has.
ENGLISH = re.compile(r"\b(the|is|of|and|should|with|from|which|your|it|are|that|this|not)\b")


def test_german_is_german(german):
    """No sentence was left as it is in English, code aside."""
    left = {}
    for message in german:
        for text in forms_of(message) if message.id else ():
            bare = re.sub(r"`[^`]*`|\{[^}]*\}|'[^']*'|\w+\([^)]*\)", " ", text)
            if found := ENGLISH.findall(bare):
                left[text] = found
    assert left == {}


def test_what_opens_a_message_opens_it_in_german_too(german):
    """Two runs' failures are compared by the beginning of what is said of an exception."""
    by_id = {m.id: m.string for m in german if isinstance(m.id, str)}
    beginning = by_id["Your code raised {kind}{asked}."].partition("{asked}")[0]
    for said in ("Your code raised {kind}: {said}{asked}.", "Your code raised {kind}."):
        assert by_id[said].startswith(beginning)


def forms_of(message):
    """Give the forms of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string)
