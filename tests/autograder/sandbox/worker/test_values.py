"""Values cross exactly or not at all."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra import numpy as npst

from autograder.sandbox.worker import values
from autograder.sandbox.worker.values import Handle, MalformedValue, TooLarge

DTYPES = [np.float16, np.float32, np.float64, np.bool_, np.int8, np.int64, np.uint16, np.uint64]
plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**200), 2**200)
    | st.floats()
    | st.text(max_size=20)
    | st.floats(width=32).map(np.float32)
    | st.builds(Handle, st.integers(1, 2**31 - 1), st.text(max_size=9), st.text(max_size=9))
    | npst.arrays(st.sampled_from(DTYPES), npst.array_shapes(min_dims=0, min_side=0, max_side=3)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(-9, 9), inner, max_size=4)
    ),
    max_leaves=12,
)


def keep(handle):
    return {"h": handle.number, "type": handle.type, "repr": handle.repr}


def there_and_back(value, **options):
    wire = json.dumps(values.encode(value, **options), allow_nan=False)
    return values.decode(json.loads(wire))


def assert_same(first, second):
    """Equal in type, dtype, shape and every bit; NaN is itself."""
    assert type(first) is type(second)
    if isinstance(first, float):
        assert math.isnan(first) and math.isnan(second) or first.hex() == second.hex()
    elif isinstance(first, np.ndarray):
        assert (first.dtype, first.shape) == (second.dtype, second.shape)
        if first.dtype == object:
            assert_same(list(first.flat), list(second.flat))
        else:
            assert first.tobytes() == second.tobytes()
    elif isinstance(first, np.generic):
        assert first.tobytes() == second.tobytes()
    elif isinstance(first, list | tuple):
        assert len(first) == len(second)
        for one, other in zip(first, second, strict=True):
            assert_same(one, other)
    elif isinstance(first, dict):
        assert list(first) == list(second)
        assert_same(list(first.values()), list(second.values()))
    else:
        assert first == second


@given(plain)
def test_any_plain_value_arrives_as_it_was_sent(value):
    assert_same(there_and_back(value, other=keep), value)


@given(npst.arrays(object, npst.array_shapes(min_dims=0, min_side=0), elements=st.floats()))
def test_object_arrays_keep_their_shape_and_elements(array):
    assert_same(there_and_back(array), array)


def test_numpy_scalars_that_compare_like_python_become_python():
    sent = [np.float64(0.1), np.int32(3), np.bool_(True), np.longdouble(0.5), np.uint64(2**64 - 1)]
    assert_same(there_and_back(sent), [0.1, 3, True, 0.5, 2**64 - 1])


def test_fractions_become_floats_unless_they_are_larger_than_those():
    assert_same(there_and_back([Fraction(1, 4), Fraction(-3)]), [0.25, -3.0])
    with pytest.raises(TypeError):
        values.encode(Fraction(10**400))


def test_float32_can_be_told_from_float64():
    assert_same(there_and_back([np.float32(0.1), 0.1]), [np.float32(0.1), 0.1])


@pytest.mark.parametrize("order", ["C", "F"])
def test_memory_order_and_byte_order_do_not_change_an_array(order):
    array = np.arange(6, dtype=">f8").reshape(2, 3).copy(order=order)
    assert_same(there_and_back(array[:, ::-1]), array[:, ::-1].astype("<f8", order="C"))


class EqualToAll(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


@pytest.mark.parametrize("value", [EqualToAll(2), 1j, {1}, {(1,): 2}, np.ma.array([1.0]), b"x"])
def test_what_is_not_plain_is_handed_to_other(value):
    assert values.encode([value], lambda thing: {"h": 7}) == [{"h": 7}]


def test_a_thing_of_ours_is_refused_with_the_remedy():
    with pytest.raises(TypeError, match="send numbers, strings, lists"):
        values.encode(len)


def test_functions_cross_as_text_only_where_somebody_reads_them():
    sent = {"fn": "def f(): pass"}
    assert values.decode(sent, function=str.upper) == "DEF F(): PASS"
    with pytest.raises(MalformedValue):
        values.decode(sent)


def itself():
    loop: list = []
    loop.append(loop)
    return loop


@pytest.mark.parametrize(
    "value",
    [
        itself(),
        "x" * (values.STRING_LIMIT + 1),
        10**6000,
        [0.1] * 100_000,
        np.zeros(200_000),
        np.broadcast_to(np.float64(1), (10**6, 10**6)),
        ["é" * 60_000] * 20,
    ],
    ids=["loop", "string", "integer", "list", "array", "broadcast", "strings"],
)
def test_what_is_too_large_is_refused(value):
    with pytest.raises(TooLarge):
        values.encode(value)


@given(plain)
def test_the_size_limit_bounds_what_is_sent(value):
    try:
        sent = values.encode(value, keep, size=400)
    except TooLarge:
        return
    assert len(json.dumps(sent, ensure_ascii=False).encode()) <= 2 * 400


MALFORMED = [
    1e999,
    2**53 + 1,
    {},
    {"f": "1.0"},
    {"f": ["nan"]},
    {"t": 3},
    {"t": [], "l": []},
    {"i": "12"},
    {"i": "0x" + "f" * 5000},
    {"i": 3},
    {"d": [[1, 2, 3]]},
    {"d": [["a", 1], ["a", 2]]},
    {"d": [[1.5, 1]]},
    {"d": [[[], 1]]},
    {"s": "float64", "x": "00"},
    {"s": "float32", "x": "0000c0"},
    {"a": "object", "shape": [1], "x": "00"},
    {"a": ["float64"], "shape": [1], "x": "00" * 8},
    {"a": "float64", "shape": [2], "x": "00" * 8},
    {"a": "float64", "shape": [1], "x": " " * 16},
    {"a": "float64", "shape": [1], "x": "zz" * 8},
    {"a": "float64", "shape": [-1], "x": ""},
    {"a": "float64", "shape": [True], "x": "00" * 8},
    {"a": "float64", "shape": [0, 2**31], "x": ""},
    {"a": "float64", "shape": [0, 2**30, 2**30, 2**30], "x": ""},
    {"a": "float64", "shape": [1] * 33, "x": "00" * 8},
    {"a": "bool", "shape": [1], "x": "02"},
    {"o": [1, 2], "shape": [3]},
    {"o": 3, "shape": []},
    {"h": 0},
    {"h": True},
    {"h": 1, "type": 3},
    {"h": 1, "type": "x" * 81},
    {"h": 1, "repr": "x" * 121},
    {"h": 1, "extra": 1},
    {"fn": "def f(): pass"},
]


@pytest.mark.parametrize("data", MALFORMED, ids=[str(data)[:40] for data in MALFORMED])
def test_what_is_not_in_our_form_is_refused(data):
    with pytest.raises(MalformedValue):
        values.decode([data])


def test_deep_data_are_refused_and_do_not_recurse():
    data: list = []
    for _ in range(500):
        data = [data]
    with pytest.raises(MalformedValue, match="deep"):
        values.decode(data)
