"""An author's mistake in an adapter is said to the author, and is no mistake of a submission's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autograder.asking.arrays.assertions import assert_array_gradient, assert_rule
from autograder.asking.arrays.chain_rule import assert_follows_rules
from autograder.asking.arrays.programs import program
from autograder.asking.checks import Check
from autograder.asking.verdicts import run_check
from autograder.report import CheckResult
from tests.autograder.asking.arrays.engines import TENSOR_ADAPTER, TENSOR_TABLE, tensors

CASE = program(TENSOR_TABLE, "a * b", [3.0, 4.0], a=[2.0, 3.0], b=[5.0, 6.0])
LIES = {"mul": (2.0, -1.0)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ({"read": "t.array["}, r"`read` is no expression: 't.array\['"),
        ({"make": ""}, "`make` is no expression"),
        (
            {"read": "x.array"},
            "`read` is 'x.array', which speaks of 'x'; it may speak of t, ns",
        ),
        ({"wrap": "lambda self, g: tell(own(self, h))"}, "which speaks of 'h'"),
        ({"operations": {"mul": "class Mul"}}, r"operations\['mul'\]` is no expression"),
        ({"rule": ""}, "with `wrap` needs `rule`"),
    ],
)
def test_texts_are_checked_when_an_adapter_is_made(text: dict[str, Any], said: str):
    """What is no expression, or speaks of what is not there, is refused by its name."""
    with pytest.raises(ValueError, match=said):
        replace(TENSOR_ADAPTER, **text)


def result(asks: Any, **texts: Any) -> CheckResult:
    engine = replace(tensors(), adapter=replace(TENSOR_ADAPTER, **texts))
    check = Check("test_x", lambda submission: asks(engine), "q1", "q1-x", 1.0, False, "x")
    return run_check(check, None, 1)


@pytest.mark.parametrize(
    ("asks", "texts", "said"),
    [
        (lambda one: assert_rule(one, CASE), {"send": ""}, "no `send`, which is needed to ask"),
        (lambda one: assert_rule(one, CASE), {"operations": {"mul": ""}}, "stands for 'mul'"),
        (
            lambda one: assert_follows_rules(one, CASE, LIES),
            {"operations": {}},
            "give the Operation a `rule`",
        ),
        (lambda one: assert_follows_rules(one, CASE, LIES), {"wrap": ""}, "no `wrap`"),
        (
            lambda one: assert_array_gradient(one, replace(CASE, constants={"w": CASE.incoming})),
            {"constant": ""},
            "no `constant`",
        ),
    ],
)
def test_a_text_is_there_where_it_is_asked_for(asks: Any, texts: dict[str, Any], said: str):
    """A check that needs what its adapter does not say has the verdict `error`."""
    found = result(asks, **texts)
    assert found.verdict == "error" and said in found.message


def test_a_text_that_does_not_fit_is_quoted():
    """An attribute that is not there is told with the text that asks for it."""
    found = result(lambda one: assert_array_gradient(one, CASE), read="t.data")
    assert "has no attribute 'data', in `t.data`, which this check asks" in found.message


def test_operations_may_be_named_in_two_ways():
    """By the submission's names as they are, or as ``ns`` has them."""
    rules = {name: f"ns.{rule}" for name, rule in TENSOR_TABLE.rules.items()}
    for asks in (
        lambda one: assert_rule(one, CASE),
        lambda one: assert_follows_rules(one, CASE, LIES),
    ):
        assert result(asks, operations=rules).verdict == "passed"


def test_an_operation_without_a_rule_is_not_listened_to():
    """Where a rule cannot be watched, the first wrong gradient is named, and no step is missed."""
    wrong = tensors(("fitting(out_grad * b, a.shape), fit", "fitting(out_grad, a.shape), fit"))
    rules = {**TENSOR_TABLE.rules, "mul": ""}
    engine = replace(wrong, adapter=replace(TENSOR_ADAPTER, operations=rules))
    sent, gradients, watched = engine.watch_backward(CASE, CASE.incoming)
    assert (sent, watched) == ([], False)
    assert gradients["a"].tolist() == [3.0, 4.0]
