"""Who learns alone gets stubs, hints that open one at a time, and an answer after a try."""

from __future__ import annotations

import re
import resource
import signal
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
import pytest

from adlearn.cli import COMMAND_GROUP
from autograder.alone import answers, command
from autograder.alone.kit import HINTS, hint_cell, hints_of, kit_of
from autograder.build import embedded_checks, notebook_text, source_notebook
from autograder.course.leaks import left_in
from autograder.errors import AssignmentError
from autograder.pack import Assignment, load_assignment
from autograder.practice import Practice

PACKS = sorted(Path(__file__).parents[2].glob("assignments/*/assignment.toml"))
NAMES = [path.parent.name for path in PACKS]


@pytest.fixture(params=NAMES)
def pack(request: pytest.FixtureRequest) -> Assignment:
    return load_assignment(Path(__file__).parents[2] / "assignments" / request.param)


def kept(assignment: Assignment) -> str:
    return (command.KITS / f"{assignment.name}.ipynb").read_text(encoding="utf-8")


def test_what_is_given_is_what_the_assignment_says_now(pack: Assignment) -> None:
    """After a change of an assignment: python -m autograder.alone.kit assignments/NAME."""
    assert kept(pack) == notebook_text(kit_of(pack))


def test_it_holds_no_solution_and_no_hidden_check(pack: Assignment) -> None:
    kit = nbformat.reads(kept(pack), as_version=4)
    assert left_in(kit, source_notebook(pack), pack) == []
    assert "hidden=True" not in kept(pack) and "pytest.mark.hidden" not in kept(pack)


def test_each_answer_has_hints_below_it_and_they_are_not_the_answer(pack: Assignment) -> None:
    hints = hints_of(pack)
    assert list(hints) == list(pack.answers())
    cells = nbformat.reads(kept(pack), as_version=4).cells
    below = {one.id: after.id for one, after in zip(cells, cells[1:], strict=False)}
    for name, texts in hints.items():
        assert len(texts) >= 2, name
        assert below[name] == f"hints-{name}"
        stub = {line.strip() for line in pack.by_id[name].released.splitlines()}
        lines = {line.strip() for line in pack.answers()[name].splitlines()} - stub
        told = [line for line in lines if len(line) > 18 and any(line in text for text in texts)]
        assert told == [], name


def test_hints_open_one_at_a_time(scalar: Assignment) -> None:
    """Each stands within the one before; the way to the answer stands within the last."""
    text = hint_cell(scalar.by_id["q1-mul-answer"], ["first", "second"])
    summaries = re.findall("<summary>(.*?)</summary>", text)
    assert summaries == ["Stuck? Hint 1 of 2", "Hint 2 of 2", "The answer"]
    opened = [text.index(word) for word in ("first", "second", 'answer("q1-mul")')]
    assert opened == sorted(opened) and "</details>" not in text[: opened[-1]]
    assert text.count("<details>") == text.count("</details>") == 3
    # Markdown is read as markdown again after a blank line only.
    assert all(f"{one}</summary>\n\n" in text for one in summaries)


def test_what_the_kit_says_is_for_who_learns_alone(scalar: Assignment) -> None:
    kit = {cell.id: cell.source for cell in nbformat.reads(kept(scalar), as_version=4).cells}
    assert "hidden={}" in kit["public-checks"]
    assert "adlearn start" in kit["setup"] and "whl where you got" not in kit["setup"]
    compile(kit["setup"], "setup", "exec")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("q9-answer = ['x']", "q9-answer is no answer of demo. It has q1-answer."),
        ("q1-answer = 'x'", "q1-answer must be a list of texts."),
        ("q1-answer = [", "the hints cannot be read"),
    ],
)
def test_hints_that_do_not_fit_are_refused(tmp_path: Path, text: str, said: str) -> None:
    source = (
        '# %% nbgrader={"grade_id": "q1-answer", "grade": false, "locked": false, '
        '"schema_version": 3, "solution": true, "task": false} '
        'adlearn={"role": "answer", "question": "q1"}\nx = 1\n'
    )
    (tmp_path / "notebook.py").write_text(source)
    (tmp_path / HINTS).write_text(text)
    with pytest.raises(AssignmentError, match=re.escape(said)):
        hints_of(Assignment("demo", "Demo", tmp_path, {"q1": "Q1"}))


# The command


def test_the_order_is_that_of_the_course() -> None:
    progression = tomllib.loads((PACKS[0].parents[1] / "progression.toml").read_text())
    assert list(command.ORDER) == progression["order"]
    assert sorted(command.ORDER) == NAMES


def test_adlearn_knows_it() -> None:
    (found,) = metadata.entry_points(group=COMMAND_GROUP, name="start")
    assert found.load() is command.main


def test_start_writes_the_notebook_and_says_how_to_open_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    assert command.main(["scalar", "tensor"]) == 0
    assert Path("scalar/scalar.ipynb").read_bytes() == (command.KITS / "scalar.ipynb").read_bytes()
    assert Path("tensor/tensor.ipynb").exists()
    assert "jupyter lab scalar/scalar.ipynb" in capsys.readouterr().out


def test_the_command_to_open_it_can_be_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for folder, word in (
        ("my course", "'my course/scalar.ipynb'"),
        ("-x", "./-x/scalar.ipynb"),
        ("~/notes", f"{tmp_path}/home/notes/scalar.ipynb"),
    ):
        assert command.main(["scalar", f"-o={folder}"]) == 0
        assert f"jupyter lab {word}\n" in capsys.readouterr().out


def test_what_could_not_be_written_whole_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """A piece would be taken for a notebook that somebody works in."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, limits[1]))
    try:
        assert command.main(["scalar", "-o", str(tmp_path / "full")]) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "cannot be written (File too large)" in capsys.readouterr().err
    assert list((tmp_path / "full").iterdir()) == []


def test_start_never_writes_over_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """Nothing is written, not even the other notebook that was asked for."""
    monkeypatch.chdir(tmp_path)
    Path("scalar").mkdir()
    Path("scalar/scalar.ipynb").write_text("mine")
    assert command.main(["tensor", "scalar"]) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert Path("scalar/scalar.ipynb").read_text() == "mine" and not Path("tensor").exists()
    assert command.main(["scalar", "-o", "again"]) == 0
    assert Path("again/scalar.ipynb").exists()


def test_without_a_name_it_lists_what_there_is(capsys: Any) -> None:
    assert command.main([]) == 0
    listed = capsys.readouterr().out
    assert [name for name in re.findall(r"^  (\w+)", listed, re.MULTILINE)] == list(command.ORDER)
    assert "scalar        about 5 hours   Build it yourself: automatic diff" in listed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scalr"], "there is no 'scalr'. Did you mean scalar? Choose from: scalar, tensor"),
        (["Scalar.ipynb"], "Did you mean scalar?"),
        (["scalar", "-o", "taken/below"], "cannot be written (Not a directory). Name another"),
        (["scalar", "-o", "taken"], "taken is no folder. Name another with -o."),
        (["scalar", "-o", "x" * 300], "cannot be written (File name too long). Name another"),
        (["scalar", "-o", "leads-nowhere"], "leads-nowhere is no folder. Name another with -o."),
        (["tensor", "-o", "odd"], "odd/tensor.ipynb is there already, and is no notebook. Move"),
        (["scalar", "-o", "odd"], "odd/scalar.ipynb is there already, and is no notebook. Move"),
    ],
)
def test_what_cannot_be_started(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("a file")
    Path("leads-nowhere").symlink_to("nowhere")
    Path("odd").mkdir()
    Path("odd/scalar.ipynb").symlink_to("nowhere")
    Path("odd/tensor.ipynb").mkdir()
    assert command.main(arguments) == 2
    assert said in capsys.readouterr().err


# The answer


@pytest.fixture
def notebook(scalar: Assignment, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The names of a notebook whose cells were run with nothing filled in, and its history."""
    check = Practice()
    monkeypatch.setattr("autograder.practice.check", check)
    monkeypatch.setattr(answers, "check", check)
    names: dict[str, Any] = {"In": [""]}
    exec(embedded_checks(scalar), names)
    for cell in scalar.cells:
        if cell.role in ("given", "answer") and cell.kind == "code":
            run(names, cell.released)
    return names


def ask(names: dict[str, Any], name: str) -> answers.Shown:
    return answers.answer(name, namespace=names)


def run(names: dict[str, Any], source: str) -> Any:
    names["In"].append(source)
    exec(source, names)


MUL = """
class _mul(AutogradValue):
    def func(self, a, b):
        return a * b

    def grads(self, a, b):
        return a, b
"""


def test_an_answer_opens_after_a_try(notebook: dict[str, Any]) -> None:
    """A stub that was run and checked is no try, nor is a cell that was not checked since."""
    check = notebook["check"]
    check("q1", namespace=notebook)
    refused = repr(ask(notebook, "q1-mul"))
    assert refused.startswith("Try it first. In the cell that defines `_mul`, replace what raises")
    assert 'check("q1")' in refused and "return b, a" not in refused
    assert refused == repr(ask(notebook, "q1-mul"))
    run(notebook, MUL)
    assert repr(ask(notebook, "q1-mul")).startswith(
        "You have run the cell that defines `_mul`. Now"
    )
    check("q1", namespace=notebook)
    shown = ask(notebook, "q1-mul")
    assert "return b, a" in repr(shown) and "class _mul(AutogradValue):" in shown._repr_html_()
    assert "SOLUTION" not in repr(shown)
    assert repr(answers.answer("q1-sub")).startswith("Try it first.")


def test_what_belongs_to_another_question_opens_after_that() -> None:
    source = load_assignment(PACKS[0].parents[1] / "tensor").by_id["q1-matmul-answer"]
    assert dict(source.parts) == {"gradient": "q2", "add_up": "q2"}
    half = answers.opened(source.source, source.parts)
    whole = answers.opened(source.source, {})
    assert (
        half.count('...  # opens when you have tried it: check("q2")') == 1
        and "SOLUTION" not in half + whole
    )
    compute, _, gradient = whole.partition("    def gradient(")
    assert half.startswith(compute) and "return" not in half.partition("def gradient(")[2]
    assert "return" in gradient
    compile(half, "half", "exec")


def test_a_function_that_was_not_begun_stays_closed(
    notebook: dict[str, Any], scalar: Assignment
) -> None:
    """`func` was written and checked, `grads` was not: it is no try of that."""
    half = scalar.by_id["q1-mul-answer"].released.replace(
        "# YOUR CODE HERE\n        raise NotImplementedError()", "return a + b", 1
    )
    run(notebook, half)
    notebook["check"]("q1", namespace=notebook)
    shown = repr(ask(notebook, "q1-mul"))
    assert "return a * b" in shown and "return b, a" not in shown
    assert '...  # opens when you have tried it: check("q1")' in shown


def test_of_an_operation_that_was_computed_the_way_back_stays_closed(
    notebook: dict[str, Any],
) -> None:
    """In the tensor assignment the two belong to two questions, and one cell."""
    tensor = load_assignment(PACKS[0].parents[1] / "tensor")
    names: dict[str, Any] = {"In": [""]}
    exec(embedded_checks(tensor), names)
    for cell in tensor.cells:
        if cell.role in ("given", "answer") and cell.kind == "code":
            text = cell.released
            if cell.id == "q1-matmul-answer":
                text = text.replace("raise NotImplementedError()", "return a * b", 1)
                assert text != cell.released
            run(names, text)
    names["check"]("q1", namespace=names)
    names["check"]("q2", namespace=names)
    shown = repr(ask(names, "q1-matmul"))
    assert "return a @ b" in shown and "out_grad @" not in shown


def test_a_cell_with_a_comment_more_is_no_try(notebook: dict[str, Any], scalar: Any) -> None:
    run(notebook, f"# I do not know\n{scalar.by_id['q1-mul-answer'].released}")
    notebook["check"]("q1", namespace=notebook)
    assert repr(ask(notebook, "q1-mul")).startswith("Try it first.")


@pytest.mark.parametrize("name", ["q1-mul", "Q1 mul", "q1-mul-answer", "q1_mul", "_mul", "mul"])
def test_what_is_meant_counts(notebook: dict[str, Any], name: str) -> None:
    assert "`_mul`" in repr(answers.answer(name))


def test_a_question_with_one_answer_is_enough(notebook: dict[str, Any]) -> None:
    assert 'check("q3")' in repr(answers.answer("q3"))
    assert 'check("q3")' in repr(answers.answer(3))


class Odd:
    def __str__(self) -> str:
        raise ValueError

    __name__ = property(__str__)


def test_where_several_are_meant_they_are_named(notebook: dict[str, Any]) -> None:
    several = "q1 has several answers. Ask for one of them: q1-sub, q1-mul, q1-div, q1-exp, q1-log."
    assert repr(answers.answer("q1")) == several
    assert repr(answers.answer()).startswith("Say which: q1-sub, q1-mul")


@pytest.mark.parametrize("name", ["q99", None, True, Odd, "x" * 10**6, [1]])
def test_an_answer_that_is_not_there(notebook: dict[str, Any], name: Any) -> None:
    said = repr(answers.answer(Odd() if name is Odd else name))
    assert len(said) < 500
    assert said.startswith("There is no answer called") and "q1-sub, q1-mul, q1-div" in said


def test_without_the_assignments_it_says_how_to_get_the_answers(
    notebook: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(notebook, MUL)
    notebook["check"]("q1", namespace=notebook)
    monkeypatch.setattr(answers, "installed_assignments", dict)
    said = repr(ask(notebook, "q1-mul"))
    assert said.startswith("The answers are not installed.") and "pip install" in said


def test_answers_that_cannot_be_read_are_not_called_missing(
    notebook: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> None:
        raise AssignmentError("its file is broken.")

    run(notebook, MUL)
    notebook["check"]("q1", namespace=notebook)
    monkeypatch.setattr(answers, "load_assignment", broken)
    assert repr(ask(notebook, "q1-mul")) == "The answers cannot be read: its file is broken."


def test_what_was_tried_in_one_assignment_opens_no_answer_of_another(
    notebook: dict[str, Any], scalar: Assignment
) -> None:
    """Cells of several assignments have the same ids."""
    check = notebook["check"]
    run(notebook, scalar.by_id["q2-answer"].source)
    check("q2", namespace=notebook)
    assert repr(ask(notebook, "q2")).startswith("One answer")
    exec(embedded_checks(load_assignment(PACKS[0].parents[1] / "functional")), notebook)
    assert repr(ask(notebook, "q2")).startswith("Try it first.")


def test_the_answers_of_another_version_are_said_to_be_that(
    notebook: dict[str, Any], scalar: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(notebook, MUL)
    notebook["check"]("q1", namespace=notebook)
    other = type("Other", (), {"by_id": {}})()
    monkeypatch.setattr(answers, "load_assignment", lambda name: other)
    assert "belong to another version of adlearn" in repr(ask(notebook, "q1-mul"))


def test_before_the_checks_are_loaded_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "check", Practice())
    assert "belongs in a notebook" in repr(answers.answer("q1-mul"))
    monkeypatch.setattr(answers, "kernel_shell", object)
    assert "This notebook's checks are not loaded" in repr(answers.answer("q1-mul"))


def test_every_answer_can_be_asked_for_as_its_hints_say(
    pack: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that the last hint gives is understood, and the check it names asks that cell."""
    check = Practice()
    monkeypatch.setattr("autograder.practice.check", check)
    monkeypatch.setattr(answers, "check", check)
    exec(embedded_checks(pack), {})
    cells = nbformat.reads(kept(pack), as_version=4).cells
    texts = {cell.id.removeprefix("hints-"): cell.source for cell in cells}
    for name in pack.answers():
        (question,) = re.findall(r'`check\("(.*?)"\)`', texts[name])
        (asked,) = re.findall(r'`answer\("(.*?)"\)`', texts[name])
        outline = check.outlines[name]
        assert outline.asked_in(question)
        said = repr(answers.answer(asked))
        assert f'check("{question}")' in said and outline.called in said


def test_a_folder_of_the_assignments_name_does_not_hide_the_assignment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who has started `scalar` has a folder of that name, and can still grade and release it."""
    monkeypatch.chdir(tmp_path)
    assert command.main(["scalar"]) == 0
    assert (
        load_assignment("scalar").title == "Build it yourself: automatic differentiation of numbers"
    )
    Path("other").mkdir()
    with pytest.raises(AssignmentError, match="has no assignment.toml"):
        load_assignment("other")


def test_only_the_function_that_is_closed_is_left_out() -> None:
    source = (
        "class A:\n    async def one(self):\n        ### BEGIN SOLUTION\n        1\n"
        "        ### END SOLUTION\n\n    ### BEGIN SOLUTION\n    two = 2\n    ### END SOLUTION\n"
    )
    shown = answers.opened(source, {"one": "q2"})
    assert "two = 2" in shown and "        1\n" not in shown
