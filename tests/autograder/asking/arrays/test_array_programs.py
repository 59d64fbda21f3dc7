"""Programs of arrays: what is drawn, how they are read and written, and how they shrink."""

from __future__ import annotations

from collections import Counter
from random import Random

import hypothesis
import numpy as np
import pytest
from hypothesis import given, settings

from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import ArrayProgram, ArrayStep, filled, program, weighed
from autograder.asking.arrays.reference import confirm, truth_of
from autograder.asking.arrays.uses import uses
from autograder.asking.localize import find_backward
from autograder.feedback.picture import picture
from tests.autograder.asking.arrays.engines import FUNCTION_TABLE, TENSOR_TABLE, tensors


@settings(max_examples=60, deadline=None)
@given(array_programs(TENSOR_TABLE, constants=True))
def test_every_step_matters_and_the_reference_is_confirmed(case: ArrayProgram):
    """Each step reaches the output, something comes in there, and differences agree."""
    assert all(step.name in case.used for step in case.steps)
    assert case.incoming is not None and case.incoming.shape == case.evaluate()[case.output].shape
    confirm(case)
    again = program(
        TENSOR_TABLE, case.code().replace("\n", "; "), case.incoming, case.constants, **case.inputs
    )
    assert again.code() == case.code()


@settings(max_examples=40, deadline=None)
@given(array_programs(FUNCTION_TABLE, scalar=True))
def test_a_result_is_made_a_number_where_that_is_needed(case: ArrayProgram):
    """The last step adds up, and nothing need come in."""
    assert case.incoming is None and np.shape(case.evaluate()[case.output]) == ()


def test_every_way_to_broadcast_and_to_name_axes_is_asked_whatever_the_seed():
    """Uses hold ones on either side, fewer and more axes; None, one, negative and several axes."""
    pairs = {
        tuple(a.shape for a in case.inputs.values())
        for (case,) in uses(TENSOR_TABLE, "mul", most=200)
    }
    assert any(len(a) < len(b) for a, b in pairs) and any(len(a) > len(b) for a, b in pairs)
    assert any(len(a) == len(b) and 1 in a and 1 in b and a != b for a, b in pairs)
    axes = [case.steps[0].keywords["axes"] for (case,) in uses(TENSOR_TABLE, "sum", most=200)]
    kinds = Counter(type(one) for one in axes)
    assert set(kinds) == {type(None), int, tuple}
    assert any(isinstance(one, int) and one < 0 for one in axes)
    assert any(isinstance(one, tuple) and len(one) > 1 for one in axes)
    ranks = {
        tuple(a.ndim for a in case.inputs.values())
        for (case,) in uses(FUNCTION_TABLE, "matmul", most=200)
    }
    assert {(1, 1), (1, 2), (2, 1), (2, 3), (3, 2), (3, 3), (1, 3), (3, 1)} <= ranks


@pytest.mark.skipif(
    hypothesis.__version_info__ < (6, 130), reason="an older Hypothesis shrinks otherwise"
)
@pytest.mark.parametrize(
    ("wanted", "written", "shapes"),
    [
        (lambda case: any(s.operation == "matmul" for s in case.steps), "a @ a", {"a": (2, 2)}),
        (lambda case: len(case.steps) > 1, None, {"a": (2,)}),
        (lambda case: case.inputs["a"].ndim == 3, None, {"a": (2, 2, 2)}),
    ],
)
def test_programs_shrink_in_steps_shapes_and_numbers(wanted, written, shapes):
    """The smallest has the fewest axes, of length 2, and the plainest numbers."""
    found = hypothesis.find(
        array_programs(TENSOR_TABLE),
        wanted,
        settings=settings(max_examples=2000, database=None),
        random=Random(1),
    )
    assert {name: array.shape for name, array in found.inputs.items()} == shapes
    assert written is None or str(found) == written
    assert found.inputs["a"].ravel()[:2].tolist() == [2.0, 3.0]


def test_text_is_read_by_the_table():
    """Whatever looks like an operation is one; anything else is refused by name."""
    text = "c = a * b; summation(c @ transpose(c, axes=None), axes=(0,)) + c * 3.0"
    case = program(TENSOR_TABLE, text, a=np.ones((2, 2)), b=[1.0, 2.0])
    assert [step.operation for step in case.steps] == [
        "mul",
        "transpose",
        "matmul",
        "sum",
        "scale",
        "add",
    ]
    assert str(case).startswith("v1 = a * b; summation(v1 @ transpose(v1, axes=None), axes=(0,))")
    assert case.at() == "a = [[1, 1], [1, 1]], b = [1, 2]"
    with pytest.raises(ValueError, match="'sin\\(a\\)' is no operation of the table"):
        program(TENSOR_TABLE, "sin(a)", a=[1.0])
    assert str(weighed(case)).endswith(" * w, axes=None)")


def test_the_reference_gives_what_each_step_sends():
    """Messages are those of each operand; a rule of the grader's own has a right answer, too."""
    case = program(TENSOR_TABLE, "a * a + b", [1.0, 10.0], a=[3.0, 5.0], b=2.0)
    truth = truth_of(case)
    assert [share.tolist() for share in truth.shares["v1"]["a"]] == [[3.0, 50.0], [3.0, 50.0]]
    assert truth.messages["v2"]["b"] == 11.0 and truth.adjoints["a"].tolist() == [6.0, 100.0]
    lied = truth_of(case, {"mul": (0.0, -1.0)})
    assert lied.adjoints["a"].tolist() == [-3.0, -50.0]
    own = truth_of(case, {"mul": lambda g, value, x, y: [g * 0 + np.sum(g), g]})
    assert own.adjoints["a"].tolist() == [12.0, 21.0]


def test_the_place_is_drawn():
    """A report's picture shows the graph with shapes, and the entry that differs."""
    case = program(TENSOR_TABLE, "a * b", [1.0, 10.0], a=[3.0, 5.0], b=2.0)
    engine = tensors(("fitting(out_grad * b, a.shape)", "fitting(out_grad, a.shape)"))
    place = find_backward(truth_of(case), *engine.watch_backward(case, case.incoming))
    assert place is not None and place["edge"] == ["v1", "a"]
    assert (place["sent"], place["expected"]) == ("1", "2")
    assert [node["value"] for node in place["nodes"]] == ["2", "()", "2"]
    assert picture(place).startswith("<svg")


def test_the_plainest_numbers_come_first():
    """0 and 1 hide what a mistake does."""
    assert filled((2, 2), 0).tolist() == [[2.0, 3.0], [4.0, 5.0]]


@pytest.mark.parametrize(
    ("written", "called"),
    [
        ("exp({0})", True),
        ("np.sum({0}, axis={axis})", True),
        ("exp({0}) - 1", False),
        ("exp({0} * 2)", False),
        ("{0}.sum()", False),
        ("{0} @ {1}", False),
    ],
)
def test_only_a_call_of_its_operands_needs_no_parentheses(written: str, called: bool):
    """Whatever a form begins with: a program that students read is the one that was asked."""
    assert Operation("h", written, np.exp).called is called


def test_a_program_is_written_as_it_is_computed():
    table = Table([Operation("h", "exp({0}) - 1", np.expm1), *FUNCTION_TABLE.operations])
    steps = (ArrayStep("x", "h", ("a",)), ArrayStep("y", "mul", ("x", "a")))
    case = ArrayProgram(table, {"a": np.array([1.0, 2.0])}, steps)
    assert "(exp(a) - 1)" in str(case), str(case)
    with pytest.raises(ValueError, match="no operation 'nope'"):
        table["nope"]
