"""A mistake is named when every answer fits one misconception, and never otherwise."""

from __future__ import annotations

import json
import math
import random
import re
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autograder.asking.checks import Check
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check, survey
from autograder.errors import AssignmentError
from autograder.explaining import diagnose as diagnosing
from autograder.explaining.diagnose import diagnose
from autograder.explaining.interview import Interview, Recording
from autograder.explaining.misconceptions import Misconception, load_misconceptions, wrong_engine
from autograder.explaining.replay import Replay
from autograder.grading import assignment_checks
from autograder.pack import Assignment, load_assignment
from autograder.trial.diagnosis_table import Diagnosed, counts, diagnose_bank, problems, to_text
from autograder.trial.record import digest_of_grader

ROOT = Path(__file__).resolve().parents[3]
SCALAR = load_assignment(ROOT / "assignments" / "scalar")
KNOWN = {one.name: one for one in load_misconceptions(SCALAR)}

#: Some of each topic, among them those that only more cases tell apart.
SAMPLE = (
    *("mul-square", "log-base-ten", "forward-overwrites", "forward-same-parent-once"),
    *("print-each-once", "step-once-only", "step-no-incoming", "step-overwrites-no-incoming"),
    *("backward-breadth-first", "backward-depth-first", "wrap-equal-shared", "network-twice"),
)


def named(
    namespace: dict[str, Any], question: str, checks: Sequence[Check], seed: int = 1
) -> dict[str, str | None]:
    """Run a question's checks on some names, and give what each failing cell is called."""
    session = LocalSession(namespace)
    own = [check for check in checks if check.question == question]
    results = [run_check(check, Submission(session), seed, explain=False) for check in own]
    found: dict[str, str | None] = {}
    for cell in {result.cell for result in results if result.verdict == "failed"}:
        of_cell = [check for check in own if check.cell == cell]
        wrong = diagnose(SCALAR, question, Interview(session, of_cell, own, seed, math.inf))
        found[cell] = wrong.name if wrong else None
    return found


def reference_with(change: Callable[[Any], None]) -> dict[str, Any]:
    """The reference answers with a change of this test's own."""
    return wrong_engine(SCALAR, Misconception("own", "q1", "", "", change))


@pytest.mark.parametrize("name", SAMPLE)
def test_a_misconception_is_told_from_all_others(name: str, scalar_checks: Sequence[Check]):
    """An answer that makes exactly one known mistake gets its name, in every cell it costs."""
    wrong = KNOWN[name]
    found = named(wrong_engine(SCALAR, wrong), wrong.question, scalar_checks)
    assert found and set(found.values()) == {name}


def test_there_are_enough_misconceptions_of_every_topic():
    """Forward, backward step, ordering, accumulation, operations, arrays: more than twenty."""
    counts = {q: sum(one.question == q for one in KNOWN.values()) for q in SCALAR.questions}
    assert sum(counts.values()) >= 100
    assert all(counts[question] >= 5 for question in SCALAR.questions)


@pytest.mark.parametrize("wrong", KNOWN.values(), ids=lambda one: one.name)
def test_an_explanation_ends_in_a_question(wrong: Misconception):
    """Two sentences or so say what is done, and a question leads on; both fit a card."""
    assert wrong.ask.endswith("?") and len(wrong.ask) <= 160
    assert 40 <= len(wrong.explanation) <= 260
    assert 1 <= wrong.explanation.replace("e.g.", "").count(". ") + 1 <= 3


def test_two_mistakes_at_once_get_no_name(scalar_checks: Sequence[Check]):
    """Nothing is claimed where no single misconception explains all answers."""

    def change(ns: Any) -> None:
        KNOWN["mul-swapped"].change(ns)
        own = ns._mul.grads
        ns._mul.grads = lambda self, a, b: tuple(3 * part for part in own(self, a, b))

    assert named(reference_with(change), "q1", scalar_checks) == {"q1-mul": None}


def test_one_answer_that_does_not_fit_is_enough(scalar_checks: Sequence[Check]):
    """Swapped derivatives, but right wherever the first factor is negative: no name."""

    def change(ns: Any) -> None:
        ns._mul.grads = lambda self, a, b: (b, a) if a < 0 else (a, b)

    assert named(reference_with(change), "q1", scalar_checks) == {"q1-mul": None}


def test_each_cell_is_judged_by_its_own_answers(scalar_checks: Sequence[Check]):
    """Two different mistakes in two operations are both named."""

    def change(ns: Any) -> None:
        KNOWN["mul-swapped"].change(ns)
        KNOWN["div-plus"].change(ns)

    found = named(reference_with(change), "q1", scalar_checks)
    assert found == {"q1-mul": "mul-swapped", "q1-div": "div-plus"}


def test_an_answer_in_another_style_is_named_too(scalar_checks: Sequence[Check]):
    """Lists, float32 and other containers do not hide a mistake."""

    def change(ns: Any) -> None:
        ns._mul.grads = lambda self, a, b: [np.float32(a), np.float32(b)]

    assert named(reference_with(change), "q1", scalar_checks) == {"q1-mul": "mul-swapped"}


def test_right_answers_are_called_nothing(scalar_checks: Sequence[Check]):
    """Where all answers that were looked at are right, or there are none, nothing is claimed."""
    cells = [cell for cell in SCALAR.points if cell.startswith("q4")]
    right = [asked for cell in cells for asked in exchanges_of(None, cell, scalar_checks)]
    assert diagnose(SCALAR, "q4", lambda number, whole: right) is None
    assert diagnose(SCALAR, "q4", lambda number, whole: right[:1]) is None
    assert diagnose(SCALAR, "q4", lambda number, whole: []) is None


def session_with(**names: Any) -> LocalSession:
    return LocalSession(names)


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        (1.0, 1, True),
        ((1.0, 2.0), [1, 2], True),
        ((1.0, 2.0), (2.0, 1.0), False),
        ((1.0,), (1.0, 1.0), False),
        (1.0, (1.0,), True),
        (None, None, True),
        (None, 0.0, False),
        ({"a": 1.0}, {"a": 1.0 + 1e-12}, True),
        ({"a": 1.0}, {"b": 1.0}, False),
        ({"a": 1.0, "beside": {"steps": 9}}, {"a": 1.0, "beside": {"steps": 7}}, True),
        ({"a": 1.0, "beside": {"steps": 9}}, {"a": 1.0}, False),
        (float("nan"), float("nan"), True),
        (float("inf"), 1e300, False),
        ("2.00\n 3.0", "3\n2", True),
        ("2\n3", "2\n3\n3", False),
        ("uint8", "int8", False),
        ("tuple", "list", True),
        ("NoneType", "list", False),
        (np.zeros((2, 3)), np.zeros(6), False),
        (np.eye(2), np.eye(2), True),
        (np.array([1.0, 0.0]), np.array([1.0, 1e-8]), True),
        (np.array([1.0, 0.0]), np.array([1.0, 1e-5]), False),
        (np.array([1.0, 0.0], np.float32), np.array([1.0, 1e-5]), True),
        (np.array([1.0, 0.0], np.float32), np.array([1.0, 1e-3]), False),
        (np.array([1.0, math.nan]), np.array([1.0, math.nan]), True),
        (np.array([1.0, math.inf]), np.array([1.0, -math.inf]), False),
        (np.eye(2), [[1, 0], [0, 1]], False),
        (np.float64(2.0), 2.0, True),
        (object(), 1.0, False),
        (object(), object(), True),
        ({1, 2}, object(), False),
    ],
)
def test_answers_are_compared_as_a_person_would(mine: Any, theirs: Any, same: bool):
    """Numbers up to rounding, containers by content, arrays by shape first, objects by class."""
    recording = Recording(session_with(x=mine))
    _ = Submission(recording).x
    (exchange,) = recording.exchanges
    assert Replay(session_with(x=theirs)).agrees(*exchange) is same


def test_exceptions_are_compared_by_their_class():
    """Two engines that crash alike agree; where the words name what is missing, they count."""

    def raising(error: Exception) -> LocalSession:
        def f() -> None:
            raise error

        return session_with(f=f)

    recording = Recording(raising(ValueError("mine")))
    with pytest.raises(Exception, match="mine"):
        Submission(recording).f()
    for other, same in ((ValueError("other"), True), (TypeError("mine"), False)):
        replay = Replay(raising(other))
        assert [replay.agrees(*exchange) for exchange in recording.exchanges] == [True, same]
    recording = Recording(raising(AttributeError("no parents")))
    with pytest.raises(Exception, match="no parents"):
        Submission(recording).f()
    for words, same in (("no parents", True), ("no backward", False)):
        replay = Replay(raising(AttributeError(words)))
        assert [replay.agrees(*exchange) for exchange in recording.exchanges] == [True, same]


def of_numpy(box: Any) -> Any:
    """Call NumPy with what it does not know."""
    return np.exp(box)


@pytest.mark.parametrize(
    "mine, theirs, same",
    [
        ("lambda: of_numpy(box)", "lambda: of_numpy(box) + 1", True),
        ("lambda: of_numpy(box)", "lambda: of_numpy()", False),
        ("lambda: of_numpy()", "lambda: box.f(1, 2)", True),
        ("lambda: of_numpy()", "lambda: box + 1", False),
        ("lambda: box + 1", "lambda: 1 - box", True),
        ("lambda: float(box)", "lambda: of_numpy()", False),
        ("lambda: box()", "lambda: box[0]", False),
    ],
)
def test_a_type_error_is_compared_by_what_it_is_about(mine: str, theirs: str, same: bool):
    """A call with an argument too few is no call of NumPy with what it does not know."""

    class Box:
        __array_ufunc__ = None

        def f(self) -> None: ...

    names = {"of_numpy": of_numpy, "box": Box()}
    recording = Recording(session_with(f=eval(mine, names)))
    with pytest.raises(Exception):  # noqa: B017  which one it is, is the matter
        Submission(recording).f()
    replay = Replay(session_with(f=eval(theirs, names)))
    assert all(replay.agrees(*exchange) for exchange in recording.exchanges) is same


def test_what_stays_in_the_submission_is_followed():
    """Questions to an object that never crossed are put to the other engine's own object."""

    class Counter:
        def __init__(self, step: int) -> None:
            self.count, self.step = 0, step

        def up(self) -> int:
            self.count += self.step
            return self.count

    session = session_with(make=lambda: Counter(1))
    Submission(session).make()  # one more object: numbers differ between the two engines
    recording = Recording(session)
    counter = Submission(recording).make()
    assert [counter.up(), counter.up()] == [1, 2]
    for step, same in ((1, True), (2, False)):
        replay = Replay(session_with(make=lambda step=step: Counter(step)))
        assert all(replay.agrees(*exchange) for exchange in recording.exchanges) is same


def exchanges_of(name: str | None, cell: str, checks: Sequence[Check]) -> list[Any]:
    """What the checks of one cell ask of a wrong engine, and its answers."""
    wrong = KNOWN[name] if name else None
    recording = Recording(LocalSession(wrong_engine(SCALAR, wrong)))
    for check in checks:
        if check.cell == cell:
            survey(check, Submission(recording), 1)
    return recording.exchanges


def test_two_that_fit_to_the_end_are_not_told_apart_by_guessing(scalar_checks: Sequence[Check]):
    """Adding to 0 and replacing 0 is the same: without more cases, neither is claimed."""
    asked = exchanges_of("step-no-incoming", "q4-step", scalar_checks)
    assert diagnose(SCALAR, "q4", lambda number, whole: asked) is None
    more = exchanges_of("step-no-incoming", "q4-adds", scalar_checks)
    found = diagnose(SCALAR, "q4", lambda number, whole: more if whole else asked)
    assert found is not None and found.name == "step-no-incoming"


@pytest.mark.parametrize("place", [0, 5, -1])
def test_every_answer_counts(place: int, scalar_checks: Sequence[Check]):
    """One right answer among swapped ones, wherever it stands, and nothing is claimed."""
    swapped = exchanges_of("mul-swapped", "q1-mul", scalar_checks)
    right = exchanges_of(None, "q1-mul", scalar_checks)
    found = diagnose(SCALAR, "q1", lambda number, whole: swapped)
    assert found is not None and found.name == "mul-swapped"
    odd = next(r for r, s in zip(right, swapped, strict=False) if r[0] == s[0] and r[1] != s[1])
    mixed = list(swapped)
    mixed.insert(place % len(swapped), odd)
    assert diagnose(SCALAR, "q1", lambda number, whole: mixed) is None


@pytest.mark.parametrize("calls", [1, 3, 10, 40, 100, 200])
def test_a_diagnosis_that_runs_out_of_time_claims_nothing(
    calls: int, monkeypatch: pytest.MonkeyPatch, scalar_checks: Sequence[Check]
):
    """Whenever the time ends, what could not be ruled out in time is not claimed."""
    asked = exchanges_of("step-no-incoming", "q4-step", scalar_checks)
    ticks = iter([0.0] * calls)
    clock = SimpleNamespace(process_time=lambda: next(ticks, diagnosing.SECONDS + 1))
    monkeypatch.setattr(diagnosing, "time", clock)
    assert diagnose(SCALAR, "q4", lambda number, whole: asked) is None


def test_a_slow_submission_is_not_asked_for_ever(scalar_checks: Sequence[Check]):
    """When the time is over, the submission is asked nothing more, and nothing is claimed."""
    session = LocalSession(wrong_engine(SCALAR, KNOWN["mul-swapped"]))
    late = Recording(session, until=time.monotonic() - 1.0)

    def ask(number: int, whole: bool) -> Any:
        survey(next(c for c in scalar_checks if c.cell == "q1-mul"), Submission(late), 1)
        return late.exchanges

    assert diagnose(SCALAR, "q1", ask) is None
    assert late.exchanges == []


def test_wrong_engines_leave_no_trace(scalar_checks: Sequence[Check]):
    """NumPy's random numbers do not change for whoever grades."""
    asked = exchanges_of("network-mean", "q7-gradient", scalar_checks)
    np.random.seed(3)
    found = diagnose(SCALAR, "q7", lambda number, whole: asked)
    assert found is not None and found.name == "network-mean"
    assert np.random.uniform() == np.random.RandomState(3).uniform()


def test_a_mistake_done_in_several_ways_has_one_name(
    monkeypatch: pytest.MonkeyPatch, scalar_checks: Sequence[Check]
):
    """Each way is recognized, and two ways that fit to the end are no two mistakes."""

    def factor(number: float) -> Callable[[Any], None]:
        def change(ns: Any) -> None:
            ns._mul.grads = lambda self, a, b: (number * b, number * a)

        return change

    several = Misconception("several", "q1", "", "", factor(3.0), (factor(5.0), factor(5.0)))
    monkeypatch.setattr(diagnosing, "load_misconceptions", lambda assignment: (several,))
    for number, name in ((3.0, "several"), (5.0, "several"), (7.0, None)):
        found = named(reference_with(factor(number)), "q1", scalar_checks)
        assert found == {"q1-mul": name}


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[str], Assignment]:
    """A pack whose only file of misconceptions has this text."""

    def make(text: str) -> Assignment:
        folder = tmp_path / f"pack{len(list(tmp_path.iterdir()))}"
        (folder / "misconceptions").mkdir(parents=True)
        (folder / "misconceptions" / "some.py").write_text(text, encoding="utf-8")
        return Assignment("pack", "A pack", folder, {"q1": "Q1"})

    return make


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("1 / 0", r"some.py: the misconceptions do not load: ZeroDivisionError"),
        ('@misconception("q9")\ndef a(ns):\n    "It is so.\\n\\nWhy?"', "not 'q9'"),
        ('@misconception("q1")\ndef a(ns):\n    "It is so."', "needs two paragraphs"),
        ('@misconception("q1")\ndef a(ns):\n    "It is so.\\n\\nYes."', "a question back"),
    ],
)
def test_a_broken_misconception_is_refused(text: str, match: str, pack: Any):
    """An author's mistake is named with the file and the remedy."""
    start = "from autograder.explaining.misconceptions import misconception\n\n"
    with pytest.raises(AssignmentError, match=match):
        load_misconceptions(pack(start + text))


def test_two_misconceptions_of_one_name_are_refused(pack: Any):
    """A name says one thing, also across files."""
    text = "from autograder.explaining.misconceptions import misconception\n\n"
    text += '@misconception("q1")\ndef twice(ns):\n    "It is so.\\n\\nWhy?"\n'
    made = pack(text)
    assert [one.name for one in load_misconceptions(made)] == ["twice"]
    other = pack(text)
    (other.folder / "misconceptions" / "second.py").write_text(text, encoding="utf-8")
    with pytest.raises(AssignmentError, match=r"\.py: another misconception is called twice"):
        load_misconceptions(other)


def test_the_ways_of_a_misconception_are_read(pack: Any):
    """The function is called with each of its words, and all have one name."""
    text = "from autograder.explaining.misconceptions import misconception\n\n"
    text += '@misconception("q1", ways=("up", "down"))\n'
    text += 'def moved(ns, way):\n    "It is so.\\n\\nWhy?"\n    ns.moved = way\n'
    (one,) = load_misconceptions(pack(text))
    told: list[str] = []
    for way in one.ways:
        names = SimpleNamespace()
        way.change(names)
        told.append(f"{way.name} {names.moved}")
    assert told == ["moved up", "moved down"]


def test_a_pack_may_know_no_misconceptions(tmp_path: Path):
    """Without the folder nothing is claimed and nothing fails."""
    assert load_misconceptions(Assignment("x", "X", tmp_path, {"q1": "Q1"})) == ()


def test_mistakes_of_the_bank_are_named_and_none_wrongly():
    """A part of the answers, another one for each text of the grader; the page has all of them.

    They were written by other hands than the misconceptions.
    """
    bank = list(SCALAR.bank("wrong"))
    part = random.Random(digest_of_grader()).sample(bank, len(bank) // 4)
    rows = diagnose_bank(SCALAR, seed=1, names=part)
    assert [row.answer for row in rows if row.verdict == "WRONG"] == [], to_text(rows)
    named_, total = counts(rows)
    assert total >= 15 and named_ >= 0.8 * total, to_text(rows)


def test_nine_in_ten_known_mistakes_are_named_on_the_page():
    """The command that writes the page fails below that, or if one name is wrong."""
    page = (ROOT / "docs" / "grader" / "diagnosis-scalar.md").read_text(encoding="utf-8")
    told = re.search(r"^(\d+) of (\d+) known mistakes are named, 0 of", page, re.MULTILINE)
    assert told is not None
    named_, total = map(int, told.groups())
    assert total >= 100 and named_ >= 0.9 * total


def row(expected: str, *given: str) -> Diagnosed:
    return Diagnosed("a", "does a", tuple(filter(None, [expected])), given)


def test_the_table_of_diagnoses_tells_right_from_wrong():
    """A wrong name is a problem, and so is naming fewer than nine in ten; silence alone is not."""
    assert [row("x", "x").verdict, row("x").verdict, row("").verdict] == [
        *("right", "not named", "nothing to name"),
    ]
    assert row("x", "y").verdict == row("", "y").verdict == row("x", "x", "y").verdict == "WRONG"
    assert problems([row("x", "x")] * 9 + [row("x"), row("")]) == []
    assert "only 8 of 10" in problems([row("x", "x")] * 8 + [row("x")] * 2)[0]
    assert "is called y, and is x" in problems([row("x", "x")] * 20 + [row("x", "y")])[0]
    assert "9 of 10 known mistakes are named" in to_text([row("x", "x")] * 9 + [row("x")])


def test_the_page_of_diagnoses_is_up_to_date():
    """The documentation lists every wrong answer and every misconception, and none that is gone."""
    page = (ROOT / "docs" / "grader" / "diagnosis-scalar.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)) == set(SCALAR.bank("wrong"))
    assert set(re.findall(r"^- \*\*([\w-]+)\*\*", page, re.MULTILINE)) == set(KNOWN)
    assert "WRONG" not in page


@pytest.mark.parametrize(
    ("bank_answer", "name"),
    [
        pytest.param(("wrong", answer), name, id=answer)
        for answer, name in [
            ("mul-swapped", "mul-swapped"),
            ("overwrites", "step-overwrites"),
            ("step-no-incoming", "step-no-incoming"),
            ("backward-breadth-first", "backward-breadth-first"),
            ("sub-no-return", "grads-nothing"),
        ]
    ],
)
def test_a_graded_report_names_the_mistake(bank_answer: tuple[str, str], name: str, graded: Any):
    """Through a real second process: each failed check says the name, explains it and asks back."""
    report = graded.of_bank(*bank_answer)
    failed = [c for c in report.checks if c.verdict == "failed" and not c.whole]
    assert failed
    for check in failed:
        wrong = KNOWN[name]
        assert check.diagnosis is not None
        said = [check.diagnosis.get(key) for key in ("misconception", "explanation", "ask")]
        assert said == [wrong.name, wrong.explanation, wrong.ask]
    json.dumps(report.to_dict())


def test_stubs_and_passed_checks_are_not_diagnosed(graded: Any):
    """There is nothing to name where nothing was written, or nothing is wrong."""
    for name in ("stubs", "right"):
        found = [(check.diagnosis or {}).get("misconception") for check in graded(name).checks]
        assert set(found) == {None}


def test_misconceptions_are_checked_before_anything_is_graded(tmp_path: Path):
    """A pack whose misconceptions do not load is refused at the start, not in the middle."""
    folder = tmp_path / "scalar"
    shutil.copytree(SCALAR.folder, folder)
    (folder / "misconceptions" / "broken.py").write_text("1 / 0", encoding="utf-8")
    with pytest.raises(AssignmentError, match="broken.py: the misconceptions do not load"):
        assignment_checks(load_assignment(folder))
