"""Programs are read as they are written, or refused with a sentence: of numbers and of arrays."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.asking.arrays.programs import program
from autograder.asking.scalars.expressions import expression
from tests.autograder.asking.arrays.engines import TENSOR_TABLE


def of_numbers(text: str) -> Any:
    return expression(text, a=2.0, b=3.0)


def of_arrays(text: str) -> Any:
    return program(TENSOR_TABLE, text, a=[2.0], b=[3.0])


@pytest.mark.parametrize("read", [of_numbers, of_arrays])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("c = a * b; d = a * a; c", "does not end with its last operation"),
        ("c = a * b; a", "does not end with its last operation"),
        ("a", "has no operation in it"),
        ("", "has no operation in it"),
        ("a * z", "'z' is "),
        ("c = a * b; c += a; c * c", r"'c \+= a' is no line of a program"),
        ("c, d = a, b; c * d", "is no line of a program"),
    ],
)
def test_what_cannot_be_asked_is_refused(read: Any, text: str, said: str):
    """Nothing is left out in silence, and the sentence quotes what is meant."""
    with pytest.raises(ValueError, match=said):
        read(text)


@pytest.mark.parametrize("read", [of_numbers, of_arrays])
def test_the_last_operation_is_asked(read: Any):
    """It may be named, too, and lines may stand below each other."""
    for text in ("c = a * b; c + a", "c = a * b; d = c + a; d", "c = a * b\n  d = c + a\n  d"):
        assert str(read(text)).replace("(", "").replace(")", "") == "a * b + a"


def test_a_name_may_stand_for_a_number():
    """It is written in its place."""
    assert str(of_numbers("c = 3; a * c")) == "a * 3"
    assert of_numbers("c = 3; a * c").at_numbers({"a": 2.0}) == 6.0
