"""What a student of the tensor assignment is told: the line that is asked, and what is known."""

from __future__ import annotations

import json
import linecache
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from autograder.asking.checks import Check
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.build import answered_notebook, outlines
from autograder.errors import StudentError
from autograder.grading import assignment_checks, grade_notebook
from autograder.mistakes.asked import asked_cells
from autograder.mistakes.outline import Outline
from autograder.mistakes.side_by_side import Cells, Ran
from autograder.notebook import parse_notebook
from autograder.pack import load_assignment
from autograder.report import CheckResult

TENSOR = load_assignment(Path(__file__).resolve().parents[2] / "assignments" / "tensor")
BANK = TENSOR.bank("wrong")


@cache
def checks() -> dict[str, Check]:
    return {check.id: check for check in assignment_checks(TENSOR)}


def changed(cell: str, *replaced: tuple[str, str]) -> dict[str, str]:
    """A cell of the reference with something wrong in it."""
    text = TENSOR.answers()[cell]
    for right, wrong in replaced:
        assert right in text
        text = text.replace(right, wrong)
    return {cell: text}


def told(cells: Mapping[str, str], asked: str) -> tuple[str, dict[str, Any]]:
    """What one check says of a notebook that is handed in: its message and its diagnosis."""
    notebook = parse_notebook(json.dumps(answered_notebook(TENSOR, cells)).encode(), "t.ipynb")
    (result,) = grade_notebook(notebook, TENSOR, checks=[checks()[asked]], seed=1).checks
    assert result.verdict == "failed"
    return result.message, result.diagnosis or {}


def told_in_a_kernel(cells: Mapping[str, str], asked: str) -> CheckResult:
    """What the same check says in a kernel, which knows cells by numbers of its own."""
    names: dict[str, Any] = {"__name__": "__main__"}
    ran = []
    for number, cell in enumerate(TENSOR.cells):
        if cell.role in ("given", "answer"):
            text = cells.get(cell.id) or TENSOR.answers().get(cell.id) or cell.released
            name = f"/tmp/ipykernel_1/{number}.py"
            linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
            exec(compile(text, name, "exec"), names)
            ran.append(Ran("", text))
    known = {name: Outline(name, *fields) for name, fields in outlines(TENSOR).items()}
    beside = Cells(known, ran, names)
    return run_check(checks()[asked], Submission(LocalSession(names)), 1, cells=lambda: beside)


#: Right for batches that were stretched, and no shape of anything else: `Reshape` is what raises.
RESHAPES = changed("q1-matmul-answer", ("if axes else grad", "if axes else grad.reshape((1,))"))


def line_of(cells: Mapping[str, str], cell: str, beginning: str) -> tuple[str, str]:
    """A line of a cell as messages name it."""
    lines = (cells.get(cell) or TENSOR.answers()[cell]).splitlines()
    place = next(i for i, line in enumerate(lines) if line.strip().startswith(beginning))
    return f"line {place + 1}", f"`{lines[place].strip()}`"


def test_of_a_rule_that_calls_another_operation_the_line_of_the_rule_is_named() -> None:
    """Not that of `Reshape`, which is right; it is told as what was called, in a kernel too."""
    number, text = line_of(RESHAPES, "q1-matmul-answer", "return self.add_up")
    helper, own = line_of(RESHAPES, "q1-matmul-answer", "return grad.sum")
    inner, called = line_of({}, "q1-reshape-answer", "return np.reshape")
    said = (
        f"{number} of the cell that defines `MatMul`: {text}, there in {helper}: {own}, in "
        f"`Reshape.compute`, which it called ({inner}: {called})"
    )
    message, _ = told(RESHAPES, "test_backward_matmul")
    assert message.endswith(f"It happened in {said}")
    assert said in told_in_a_kernel(RESHAPES, "test_backward_matmul").message


def test_of_a_hidden_case_the_line_is_told_and_not_the_case() -> None:
    notebook = parse_notebook(json.dumps(answered_notebook(TENSOR, RESHAPES)).encode(), "t.ipynb")
    hidden = [checks()["test_backward_matmul_everywhere"]]
    report = grade_notebook(notebook, TENSOR, checks=hidden, seed=1)
    (result,) = report.for_student().checks
    assert "the cell that defines `MatMul`" in result.message
    assert "which it called" in result.message and "asked for" not in result.message


def test_what_given_code_says_comes_after_the_line_that_brought_it_about() -> None:
    """One-hot rows of another width: the epoch's line, then both shapes; no call to broadcast."""
    message, diagnosis = told(BANK["epoch-narrow"].cells, "test_nn_epoch_any")
    _, text = line_of(BANK["epoch-narrow"].cells, "q6-epoch-answer", "loss = ")
    assert message.startswith("Your code raised ValueError in line ")
    line, _, said = message.partition("The given code says: ")
    assert f"of the cell that defines `nn_epoch`: {text}, in `softmax_loss`, which it" in line
    assert said.startswith("these arrays have the shapes (3, 5) and (3, ")
    assert diagnosis["mistake"] == "shapes-apart"
    assert "becomes the other by repeating" in diagnosis["next"]


def test_in_the_whole_notebook_an_operation_that_calls_another_is_named() -> None:
    """Operations choose what they hand on; the walk that asked the first does not."""
    message, _ = told(RESHAPES, "test_whole_notebook")
    assert "of the cell that defines `MatMul`: " in message and "`Reshape.compute`" in message
    assert "compute_gradient_of_variables" not in message


def test_a_walk_that_hands_something_wrong_to_a_rule_is_named_itself() -> None:
    wrong = changed("q4-answer", ("(node.grad, node)", "(node.grad, node.inputs[0])"))
    message, _ = told(wrong, "test_compute_gradient_operands")
    _, text = line_of(wrong, "q4-answer", "for source, sent")
    assert f"of the cell that defines `compute_gradient_of_variables`: {text}" in message


def test_a_name_that_is_missing_is_the_fault_of_its_own_line() -> None:
    wrong = changed("q1-reshape-answer", ("np.reshape(a,", "np.reshape(b,"))
    said = told_in_a_kernel(wrong, "test_backward_summation").message
    assert "line 9 of the cell that defines `Reshape`: `return np.reshape(b, self.shape)`" in said
    assert "which it called" not in said


def test_a_graded_cell_is_about_the_answer_of_its_name() -> None:
    """Also where that answer stands in another question's cell; without one, about them all."""
    known = {name: Outline(name, *fields) for name, fields in outlines(TENSOR).items()}
    asked = {
        (question, cell): [one.id for one in asked_cells(Cells(known), question, cell)]
        for question, cell in (("q2", "q2-matmul"), ("q5", "q5-log"), ("q3", "q3-shared"))
    }
    assert list(asked.values()) == [["q1-matmul-answer"], ["q5-log-answer"], ["q3-answer"]]


@pytest.mark.parametrize(
    ("name", "asked", "text"),
    [
        ("ewisediv-writes-out-grad", "test_backward_divide", "out_grad.cached_data /= b.realize"),
        ("walk-sum-in-place", "test_compute_gradient_shared", "total.cached_data += node.numpy()"),
        ("negate-writes-out-grad", "test_whole_notebook_any", "out_grad.cached_data *= -1"),
        ("walk-sum-in-place", "test_whole_notebook_any", "total.cached_data += node.numpy()"),
        ("relu-forward-in-place", "test_relu_values", "np.maximum(a, 0, out=a)"),
        ("epoch-changes-labels", "test_nn_epoch", "y[:] = 0"),
    ],
)
def test_an_array_that_was_changed_in_place_is_told_as_one(
    name: str, asked: str, text: str
) -> None:
    """By the line that writes into it, and not as a number that is wrong."""
    _, diagnosis = told(BANK[name].cells, asked)
    assert diagnosis["mistake"] == "written-into"
    assert diagnosis["next"].startswith(f"`{text}")
    assert "writes into an array that others hold as well" in diagnosis["next"]


def test_history_is_said_to_be_cut_only_where_the_answer_cuts_it() -> None:
    """Second derivatives are wrong for other reasons as well: a sum that loses a part."""
    asked = "test_compute_gradient_of_gradient"
    message, diagnosis = told(BANK["walk-overwrites"].cells, asked)
    assert "differentiated again" in message and "constant" not in message
    assert "taken-out" not in diagnosis.values()
    _, diagnosis = told(BANK["walk-detached"].cells, asked)
    assert diagnosis["mistake"] == "taken-out" and ".detach()` in line 8" in diagnosis["next"]


def test_a_gradient_that_is_not_set_is_no_function_without_a_return() -> None:
    message, diagnosis = told(BANK["walk-leaves-only"].cells, "test_compute_gradient_chain")
    assert "and there is none: its `.grad` is None." in message
    assert diagnosis["mistake"] == "attribute-not-set"
    assert "return" not in message + diagnosis["next"]


def advice(kind: str, source: str = "", detail: str = "", asked: str = "") -> dict[str, Any]:
    """What is said next of an exception in a line of a cell."""
    trace = [["q4-answer", 3, "f", source, "f"]] if source else []
    where = {"cell": "q4-answer", "line": 3, "source": source, "defines": "f"} if source else {}
    record = {"type": kind, "message": detail, **where, "trace": trace}

    def raises(submission: Any) -> None:
        error = StudentError(record)
        error.asked = asked
        raise error

    text = f"def f(nodes):\n    for n in nodes:\n        {source}"
    known = {"q4-answer": Outline("q4-answer", "answer", "q4", "", "", "def f(nodes):\n    ...")}
    cells = Cells(known, [Ran("q4-answer", text)])
    one = Check("test_it", raises, "q4", "q4-chain", 1.0, False, "it")
    return run_check(one, None, 0, cells=lambda: cells).diagnosis or {}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("grads[parent] += g", "`d.get(key, 0.0)` gives 0.0"),
        ("grads[p] = grads[p] + g", "`d.get(key, 0.0)` gives 0.0"),
        ("sent[n].append(g)", "`sent.setdefault(n, []).append(...)`"),
        ("node.grad = sum_node_list(sent[node])", "a node is met before one that uses it"),
    ],
)
def test_a_key_that_is_missing_is_put_there_where_something_is_added(
    source: str, said: str
) -> None:
    """Where it is only read, something should have been there: then the order is not right."""
    assert said in advice("KeyError", source)["next"]


def test_an_assertion_of_ones_own_is_asked_about_what_it_speaks_of() -> None:
    shapes = advice("AssertionError", "assert a.shape[0] > 1")["next"]
    asked = advice("AssertionError", "assert more < 2", asked=" (with a of shape (1,))")["next"]
    numbers = advice("AssertionError", "assert a > 0")["next"]
    assert "axes of size 1" in shapes and "axes of size 1" in asked
    assert "negative numbers" in numbers and "constants" in numbers and "axes" not in numbers


def test_an_index_speaks_of_a_loop_only_where_there_is_one() -> None:
    assert "the loop" in advice("IndexError", "nodes[n + 1]")["next"]
    _, diagnosis = told(
        changed("q1-negate-answer", ("return -out_grad", "return node.inputs[1]")),
        "test_backward_negate",
    )
    assert diagnosis["mistake"] == "index" and "the loop" not in diagnosis["next"]


def test_an_array_that_the_check_asks_is_not_to_be_gone_through() -> None:
    """Only the student's own line may have meant its elements."""
    detail = "'numpy.ndarray' object has no attribute 'backward'"
    assert advice("AttributeError", detail=detail)["mistake"] == "array-for-object"
    assert advice("AttributeError", "n.backward()", detail)["mistake"] == "wrapped-too-little"


def raises(
    cell: str, name: str, body: str, kind: str, detail: str, source: str, arguments: str = ""
) -> dict[str, Any]:
    """What is said next of an exception in a line of an answer of the tensor assignment."""
    lines = TENSOR.answers()[cell].splitlines()
    at = next(i for i, line in enumerate(lines) if line.strip().startswith(f"def {name}("))
    indent = " " * (len(lines[at]) - len(lines[at].lstrip()) + 4)
    above = "\n".join(lines[: at + 1])
    text = f"{above}\n" + "".join(f"{indent}{line}\n" for line in body.splitlines())
    if name == "compute":
        text += "\n    def gradient(self, out_grad, node):\n        return out_grad\n"
    number = next(i for i, one in enumerate(text.splitlines(), 1) if one.strip() == source)
    owner = next((w.split()[1].partition("(")[0] for w in lines if w.startswith("class ")), name)
    record = {"type": kind, "message": detail, "cell": cell, "line": number, "source": source}
    record |= {"defines": owner, "trace": [[cell, number, name, source, owner]]}

    def wrong(submission: Any) -> None:
        raise StudentError(record)

    question = "q2" if name == "gradient" and cell.startswith("q1") else cell[:2]
    known = {key: Outline(key, *fields) for key, fields in outlines(TENSOR).items()}
    cells = Cells(known, [Ran(key, text if key == cell else one) for key, one in RELEASED.items()])
    part = cell.removesuffix("-answer")[3:]
    one = Check("test_it", wrong, question, f"{question}-{part}", 1.0, False, "it")
    return run_check(one, None, 0, cells=lambda: cells).diagnosis or {}


RELEASED = {
    cell.id: TENSOR.answers().get(cell.id) or cell.released
    for cell in TENSOR.cells
    if cell.role in ("given", "answer")
}
RELEASED_STUBS = {cell.id: cell.released for cell in TENSOR.cells}
NOT_SEVERAL = "'{}' object is not iterable"
SUM, WALK = ("q1-summation-answer", "gradient"), ("q4-answer", "compute_gradient_of_variables")


@pytest.mark.parametrize(
    ("body", "detail", "mistake"),
    [
        ("for axis in self.axes:\n    pass", NOT_SEVERAL, "made-with"),
        ("n = len(self.axes)", "object of type '{}' has no len()", "made-with"),
        ("x = 0 not in self.axes", "argument of type '{}' is not iterable", "made-with"),
        ("axes = self.axes\nfor axis in axes:\n    pass", NOT_SEVERAL, "made-with"),
        ("axes = self.look()\nfor axis in axes:\n    pass", NOT_SEVERAL, "other"),
    ],
)
def test_what_an_operation_was_made_with_is_no_fault_of_a_function(
    body: str, detail: str, mistake: str
) -> None:
    """`self.axes` is None, or one number, as it was asked for; nothing forgot a `return`."""
    source = next(
        line for line in body.splitlines() if "axes" in line and "= self.axes" not in line
    )
    source = source if "look" not in source else "for axis in axes:"
    none = raises(*SUM, body, "TypeError", detail.format("NoneType"), source)
    one = raises(*SUM, body, "TypeError", detail.format("int"), source)
    if mistake == "made-with":
        assert none["mistake"] == "made-with-none" and "`self.axes` is None there" in none["next"]
        assert one["mistake"] == "made-with-one" and "`self.axes` is one number" in one["next"]
    else:
        assert none["mistake"] == "return-forgotten" and one["mistake"] == "one-for-several"
    assert "grads" not in none["next"] + one["next"]


@pytest.mark.parametrize(
    ("where", "body", "kind", "detail", "said"),
    [
        (
            ("q5-exp-answer", "gradient"),
            "return np.exp(node.inputs[0]) * out_grad",
            "TypeError",
            "operand type(s) all returned NotImplemented from __array_ufunc__(<ufunc 'exp'>, "
            "'__call__', Tensor([-2.25  3.  ])): 'Tensor'",
            "only by the notebook's own operations: write `exp(...)` there",
        ),
        (
            ("q6-relu-answer", "gradient"),
            "return out_grad * (node.inputs[0] > 0)",
            "TypeError",
            "'>' not supported between instances of 'Tensor' and 'int'",
            "`x.realize_cached_data() > 0`",
        ),
        (
            ("q6-epoch-answer", "nn_epoch"),
            "hidden = X @ W1",
            "TypeError",
            "operand type(s) all returned NotImplemented from __array_ufunc__(<ufunc 'matmul'>, "
            "'__call__', array([[1., 1.],\n       [1., 1.]]), Tensor([1])): 'ndarray', 'Tensor'",
            "Make a tensor of that first",
        ),
        (
            ("q6-epoch-answer", "nn_epoch"),
            "hidden = X @ W1",
            "TypeError",
            "operand type(s) all returned NotImplemented from __array_ufunc__(<ufunc 'matmul'>, "
            "'__call__', array([[ 0.34558418,  0.82161814,  0.33043706, -1.30",
            "Make a tensor of that first",
        ),
        (
            ("q6-epoch-answer", "nn_epoch"),
            "one_hot[np.arange(batch), y] = 1",
            "IndexError",
            "shape mismatch: indexing arrays could not be broadcast together with shapes (4,) (2,)",
            "Neither of (4,) and (2,) becomes the other",
        ),
        (
            WALK,
            "for one, sent in zip(node.inputs, node.op.gradient(node.grad, node)):",
            "TypeError",
            "'Tensor' object is not iterable",
            "`op.gradient_as_tuple(...)` always gives a tuple",
        ),
        (
            WALK,
            "found = node.op.gradient(out_grad, node)\nsent = found[0]",
            "TypeError",
            "'Tensor' object is not subscriptable",
            "`op.gradient_as_tuple(...)` always gives a tuple",
        ),
        (
            ("q5-parse-answer", "parse_mnist"),
            'file = open("./data/train.gz")',
            "FileNotFoundError",
            "[Errno 2] No such file or directory: './data/train.gz'",
            "handed to `parse_mnist`, as `image_filename` and `label_filename`",
        ),
        (
            ("q1-reshape-answer", "compute"),
            "return a.compact().reshape(self.shape)",
            "AttributeError",
            "'numpy.ndarray' object has no attribute 'compact'",
            "Leave `.compact()` out",
        ),
        (
            ("q1-transpose-answer", "compute"),
            "return a.permute(self.axes)",
            "AttributeError",
            "'numpy.ndarray' object has no attribute 'permute'",
            "`np.transpose(array, axes)` does that",
        ),
        (
            ("q1-negate-answer", "compute"),
            "return -a.realize_cached_data()",
            "AttributeError",
            "'numpy.ndarray' object has no attribute 'realize_cached_data'",
            "A plain array stands before `.realize_cached_data`",
        ),
        (
            ("q1-powerscalar-answer", "gradient"),
            "inputs = node.inputs\nreturn out_grad * power_scalar(inputs, self.scalar - 1)",
            "ValueError",
            "these arrays have the shapes () and (1,): bring them to one shape",
            "`inputs` in line",
        ),
        (
            ("q1-reshape-answer", "compute"),
            "return np.reshape(a, newshape=self.shape)",
            "TypeError",
            "reshape() got an unexpected keyword argument 'newshape'",
            "NumPy took that name out: write the shape alone",
        ),
        (
            ("q1-powerscalar-answer", "compute"),
            "return [a] * a",
            "TypeError",
            "unsupported operand type(s) for *: 'list' and 'Op'",
            "a tensor and a plain number",
        ),
    ],
)
def test_what_an_exception_means_in_a_homework_of_tensors(
    where: tuple[str, str], body: str, kind: str, detail: str, said: str
) -> None:
    """Not what the same words mean where values hold plain numbers."""
    source = body.splitlines()[-1]
    body += "\n    pass" if body.endswith(":") else ""
    assert said in raises(*where, body, kind, detail, source)["next"]


def test_a_name_in_an_operation_is_none_of_the_tensors() -> None:
    """`grad` belongs to tensors; in the rule of an operation it is a name like any other."""
    wrong = changed(
        "q1-matmul-answer",
        ("return self.add_up", "grad = []\n        grad.append(1)\n        return self.add_up"),
        ("if axes else grad", "if len(axes) > 1 else grad"),
    )
    _, diagnosis = told(wrong, "test_backward_matmul_everywhere")
    assert diagnosis.get("mistake") != "local-for-own"


def test_a_type_that_is_compared_is_told_only_of_the_assignments_own_classes() -> None:
    wrong = changed(
        "q1-summation-answer",
        (
            "def gradient(self, out_grad, node):",
            "def gradient(self, out_grad, node):\n        type(self.axes) == tuple and None\n"
            "        return out_grad\n",
        ),
    )
    _, diagnosis = told(wrong, "test_backward_summation")
    assert diagnosis.get("mistake") != "exact-type"


def test_a_second_derivative_without_a_first_one_is_no_exception() -> None:
    """The check would have asked None for `backward`, and the code raised nothing."""
    wrong = changed("q4-answer", ("node.grad = ", "grad = "), ("(node.grad, node)", "(grad, node)"))
    message, diagnosis = told(wrong, "test_compute_gradient_of_gradient")
    assert "and there is none: its `.grad` is None." in message and "raised" not in message
    assert diagnosis["mistake"] == "attribute-not-set"


def test_an_exception_of_a_second_derivative_says_so() -> None:
    refused = "    assert not isinstance(output_tensor.op, EWiseAdd)\n    node_to"
    wrong = changed("q4-answer", ("    node_to", refused))
    message, _ = told(wrong, "test_compute_gradient_of_gradient")
    assert "(asked for `a * a` with a of shape (3,), its gradient differentiated again)" in message


def test_a_stub_that_begins_for_the_student_is_a_stub() -> None:
    stub = "def compute_gradient_of_variables(output_tensor, out_grad):\n    sent: dict = {}\n"
    stub += "    sent[output_tensor] = [out_grad]\n    raise NotImplementedError()\n"
    _, diagnosis = told({"q4-answer": stub}, "test_compute_gradient_chain")
    assert diagnosis["kind"] == "unwritten" and "mistake" not in diagnosis
    _, diagnosis = told(
        {"q4-answer": stub.replace("    raise", "    print(sent)\n    raise")},
        "test_compute_gradient_chain",
    )
    assert diagnosis["mistake"] == "raise-left"


def test_an_answer_whose_neighbour_is_a_stub_is_told_by_its_own_failure() -> None:
    """Beside reference answers to all else the stub is not met, and it fails all the same."""
    stubs = {cell: RELEASED_STUBS[cell] for cell in ("q1-matmul-answer", "q6-relu-answer")}
    wrong = BANK["epoch-narrow"].cells
    message, diagnosis = told({**stubs, **wrong}, "test_nn_epoch_any")
    assert "Not written yet" not in message and diagnosis["kind"] == "raised"
    assert "of the cell that defines `nn_epoch`" in message


def test_an_exception_is_told_of_the_program_in_which_the_check_was_lost() -> None:
    """In another one something else was raised: a name that only stands in a cell of one's own."""
    notebook = answered_notebook(
        TENSOR,
        {
            "q1-matmul-answer": RELEASED_STUBS["q1-matmul-answer"],
            "q6-epoch-answer": BANK["epoch-narrow"]
            .cells["q6-epoch-answer"]
            .replace("softmax_loss(", "found.softmax_loss("),
        },
    )
    mine = {"cell_type": "code", "source": "import __main__ as found", "metadata": {}}
    place = next(i for i, one in enumerate(notebook["cells"]) if "class ReLU" in str(one["source"]))
    notebook["cells"].insert(place, {**mine, "outputs": [], "execution_count": None})
    parsed = parse_notebook(json.dumps(notebook).encode(), "t.ipynb")
    (result,) = grade_notebook(
        parsed, TENSOR, checks=[checks()["test_nn_epoch_any"]], seed=1
    ).checks
    assert result.verdict == "failed" and "NameError" not in result.message
