"""Q6, arrays: wrapping numbers into values, and taking their gradients out again."""

import numpy as np
import pytest
from hypothesis import strategies as st

from autograder.asking.assertions import as_number, assert_array
from autograder.asking.cases import for_all
from autograder.asking.scalars import probes_arrays as probes
from autograder.errors import CheckFailure

SHAPES = st.sampled_from([(2, 3), (3, 2), (1, 1)])
ANY_SHAPE = st.sampled_from([(2, 3), (3, 1), (1, 4)])


def drawn_array(shape, entropy):
    """An array of short decimals."""
    return np.round(np.random.default_rng(entropy).uniform(-4, 4, shape), 2)


#: A matrix with zeros in it, one of whole numbers, and one whose numbers are all the same.
ZEROS = np.array([[0.0, 1.5], [-2.0, 0.0]])
WHOLE = np.array([[3, 0, -1], [2, 5, 4]])
SAME = np.array([[1.0, 1.0], [1.0, 1.0]])

#: Numbers that are 0 only if they are rounded.
SMALL = np.array([[0.000125, -0.0000375], [0.00025, 0.0]])
TINY = SMALL / 1000


def spoken(array, order):
    """Say what kind of array it is."""
    kind = "a transposed array" if order == "F" else "an array"
    return f"{kind} of shape {array.shape}"


def assert_wrapped(submission, array, order="C"):
    """Check wrap_array on one array, whose numbers lie in memory by rows, or by columns."""
    found = submission.run(probes.wrapped, array, order)
    returned = what = f"What `wrap_array` returns for {spoken(array, order)}"
    if found["type"] != "ndarray":
        raise CheckFailure(f"{what} should be a NumPy array; it is a {found['type']}.", "type")
    if tuple(found["shape"]) != array.shape:
        raise CheckFailure(f"{what} has the shape {tuple(found['shape'])}.", "shape")
    if found["wrong"]:
        fail = f"{what} should hold AutogradValue objects; it holds a {found['wrong'][0]}."
        raise CheckFailure(fail, "type")
    if not found["distinct"]:
        raise CheckFailure(f"{what} uses one AutogradValue in several places.", "claim")
    if not found["unchanged"]:
        raise CheckFailure("`wrap_array` changes the array that it is given.", "claim")
    values = [as_number(value, "The value of an element") for value in found["values"]]
    assert_array(np.reshape(values, array.shape), array, f"The values of w{what[1:]}", "value")
    values = np.array([as_number(value, "The value of an element") for value in found["again"]])
    what = "The values of an array that is wrapped again after its numbers have changed"
    assert_array(values, (array + 1).ravel(), what, "value")
    if not found["fresh"]:
        raise CheckFailure(
            f"{returned} has values in it that it returned before, for an equal array. "
            "Each call makes values of its own: gradients of one computation are not another's.",
            "claim",
        )


@pytest.mark.points(2, cell="q6-wrap")
def test_wrap(submission):
    """wrap_array gives a matrix of AutogradValue with the same numbers."""
    for_all(
        lambda shape, seed: assert_wrapped(submission, drawn_array(shape, seed)),
        SHAPES,
        st.integers(0, 99),
        examples=6,
    )
    assert_wrapped(submission, ZEROS)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-wrap")
def test_wrap_any_matrix(submission):
    """wrap_array makes a new value for every element of any matrix, also of whole numbers."""
    for_all(
        lambda shape, seed: assert_wrapped(submission, drawn_array(shape, seed)),
        ANY_SHAPE,
        st.integers(0, 99),
        examples=10,
    )
    for array in (SAME, ZEROS, WHOLE, SMALL, TINY):
        assert_wrapped(submission, array)
    assert_wrapped(submission, WHOLE / 4, "F")


def same_array(gave, expected):
    """Say whether an array is the expected one."""
    try:
        assert_array(gave, expected, "it")
    except CheckFailure:
        return False
    return True


def assert_unwrapped(submission, expected, order="C", whole=False):
    """Check unwrap_gradient on one array of gradients, and that it leaves it alone."""
    gave, unchanged, again, alone = submission.run(probes.unwrapped, expected, order, whole)
    ints = ", in which the gradients that are whole numbers are ints," if whole else ""
    what = f"What `unwrap_gradient` returns for {spoken(expected, order)}{ints}"
    if same_array(alone, expected) and not same_array(gave, expected):
        raise CheckFailure(
            f"{what} is right, and is another after `unwrap_gradient` was called for a second "
            "array. Each call makes an array of its own.",
            "claim",
        )
    assert_array(gave, expected, what)
    if not unchanged:
        raise CheckFailure("`unwrap_gradient` changes the array that it is given.", "claim")
    what = "What `unwrap_gradient` returns for the same array after its gradients have changed"
    assert_array(again, expected + 1, what)


@pytest.mark.points(2, cell="q6-unwrap")
def test_unwrap(submission):
    """unwrap_gradient gives a matrix of floats, the gradients."""
    for_all(
        lambda shape, seed: assert_unwrapped(submission, drawn_array(shape, seed)),
        SHAPES,
        st.integers(0, 99),
        examples=6,
    )
    assert_unwrapped(submission, ZEROS)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q6-unwrap")
def test_unwrap_any_matrix(submission):
    """unwrap_gradient works for any matrix."""
    for_all(
        lambda shape, seed: assert_unwrapped(submission, drawn_array(shape, seed)),
        ANY_SHAPE,
        st.integers(0, 99),
        examples=10,
    )
    for array in (ZEROS, SAME, np.zeros((2, 2)), SMALL, TINY):
        assert_unwrapped(submission, array)
    assert_unwrapped(submission, ZEROS, whole=True)
    assert_unwrapped(submission, WHOLE / 4, "F")
