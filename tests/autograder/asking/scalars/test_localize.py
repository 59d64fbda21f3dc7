"""The first wrong message is found, and said with the edge, what was sent and what should be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from autograder.asking.messages import missing
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.engine import ScalarEngine
from autograder.asking.scalars.expressions import Expression, expression
from autograder.asking.scalars.localize import find_backward, find_forward, find_value
from autograder.asking.scalars.reference import reference, truth_of
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.explaining.misconceptions import Misconception, load_misconceptions, wrong_engine
from autograder.pack import load_assignment

SCALAR = load_assignment(Path(__file__).resolve().parents[4] / "assignments" / "scalar")
KNOWN = {one.name: one for one in load_misconceptions(SCALAR)}


def engine_of(namespace: dict[str, Any]) -> ScalarEngine:
    return ScalarEngine(Submission(LocalSession(namespace)))


def engine(name: str | None) -> ScalarEngine:
    return engine_of(wrong_engine(SCALAR, KNOWN[name] if name else None))


def changed(change: Any) -> ScalarEngine:
    wrong = Misconception("own", "q5", "", "", change)
    return engine_of(wrong_engine(SCALAR, wrong))


def backward(name: str, text: str, **inputs: float) -> dict[str, Any]:
    case = expression(text, **inputs)
    found = find_backward(engine(name), case)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "text", "edge", "sent", "expected", "words"),
    [
        (
            "step-overwrites",
            "3 * a + a",
            ("v1", "a"),
            2.0,
            3.0,
            "`3 * a` sent 3 to `a`, and that replaced the 1 which `a` had already received; "
            "together it should be 4.",
        ),
        (
            "step-overwrites",
            "a * a + a",
            ("v1", "a"),
            1.0,
            4.0,
            "`a * a` uses `a` in 2 places, and only the share of the last one, 2, is left in `a`; "
            "together it should be 5.",
        ),
        (
            "step-no-incoming",
            "3 * (a * b)",
            ("v1", "a"),
            5.0,
            15.0,
            "`a * b` should send 15 to `a` (its gradient 3 times the local derivative 5); it sent "
            "5.",
        ),
        (
            "backward-breadth-first",
            "c = a * 3; c + (c + a)",
            ("v1", "a"),
            3.0,
            6.0,
            "`v1` passed its gradient on when it was 1; it should have been 2 by then, but "
            "`v1 + a` uses it and had not sent anything yet. So it sent 3 to `a` and should have "
            "sent 6.",
        ),
        (
            "backward-twice",
            "a * 3",
            ("v1", "a"),
            6.0,
            3.0,
            "`a * 3` took its step 2 times and sent 6 to `a` in all; it should send 3, once.",
        ),
        (
            "backward-one-step",
            "a * 3 + b",
            ("v1", "a"),
            0.0,
            3.0,
            "`a * 3` never took its step: `a` should have received 3 from it.",
        ),
        (
            "backward-all-zero",
            "a * 3",
            ("v1", "a"),
            0.0,
            3.0,
            "The gradient of the result was 0 at the start; it should be 1. So it sent 0 to `a` "
            "and should have sent 3.",
        ),
    ],
)
def test_the_first_wrong_message_backward(
    name: str, text: str, edge: tuple[str, str], sent: float, expected: float, words: str
):
    """One sentence names who sent what to whom, why it is wrong, and what should have been sent."""
    found = backward(name, text, a=2.0, b=5.0)
    assert found["sentence"] == words
    assert found["edge"] == list(edge)
    assert (found["sent"], found["expected"]) == (sent, expected)


def test_it_is_the_first_message_and_not_a_consequence():
    """What a value passes on too little, because it was sent too little, is not the mistake."""

    def change(ns: Any) -> None:
        ns._mul.grads = lambda self, a, b: (2 * b, a)

    case = expression("c = a * b; exp(c) + c", a=0.5, b=1.5)
    found = find_backward(changed(change), case)
    assert found is not None and found["edge"] == ["v1", "a"]
    deep = expression("-exp((a * b) * 2)", a=0.5, b=1.5)
    found = find_backward(changed(change), deep)
    assert found is not None and found["edge"] == ["v2", "v1"]


def test_a_walk_without_backward_pass_is_followed_by_its_gradients():
    """Where the steps cannot be watched, the first wrong gradient is named with its shares."""

    def change(ns: Any) -> None:
        def backward(self: Any) -> None:
            self.grad = 1.0
            for parent, local in zip(self.parents, self.grads(*self.parent_values), strict=True):
                if isinstance(parent, ns.AutogradValue):
                    parent.grad = local

        ns.AutogradValue.backward = backward

    case = expression("2 * (a * b)", a=3.0, b=5.0)
    found = find_backward(changed(change), case)
    assert found is not None and found["edge"] is None and found["node"] == "a"
    assert found["sentence"] == (
        "The first gradient that is wrong, from the result on, is that of `a`: it is 0 and should "
        "be 10, which is 10 from `a * b`."
    )


def test_a_gradient_that_is_changed_afterwards():
    """Where every message is right and a gradient is not, that is what is said."""

    def change(ns: Any) -> None:
        right = ns.AutogradValue.backward

        def backward(self: Any) -> None:
            right(self)
            self.parents[0].grad /= 2

        ns.AutogradValue.backward = backward

    case = expression("a * 3", a=2.0)
    found = find_backward(changed(change), case)
    assert found is not None and found["node"] == "a"
    assert found["sentence"].endswith(
        "that of `a`: it is 1.5 and should be 3, which is 3 from `a * 3`. What was sent to it was "
        "right; something else has set it."
    )


def test_no_more_messages_are_missed_than_there_is_a_word_for():
    """One or two of five that are missing are named; of three, any sum might be by chance."""
    truth = truth_of(expression("a*1.5 + a*2.5 + a*4.5 + a*9.5 + a*17.5", a=2.0))
    whole, left = truth.adjoints["a"], "What `a * 9.5` and `a * 1.5` sent is missing in it."
    assert missing(truth, "a", whole - 1.5 - 9.5) == left
    assert missing(truth, "a", whole - 1.5 - 2.5 - 9.5) == ""


def test_the_first_wrong_value_forward():
    """Forward the walk goes with the arrows, and the sum of products is written out."""
    case = expression("exp(a * b) + a", a=2.0, b=0.5)
    found = find_forward(engine("forward-no-local"), case, "b")
    assert found is not None and found["node"] == "v1"
    assert found["sentence"] == (
        "It goes wrong first at `a * b`: for `b` it has 1 and should have 2 (local derivative "
        "times the parent's own: 2 times 1 from `b`)."
    )
    found = find_forward(engine("forward-inputs-only"), case, "b")
    assert found is not None and found["node"] == "v2"
    assert "`exp(a * b)`: for `b` it has no entry" in found["sentence"]


def test_the_first_wrong_value():
    """A wrong value is found before anything that was computed from it."""
    case = expression("(a - b) * 3 + 1", a=2.0, b=5.0)
    found = find_value(engine("sub-reversed"), case)
    assert found is not None and found["node"] == "v1"
    assert (
        found["sentence"] == "The first value that is wrong is `a - b`: it is 3 and should be -3."
    )


@settings(max_examples=40, deadline=None)
@given(expressions())
def test_nothing_is_wrong_with_the_reference(case: Expression):
    """On right answers there is no place where it goes wrong, whatever the expression."""
    right = engine(None)
    assert find_value(right, case) is None
    assert find_backward(right, case) is None
    for name in case.inputs:
        assert find_forward(right, case, name) is None


@settings(max_examples=25, deadline=None)
@given(expressions(), st.sampled_from(["backward-every-path", "backward-depth-first"]))
def test_a_place_is_found_whenever_a_gradient_is_wrong(case: Expression, name: str):
    """Every wrong gradient has a first wrong message, and it is an arrow of the expression."""
    wrong, truth = engine(name), reference(case)
    _, gradient = wrong.derivatives(case)
    if all(abs(gradient[n] - truth.gradient[n]) < 1e-3 for n in case.inputs):
        return
    found = find_backward(wrong, case)
    assert found is not None and found["edge"] is not None
    sender, receiver = found["edge"]
    assert receiver in truth_of(case).partials[sender]
    assert found["sent"] != found["expected"]


def test_only_what_the_result_depends_on_is_drawn():
    """Inputs and steps that lead nowhere are left out of the picture."""
    case = expression("d = b * b; a * a", a=2.0, b=3.0)
    found = find_backward(engine("backward-twice"), case)
    assert found is not None and [node["name"] for node in found["nodes"]] == ["a", "v2"]


def test_classes_are_left_as_they_were():
    """Watching a submission does not change it for the checks that follow."""
    namespace = wrong_engine(SCALAR, None)
    own = namespace["AutogradValue"].backward_pass
    case = expression("a * a", a=2.0)
    find_backward(engine_of(namespace), case)
    assert namespace["AutogradValue"].backward_pass is own
