"""Each helper asks all that it promises: for every part there is an engine that only it refuses."""

from __future__ import annotations

import hypothesis
import numpy as np
import pytest

import adlearn as ad
from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.chain_rule import array_lies, assert_again, assert_related
from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import program
from autograder.asking.arrays.reference import EACH, confirm
from autograder.errors import CheckFailure, Inconclusive
from tests.autograder.asking.arrays.engines import TENSOR_TABLE, tensors

WALK = "def compute_gradient_of_variables(output, out_grad):\n"
LEAF = "        if node.op is None:\n"
PRODUCT = program(TENSOR_TABLE, "a * b", [3.0, -4.0], a=[2.0, 3.0], b=[1.0, 5.0])


@ad.primitive
def half_told(x):
    return x * x


ad.defvjp(half_told, lambda ans, x: lambda g: g * x)


def test_our_own_engine_is_not_believed_against_differences():
    """Where a reference derivative is wrong itself, the comparison means nothing."""
    table = Table([Operation("square", "square({0})", half_told)])
    with pytest.raises(Inconclusive, match="finite difference"):
        confirm(program(table, "square(a)", [1.0, 2.0], a=[2.0, 3.0]))
    confirm(PRODUCT)


def test_rounding_is_no_mistake_in_a_large_result():
    """Terms that cancel leave rounding errors of their size, however many there are."""
    many = 2 * EACH
    came = np.where(np.arange(many) % 2, 1e6, -1e6)
    case = program(TENSOR_TABLE, f"broadcast_to(a, ({many},))", came, a=[2.0])
    rounding = tensors((LEAF, f"{LEAF}            node.grad = Tensor(node.grad.array + 1e-2)\n"))
    assert_array_gradient(rounding, case)
    wrong = tensors((LEAF, f"{LEAF}            node.grad = Tensor(node.grad.array + 1e3)\n"))
    with pytest.raises(CheckFailure, match=r"should be 0 at \[0\]; it is 1000"):
        assert_array_gradient(wrong, case)


def test_inputs_are_made_in_another_order_too():
    """An engine that favours what is made first is found out by that alone."""
    first = tensors(
        ("import numpy as np\n", "import numpy as np\nFIRST = []\n"),
        ("list(inputs), None\n", "list(inputs), None\n        FIRST.append(self)\n"),
        (LEAF, f"{LEAF}            node.grad = node.grad * (2.0 if node is FIRST[0] else 1.0)\n"),
        (
            "            sent.setdefault(id(parent), []).append(grad)\n",
            "            sent.setdefault(id(parent), []).append(grad)\n    FIRST.clear()\n",
        ),
    )
    with pytest.raises(CheckFailure, match="with the inputs made in another order"):
        assert_related(first, PRODUCT, 3.0)


@pytest.mark.parametrize(("count", "said"), [(1, "second"), (2, "third")])
def test_derivatives_are_found_three_times(count: int, said: str):
    """What goes wrong the second time, or only the third, is told with the time."""
    tired = tensors(
        (
            WALK,
            f"{WALK}    output.count = getattr(output, 'count', -1) + 1\n"
            f"    out_grad = out_grad * (2.0 if output.count == {count} else 1.0)\n",
        )
    )
    assert_array_gradient(tired, PRODUCT)
    with pytest.raises(CheckFailure, match=f"found the {said} time over the same values"):
        assert_again(tired, PRODUCT)


def test_nothing_may_pass_where_a_factor_is_zero():
    """Lies hold a 0 for some operand if that is asked for, and never otherwise."""
    few = hypothesis.settings(max_examples=200, database=None)
    stops = lambda lie: 0.0 in lie["mul"]  # noqa: E731
    found = hypothesis.find(array_lies(TENSOR_TABLE, ("mul",), True), stops, settings=few)
    assert 0.0 in found["mul"]
    with pytest.raises(hypothesis.errors.NoSuchExample):
        hypothesis.find(array_lies(TENSOR_TABLE, ("mul",)), stops, settings=few)


def test_the_gradient_of_whole_numbers_need_not_be_whole():
    """Where the dtype is asked, that of whole numbers is none that a gradient could have."""
    case = program(TENSOR_TABLE, "a * 3.0", [0.5, 2.0], a=np.array([1, 2]))
    assert_array_gradient(tensors(), case, dtype=True)
