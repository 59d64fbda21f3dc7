"""The self-test is tested: it must see a gap in the checks, an unfair check, and an old list."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from hypothesis import strategies as st

import adlearn
import autograder
from autograder.asking.cases import numbers
from autograder.asking.scalars import chain_rule, probes
from autograder.asking.scalars.assertions import assert_gradient
from autograder.asking.scalars.engine import made
from autograder.asking.scalars.expressions import expression
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.cli import main
from autograder.errors import AssignmentError, CheckFailure, StudentError
from autograder.pack import Assignment, load_assignment
from autograder.processes import descendants
from autograder.report import CheckResult
from autograder.trial import seeds, selftest
from autograder.trial.bank import Graded
from autograder.trial.mutants import Mutant, mutants, mutants_of
from autograder.trial.record import GRADES_NOTHING, digest_of_grader, write_record
from autograder.trial.survivors import Bench, Outcome, Verdict, read_equivalent
from benchmarks.house import import_graph, is_in

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "grader" / "selftest-scalar.md"
SCALAR = load_assignment(ROOT / "assignments" / "scalar")
FAKES = [n for n in SCALAR.bank("wrong") if n.startswith(("fake-forward", "fake-backward"))]


@pytest.fixture(scope="module")
def program(scalar: Assignment) -> Callable[[dict[str, str]], Submission]:
    """A function that gives a submission whose answers, but for the given ones, are right."""

    def run(cells: dict[str, str]) -> Submission:
        names: dict[str, Any] = {}
        for cell in scalar.cells:
            if cell.role in ("given", "answer"):
                exec(cells.get(cell.id, cell.source), names)
        return Submission(LocalSession(names))

    return run


# What makes a fake a fake


@pytest.mark.parametrize("name", [n for n in FAKES if n != "fake-backward-source"])
def test_fakes_give_the_right_numbers(name: str, program: Any, scalar: Assignment):
    """Only the chain rule tells these from an engine: the derivatives they give are right."""
    submission = program(dict(scalar.bank("wrong")[name].cells))
    mode = "forward" if "forward" in name else "reverse"
    case = expression("c = a * b; -exp(c / 3) + log(c + a) - c * b", a=1.5, b=0.75)
    assert_gradient(submission, case, mode)
    with pytest.raises(CheckFailure, match="should be"):
        chain_rule.assert_chain_rule(submission, case, {"mul": (2.0, 3.0)}, mode)


@pytest.mark.parametrize("mode", ["forward", "reverse"])
def test_the_chain_rule_follows_the_lie(mode: str, program: Any):
    """The reference answers follow every lie, and everything is as before afterwards."""
    submission = program({})
    case = expression("c = a * b; -exp(c / 3) + log(c + a) - c * b", a=1.5, b=0.75)
    everything = {"add": (2, 0), "mul": (-1, 3), "sub": (0.5, 2), "div": (3, 1), "exp": (2,)}
    everything |= {"log": (-1,), "neg": (5,)}
    chain_rule.assert_chain_rule(submission, case, everything, mode)
    chain_rule.assert_chain_rule(submission, case, {"mul": (0.0, 0.0), "log": (0.0,)}, mode)
    assert_gradient(submission, case, mode)
    chain_rule.assert_metamorphic(submission, case, -2.5)


def test_a_gradient_that_is_not_linear_is_seen(program: Any):
    """An engine whose gradients do not scale with what comes in breaks the relations."""
    step = """
def backward_pass(self):
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            parent.grad += max(-2.0, min(2.0, self.grad * local))

AutogradValue.backward_pass = backward_pass
"""
    submission = program({"q4-answer": step})
    with pytest.raises(CheckFailure, match="your derivative of f is"):
        chain_rule.assert_metamorphic(submission, expression("a * b", a=1.0, b=1.5), 3.0)


def test_running_func_while_going_backward_is_counted(program: Any, scalar: Assignment):
    """A chain rule needs no value again; differences of func need two for each input and step."""
    case = expression("(a * b + a) * b", a=1.5, b=0.75)
    ask = (
        case.code(),
        made(case, "reverse"),
        case.steps[-1].name,
        "reverse",
        [["mul", [1, 1]], ["add", [1, 1]]],
    )
    assert program({}).run(probes.lying, *ask)[1] == 0
    repeats = """
def backward(self):
    def value(node, moved, by):
        if not isinstance(node, AutogradValue):
            return node
        if node is moved:
            return node.value + by
        return node.func(*[value(parent, moved, by) for parent in node.parents])

    stack = [self]
    for node in stack:
        stack.extend(parent for parent in node.parents if isinstance(parent, AutogradValue))
        node.grad = (value(self, node, 1e-5) - value(self, node, -1e-5)) / 2e-5

AutogradValue.backward = backward
"""
    submission = program({"q5-answer": repeats})
    assert submission.run(probes.lying, *ask)[1] > 6
    with pytest.raises(CheckFailure, match=r"ran `func` \d+ times"):
        chain_rule.assert_chain_rule(submission, case, {"mul": (2.0, 2.0)})


@pytest.mark.parametrize(
    ("rule", "helper"),
    [
        ("return (self.func(a + 1e-6) - self.func(a - 1e-6)) / 2e-6,", ""),
        ("return (self.func(a + 1e-20j)).imag / 1e-20,", ""),
        (
            "return slope(math.exp, a),",
            "def slope(f, a): return (f(a + 1e-6) - f(a - 1e-6)) / 2e-6",
        ),
        ("import cmath; return (cmath.exp(a + 1e-20j)).imag / 1e-20,", ""),
        (
            "return slope(a),",
            "import cmath\ndef slope(a): return cmath.exp(a + 1e-20j).imag * 1e20",
        ),
        (
            "return slope(a),",
            "from decimal import Decimal as D, getcontext\n"
            "getcontext().prec = 50\nH = D('1e-20')\n"
            "def slope(a): return float(((D(a) + H).exp() - (D(a) - H).exp()) / (2 * H))",
        ),
    ],
)
def test_a_difference_is_no_rule(rule: str, helper: str, program: Any):
    """Differences of func or of anything else, complex steps and many digits are seen."""
    source = "class _exp(AutogradValue):\n    def func(self, a):\n        return math.exp(a)\n"
    source += f"    def grads(self, a):\n        {rule}"
    submission = program({"q1-exp-answer": f"{helper}\n{source}"})
    with pytest.raises((CheckFailure, StudentError)):
        chain_rule.assert_rule(submission, "_exp", adlearn.exp, a=numbers(1, 4))


def test_an_exact_difference_of_func_is_no_rule_either(program: Any):
    """For a product, a step of 1 gives every digit; func is true at the numbers asked alone."""
    source = """
class _mul(AutogradValue):
    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        here = self.func(a, b)
        return self.func(a + 1, b) - here, self.func(a, b + 1) - here
"""
    submission = program({"q1-mul-answer": source})
    with pytest.raises(CheckFailure):
        chain_rule.assert_rule(
            submission, "_mul", lambda a, b: a * b, a=st.integers(1, 4), b=st.integers(1, 4)
        )


@pytest.mark.parametrize(
    ("rule", "helper"),
    [
        ("return math.exp(a),", ""),
        ("return self.func(a),", ""),
        ("return math.e**a,", ""),
        ("return slope(a)", "def slope(a, more=0):\n    return math.exp(a - 0) + more"),
        ("return float(Decimal(a).exp()),", "from decimal import Decimal"),
    ],
)
def test_a_rule_in_any_form_is_one(rule: str, helper: str, program: Any):
    """Another formula and decimals without a difference are rules."""
    source = "class _exp(AutogradValue):\n    def func(self, a):\n        return math.exp(a)\n"
    source += f"    def grads(self, a):\n        {rule}"
    submission = program({"q1-exp-answer": f"{helper}\n{source}"})
    chain_rule.assert_rule(submission, "_exp", adlearn.exp, a=numbers(1, 4))


# Mutants


def test_there_are_hundreds_of_different_mutants(scalar: Assignment):
    """At least 300, of every answer, each a program of its own under a name of its own."""
    found = mutants(scalar)
    assert len(found) >= 300
    assert {mutant.cell for mutant in found} == set(scalar.answers())
    assert len({(m.cell, m.what) for m in found}) == len({(m.cell, m.source) for m in found})
    assert len(found) == len({(m.cell, m.what) for m in found})
    for mutant in found:
        reference = ast.unparse(ast.parse(scalar.by_id[mutant.cell].source))
        assert mutant.source != reference


def test_what_a_mutant_is_called_is_what_it_does():
    """Statements, conditions, operands, names and calls are changed, and said to be."""
    text = "def f(self, a, b):\n    c = a - b\n    if not c:\n        return b\n    return g(a, c)"
    found = mutants_of(text)
    assert "return g(c, a)" in found["f: g(a, c) -> g(c, a)"]
    assert "c = a + b" in found["f: a - b -> a + b"]
    assert "c = b - a" in found["f: a - b -> b - a"]
    assert "if c:" in found["f: not c -> c"]
    assert "return g" not in found["f: without 'return g(a, c)'"]
    assert all(ast.parse(source) for source in found.values())


@pytest.fixture(scope="module")
def bench(scalar: Assignment) -> Any:
    made = Bench(scalar)
    yield made
    made.close()


def mutant_of(assignment: Assignment, cell: str, old: str, new: str) -> Mutant:
    source = assignment.by_id[cell].source
    assert old in source
    return Mutant(cell, assignment.by_id[cell].question, "", source.replace(old, new))


@pytest.mark.parametrize(
    ("cell", "old", "new", "killer"),
    [
        ("q1-mul-answer", "return b, a", "return b, abs(a)", "test_mul_everywhere"),
        ("q5-answer", "seen.add(value)", "while True: pass", "test_backward_tree"),
        ("q4-answer", "parent.grad + self", "self", "test_step_adds"),
        ("q6-wrap-answer", "float(a[index])", "__import__('os')._exit(1)", "test_wrap"),
        ("q7-answer", "return wrapped", "return wrapped", ""),
    ],
)
def test_one_process_judges_mutant_after_mutant(
    cell: str, old: str, new: str, killer: str, bench: Bench, scalar: Assignment
):
    """Each is judged on its own, also after one that hangs or ends the process."""
    if not killer:
        old = new = "loss.backward()"
    assert bench.killer(mutant_of(scalar, cell, old, new), seed=1) == killer


def test_nothing_is_left_of_the_mutant_before(bench: Bench, scalar: Assignment):
    """A name that one mutant defines does not exist for the next."""
    step = "self.grad * local"
    defines = mutant_of(scalar, "q4-answer", "AutogradValue.back", "left = 1\nAutogradValue.back")
    uses = mutant_of(scalar, "q4-answer", step, f"{step} * left")
    assert bench.killer(defines, seed=1) == ""
    assert bench.killer(uses, seed=1) == "test_step"


def test_a_check_taken_away_leaves_survivors(scalar: Assignment):
    """What only one check notices survives without it: so a gap in the checks is seen."""
    made = Bench(scalar)
    made._checks = [check for check in made._checks if check.id != "test_mul_everywhere"]
    try:
        negative = mutant_of(scalar, "q1-mul-answer", "return b, a", "return b, abs(a)")
        assert made.killer(negative, seed=1) == ""
    finally:
        made.close()


def test_survivors_and_old_entries_are_told():
    """A mutant is excused by its name and cell; a name that excuses nothing is out of date."""
    alive, dead, listed = (Mutant("q1", "q1", what, "") for what in ("alive", "dead", "listed"))
    elsewhere = Mutant("q2", "q2", "listed", "")
    outcome = Outcome(
        tuple(
            Verdict(m, "test_mul" if m is dead else "") for m in (alive, dead, listed, elsewhere)
        ),
        {"q1": {"listed": "no difference", "dead": "wrongly excused", "gone": "was renamed"}},
    )
    assert outcome.survivors == [alive, elsewhere]
    assert outcome.outdated == ["[q1] dead", "[q1] gone"]


def test_the_list_of_equivalent_mutants_is_of_mutants_that_exist(scalar: Assignment):
    """Every entry names a mutant, and gives a reason of more than a word."""
    names = {(m.cell, m.what) for m in mutants(scalar)}
    for cell, entries in read_equivalent(scalar).items():
        for what, reason in entries.items():
            assert (cell, what) in names
            assert len(reason.split()) > 3


@pytest.mark.parametrize("text", ["[q1]\n'a' = ''", "q1 = 3", "[q1\n"])
def test_a_malformed_list_is_refused(text: str, scalar: Assignment, tmp_path: Path):
    """A reason is required, and the file is named."""
    (tmp_path / "equivalent.toml").write_text(text)
    with pytest.raises(AssignmentError, match="equivalent.toml"):
        read_equivalent(replace(scalar, folder=tmp_path))


# The command and the page


SETTINGS = """name = "double"
title = "Twice as much"
[questions]
q1 = "Q1: twice"
"""
NOTEBOOK = """# %% nbgrader={{"grade": false, "grade_id": "q1-answer", {rest}, "solution": true}} adlearn={{"role": "answer", "question": "q1"}}
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% nbgrader={{"grade": true, "grade_id": "q1-double", {rest}, "solution": false, "points": 2}} adlearn={{"role": "points", "question": "q1"}}
check.points("q1-double")
""".format(rest='"schema_version": 3, "locked": false, "task": false')  # noqa: E501
CHECKS = """import pytest
@pytest.mark.points(1, cell="q1-double")
def test_double(submission):
    assert submission.double(3) == 6
@pytest.mark.hidden
@pytest.mark.points(1, cell="q1-double")
def test_negative(submission):
    assert submission.double(-3) == -6
"""


IMPORTS = "from hypothesis import strategies as st\nfrom autograder.asking.cases import for_all\n"
BODY = """    def body(x):
        assert submission.double(x) == 2 * x

    for_all(body, st.sampled_from([3, 4, -3]), examples=2)
"""


def answer(function: str, lose: bool) -> str:
    head = '#: title = "an answer"\n' + ('#: lose = ["q1-double"]\n' if lose else "")
    return f"{head}\n# %% [q1-answer]\ndef double(x):\n    return {function}\n"


@pytest.fixture
def small_pack(tmp_path: Path) -> Path:
    """An assignment of one question, with a wrong answer and a right one."""
    folder = tmp_path / "double"
    for name, text in {
        "assignment.toml": SETTINGS,
        "notebook.py": NOTEBOOK,
        "checks.py": CHECKS,
        "wrong/absolute.py": answer("2 * abs(x)", lose=True),
        "right/added.py": answer("x + x", lose=False),
        "equivalent.toml": "[q1-answer]\n'double: 2 * x -> x * 2' = 'a product commutes'\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_the_command_prints_the_kill_matrix_and_writes_the_page(
    small_pack: Path, capsys: pytest.CaptureFixture[str]
):
    """Where the grader is right the status is 0, and the page tells everything."""
    page = small_pack / "page.md"
    assert main(["selftest", str(small_pack), "--jobs", "1", "--markdown", str(page)]) == 0
    shown = capsys.readouterr().out
    assert "            A B\n  absolute  . x\n" in shown
    assert "1 of 1 wrong answers lose what they should and nothing else." in shown
    assert "1 of 1 right answers keep every point." in shown
    assert "1 are listed as no mistake, with a reason; 0 are neither." in shown
    assert "| `absolute` | an answer |  |  | × |" in page.read_text()
    assert "| `q1-answer` | `double: 2 * x -> x * 2` | a product commutes |" in page.read_text()
    above = r"^(\d.*)\n\n<details>\n<summary>(.*)</summary>\n\n"
    assert re.findall(above, page.read_text(), re.MULTILINE) == [
        (
            "1 wrong answer loses points here. 2 checks ask, 1 of them hidden.",
            "Which check refuses which answer",
        ),
        ("1 answer keeps every point, unusual as they are.", "What is unusual"),
        ("1 change is no mistake, for a reason that is given.", "Which, and why"),
    ]


def test_the_command_fails_where_the_grader_is_wrong(
    small_pack: Path, capsys: pytest.CaptureFixture[str]
):
    """A wrong answer that passes, a right one that loses, a mutant that survives: status 1."""
    (small_pack / "wrong" / "passes.py").write_text(answer("x * 2", lose=True))
    (small_pack / "right" / "loses.py").write_text(answer("x", lose=False))
    (small_pack / "equivalent.toml").write_text("[q1-answer]\n'double: 2 -> 0.0' = 'no reason'\n")
    page = small_pack / "page.md"
    assert main(["selftest", str(small_pack), "--jobs", "1", "--markdown", str(page)]) == 1
    problems = capsys.readouterr().err.splitlines()
    assert "problem: wrong/passes keeps every point of q1-double" in problems
    assert (
        "problem: right/loses loses test_double (failed): This does not hold: "
        + ("submission.double(3) == 6")
        in problems
    )
    assert "problem: mutant of q1-answer noticed by no check: double: 2 * x -> x * 2" in problems
    assert "problem: equivalent.toml is out of date: [q1-answer] double: 2 -> 0.0" in problems
    assert not page.exists()


def test_the_packs_own_solution_is_graded_first(
    small_pack: Path, capsys: pytest.CaptureFixture[str]
):
    """A solution that loses points is the author's mistake, and not that of the banks."""
    path = small_pack / "notebook.py"
    path.write_text(path.read_text().replace("return 2 * x", "return 3 * x"))
    assert selftest_of(small_pack) == 1
    problems = [t for t in capsys.readouterr().err.splitlines() if t.startswith("problem: ")]
    assert problems[0].startswith("problem: the pack's own solution loses points of q1-double (")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ('#: lose = ["q1"]', "lose = ['q1'] is no graded cell. Of q1, these are: q1-double."),
        ('#: lose = ["q1-double"]\n#: misconception = "twice"', "no misconception called 'twice'"),
        ("", "wrong/odd: it does not say what it loses"),
        ('#: lose = "q1-double"', 'lose must be a list of texts, as in #: lose = ["..."]'),
        ('#: lose = ["q1-double"]\n#: misconception = 3', "misconception must be a list of texts"),
        (
            '#: lose = ["q1-double"]\n#: loses = []',
            "nothing called 'loses' in the header of a wrong",
        ),
    ],
)
def test_a_header_that_names_nothing_is_refused(
    header: str, said: str, small_pack: Path, capsys: pytest.CaptureFixture[str]
):
    """What a bank's answer should lose, and what its mistake is called, has to exist."""
    text = answer("x", lose=False).replace("\n\n", f"\n{header}\n\n", 1)
    (small_pack / "wrong" / "odd.py").write_text(text)
    assert selftest_of(small_pack) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--seeds -1", "argument --seeds: it must be a whole number above 0, not -1"),
        ("--seeds 0", "argument --seeds: it must be a whole number above 0, not 0"),
        ("--jobs 0", "argument --jobs: it must be a whole number above 0, not 0"),
        ("--diagnosis --record --changed", "--diagnosis does not go with --record and --changed"),
        ("--seeds 1 --markdown x.md", "--seeds does not go with --markdown: run it by itself"),
    ],
)
def test_a_word_that_would_be_dropped_is_refused(
    options: str, said: str, small_pack: Path, capsys: pytest.CaptureFixture[str]
):
    """Before anything is graded, and without a traceback."""
    try:
        assert selftest_of(small_pack, *options.split()) == 2
    except SystemExit as stopped:  # as argparse ends
        assert stopped.code == 2
    assert said in capsys.readouterr().err


def selftest_of(pack: Path, *options: str) -> int:
    return main(["selftest", str(pack), "--jobs", "1", *options])


def test_a_full_run_is_recorded(small_pack: Path, capsys: pytest.CaptureFixture[str]):
    """What was graded and when stands in the pack, and nothing is graded twice."""
    assert selftest_of(small_pack, "--record") == 0
    kept = json.loads((small_pack / "selftest.json").read_text())
    assert (kept["answers"], kept["mutants"]) == (2, len(mutants(load_assignment(small_pack))))
    capsys.readouterr()
    assert selftest_of(small_pack, "--changed") == 0
    said = capsys.readouterr().out
    assert said.startswith("double: last self-tested as a whole today, on 20")
    assert said.endswith("; nothing has changed since.\n")


def test_what_has_changed_says_how_much_is_due(small_pack: Path, monkeypatch: pytest.MonkeyPatch):
    """Everything, or a third of large banks, if the pack has; a tenth if only the grader has."""
    pack = load_assignment(small_pack)
    assert selftest.due(pack)[0] == "everything"
    write_record(pack, 0.1, 2, 3)
    (small_pack / "__pycache__").mkdir()
    (small_pack / "__pycache__" / "checks.pyc").touch()  # nobody's change
    (small_pack / ".DS_Store").touch()
    assert selftest.due(pack)[0] == "nothing"
    monkeypatch.setattr(selftest, "digest_of_grader", lambda: "another")
    assert selftest.due(pack)[0] == "a tenth"
    (small_pack / "right" / "new.py").write_text(answer("x + x", lose=False))
    assert selftest.due(pack)[0] == "everything"
    monkeypatch.setattr(selftest, "MANY", 2)
    assert selftest.due(pack)[0] == "a third"


def test_words_to_people_are_no_change(small_pack: Path):
    """A page, hints and the notebook's text decide no verdict; a cell's code does."""
    write_record(load_assignment(small_pack), 0.1, 2, 3)
    (small_pack / "README.md").write_text("What this pack is.")
    (small_pack / "hints.toml").write_text("q1-answer = ['Think.']")
    notebook = small_pack / "notebook.py"
    source = notebook.read_text()
    notebook.write_text(f"{source}\n# %% [markdown]\n# That was it.\n")
    told = load_assignment(small_pack)
    write_record(told, 0.1, 2, 3)
    notebook.write_text(f"{source}\n# %% [markdown]\n# That was all.\n")
    assert selftest.due(load_assignment(small_pack))[0] == "nothing"
    notebook.write_text(source.replace("return", "return 1 *"))
    assert selftest.due(load_assignment(small_pack))[0] == "everything"


def test_a_tenth_is_drawn_from_each_bank(
    small_pack: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """With another grader, one wrong answer and two of eleven right ones are graded again."""
    for number in range(10):
        (small_pack / "right" / f"added{number}.py").write_text(answer("x + x", lose=False))
    write_record(load_assignment(small_pack), 0.1, 12, 3)
    monkeypatch.setattr(selftest, "digest_of_grader", lambda: "another")
    assert selftest_of(small_pack, "--changed") == 0
    said = capsys.readouterr().out
    assert "the grader has changed since, a tenth" in said
    assert "1 of 1 wrong answers" in said and "2 of 2 right answers" in said


def test_points_that_depend_on_the_seed_are_told(
    small_pack: Path, capsys: pytest.CaptureFixture[str]
):
    """Both banks are graded with so many seeds; where a drawn case decides, that is a problem."""
    check = CHECKS.replace("    assert submission.double(-3) == -6\n", BODY)
    (small_pack / "checks.py").write_text(f"{IMPORTS}{check}")
    assert selftest_of(small_pack, "--seeds", "3") == 1
    told = capsys.readouterr()
    assert "problem: wrong/absolute: the points of q1-double depend on the seed (" in told.err
    assert "right/added" not in told.err
    assert "1 of 2 answers change their points over 3 seeds." in told.out
    assert seeds.unsteady({("wrong", "a"): [{"q1": 1.0}, {"q1": 1.0}]}) == []


def test_of_a_changed_pack_with_large_banks_a_third_is_graded(
    small_pack: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """What is left out is asked by --record."""
    for number in range(5):
        (small_pack / "right" / f"added{number}.py").write_text(answer("x + x", lose=False))
    write_record(load_assignment(small_pack), 0.1, 7, 3)
    (small_pack / "wrong" / "again.py").write_text(answer("2 * abs(x)", lose=True))
    monkeypatch.setattr(selftest, "MANY", 3)
    assert selftest_of(small_pack, "--changed") == 0
    said = capsys.readouterr().out
    assert "a third of each bank and of the mutants is graded" in said
    assert "1 of 1 wrong answers" in said and "2 of 2 right answers" in said
    third = -(-len(mutants(load_assignment(small_pack))) // 3)
    assert f" of {third} mutants are noticed" in said


def test_what_is_wrong_is_not_recorded(small_pack: Path, capsys: pytest.CaptureFixture[str]):
    """A pack with a problem, or half a test, leaves no record that all was well."""
    (small_pack / "right" / "loses.py").write_text(answer("x", lose=False))
    assert selftest_of(small_pack, "--record") == 1
    assert not (small_pack / "selftest.json").exists()
    assert selftest_of(small_pack, "--changed", "--record") == 2
    assert "Leave out --changed" in capsys.readouterr().err
    (small_pack / "selftest.json").write_text("{}")
    assert selftest_of(small_pack, "--changed") == 2
    assert "selftest.json" in capsys.readouterr().err


def test_the_graders_digest_is_of_its_modules_and_the_engines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """A changed line, a renamed module and one in a room further down all count."""
    found = {digest_of_grader()}
    for package, name in ((autograder, "grading.py"), (adlearn, "scalars/node.py")):
        original = Path(str(package.__file__)).parent
        copy = tmp_path / package.__name__
        shutil.copytree(original, copy, ignore=shutil.ignore_patterns("__pycache__"))
        monkeypatch.setattr(package, "__file__", str(copy / "__init__.py"))
        assert digest_of_grader() in found  # a copy is the same
        (copy / name).write_text((copy / name).read_text() + "# changed\n")
        found.add(digest_of_grader())
        (copy / name).rename(copy / "renamed.py")
        found.add(digest_of_grader())
    assert len(found) == 5
    (tmp_path / "autograder" / "course" / "making.py").write_text("# it grades nothing\n")
    assert digest_of_grader() in found


def test_what_is_left_out_of_the_digest_is_not_there_when_a_submission_is_graded():
    """Nothing that grades imports it; the command does, when it is asked for that."""
    rooms = [f"autograder.{name.removesuffix('.py')}" for name in GRADES_NOTHING]
    # The command imports each when it is asked for; the package, when a notebook asks for `check`.
    outside = ["autograder.cli", "autograder.trial"]
    wrong = [
        f"{module} -> {other}"
        for module, others in import_graph("autograder").items()
        if module != "autograder"
        for other in others
        if any(is_in(other, room) for room in rooms)
        and not any(is_in(module, room) for room in [*rooms, *outside])
    ]
    assert wrong == []


def test_verdicts_that_are_none_are_problems(scalar: Assignment):
    """An answer that a check could not judge is neither caught nor cleared."""
    answer = scalar.bank("wrong")["mul-swapped"]
    result = CheckResult("test_mul", "q1", "q1-mul", "inconclusive", 1.0, 1.0)
    assert "test_mul came to no verdict" in Graded("wrong", answer, (result,)).problems
    assert "keeps every point of q1-mul" in Graded("wrong", answer, (result,)).problems


def test_the_page_has_every_answer_check_and_mutant(scalar: Assignment, scalar_checks: Any):
    """The page in the documentation is of these banks, these checks and these mutants."""
    page = PAGE.read_text(encoding="utf-8")
    for kind in ("wrong", "right"):
        for answer in scalar.bank(kind).values():
            assert f"`{answer.name}`" in page and answer.title in page
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    named = {line.split("`")[1] for line in rows}
    banks = {*scalar.bank("wrong"), *scalar.bank("right"), *scalar.answers()}
    assert named <= banks
    assert all(f"`{check.id}`" in page for check in scalar_checks)
    assert f" of {len(mutants(scalar))} mutants are noticed" in page
    for entries in read_equivalent(scalar).values():
        assert all(reason in page for reason in entries.values())


def test_the_page_marks_what_each_check_refuses(scalar: Assignment, scalar_checks: Any):
    """A cross stands where a check refuses an answer and nowhere else."""
    answer = scalar.bank("wrong")["mul-swapped"]
    results = tuple(
        CheckResult(
            check.id,
            check.question,
            check.cell,
            "failed" if check.id == "test_mul" or check.whole else "passed",
            0.0,
            check.points,
        )
        for check in scalar_checks
    )
    found = selftest.Selftest(scalar, scalar_checks, [Graded("wrong", answer, results)], None)
    row, _ = (line for line in selftest.to_markdown(found).splitlines() if "`mul-swapped`" in line)
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert [i for i, cell in enumerate(cells) if cell == "×"] == [3 + 1]
    assert json.dumps(found.problems) == "[]"


def test_who_is_told_to_stop_leaves_no_process(root: Path, child_environment: dict[str, str]):
    """Processes that graded would wait for work for ever."""
    code = (
        "import time\nfrom autograder.trial.bank import processes\n"
        "if __name__ == '__main__':\n"
        "    with processes(2) as pool:\n"
        "        pool.submit(int, 1).result()\n"
        "        print('there', flush=True)\n"
        "        time.sleep(600)\n"
    )
    command = [sys.executable, "-c", code]
    run = subprocess.Popen(
        command, cwd=root, env=child_environment, stdout=PIPE, stderr=PIPE, text=True
    )
    assert run.stdout.readline() == "there\n"
    there = descendants(run.pid)
    assert there
    run.terminate()
    run.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while left := [pid for pid in there if Path(f"/proc/{pid}").exists()]:
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
