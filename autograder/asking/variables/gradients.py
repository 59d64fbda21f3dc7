"""Claims about the way back: plain numbers beside variables, several walks, long chains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.refusals import first_wrong, more_said, refuse_odd
from autograder.asking.told_by_probes import in_words
from autograder.asking.variables import probes
from autograder.errors import CheckFailure, StudentError
from autograder.language import say, template

__all__ = [
    "assert_again",
    "assert_beside_numbers",
    "assert_derivative",
    "assert_long",
    "refuse_attribute",
]

#: For each way to walk several times: the gradients of a, b, and a * b. a is (2, -1), b is 3, and
#: the result is the sum of a * b * a, weighed by 1 and 10.
AGAIN = {
    "once": ([12.0, -60.0], 14.0, [2.0, -10.0]),
    "twice": ([24.0, -120.0], 28.0, [2.0, -10.0]),
    "set back": ([12.0, -60.0], 14.0, [2.0, -10.0]),
    "two losses": ([4.0, 40.0], 3.0, None),
    "another end": ([3.0, 30.0], -8.0, [1.0, 10.0]),
    "an input alone": (None, 1.0, None),
    "an input that has one": (None, -3.0, None),
}
SAID = {
    "once": template("after `backward(end)`, where end is a sum of `a * b * a`,"),
    "twice": template(
        "after `backward(end)` was called twice (what you made adds up, what was computed is "
        "found afresh),"
    ),
    "set back": template(
        "after `backward(end)`, a.grad and b.grad set to 0, and `backward(end)` again,"
    ),
    "two losses": template("after `backward` of a sum of `a * b` and then of a sum of `a + b`,"),
    "another end": template(
        "after `backward(end)`, a.grad and b.grad set to 0, and `backward` of a sum of `a * b`, "
        "which is on the way to end,"
    ),
    "an input alone": template("after `backward(b)` of a variable that was made and not computed,"),
    "an input that has one": template(
        "after `backward(b)` of a variable that was made and not computed, and has the gradient -4 "
        "already,"
    ),
}


def refuse_attribute(found: Any, what: str) -> None:
    """Fail where a probe told that an attribute is no variable."""
    if isinstance(found, dict) and "attribute" in found:
        name, kind = found["attribute"]
        there = (
            say("there is none")
            if kind == "NoneType"
            else say("it is of type {kind}", kind=in_words(kind))
        )
        raise CheckFailure(
            say(
                "`{name}` of {what} should be a Variable, since it is a parameter; {there}. "
                "Set it in `__init__`: `self.{name} = Variable(...)`.",
                name=name,
                what=what,
                there=there,
            ),
            "type",
            says_what=True,
        )


@goes_on_in_surveys
def assert_beside_numbers(
    submission: Any, text: str, x: Sequence[float], value: np.ndarray, slope: np.ndarray
) -> None:
    """Check an operation of a variable x and plain numbers: its value, and its gradient by x.

    Parameters
    ----------
    submission : Submission
    text : str
        Of x.
    x : sequence of float
    value, slope : ndarray
        What it is at x, and how steep each entry is there.
    """
    weights = np.array([1.0, -2.0, 0.5])[: len(x)]
    found = submission.run(probes.with_numbers, text, np.array(x), weights)
    what = f"`{text}` at x = {list(x)}"
    refuse_odd(found, what, say("a Variable"))
    assert_array(
        found["value"],
        value,
        say("The value of `{text}`, at x = {x},", text=text, x=list(x)),
        "value",
    )
    said = say(
        "What `{text}` sends to x = {x}, when {tolist} comes in,",
        text=text,
        x=list(x),
        tolist=weights.tolist(),
    )

    def hint() -> str:
        if not np.any(found["grad"]):
            return " " + say(
                "Nothing was sent: does `computed(...)` get the operand itself, in a "
                "pair of its own, `(a, lambda g: ...)`?"
            )
        if np.shape(found["grad"]) == np.shape(x) and np.allclose(found["grad"], slope):
            return " " + say("What comes in, g, is missing: the slope is multiplied by it.")
        return ""

    with more_said(hint):
        assert_array(found["grad"], weights * slope, said)


@goes_on_in_surveys
def assert_again(submission: Any, how: str) -> None:
    """Check gradients after `backward` was called in one of the ways of `AGAIN`.

    The gradient of an end is 1, and what was made adds up: for an end that was made, either is
    right.
    """
    found = submission.run(probes.walked_again, how)
    a, b, inner = AGAIN[how]
    if how == "an input that has one" and np.array_equal(found["b"], 1.0):
        return
    for name, right in (("a", a), ("b", b), ("a * b", inner)):
        if right is not None:
            what = say("The gradient of `{name}`, {said}", name=name, said=say(SAID[how]))
            with more_said(lambda: _about_walks(name, found[name], np.array(right), how)):  # noqa: B023
                assert_array(found[name], np.array(right), what)


#: The gradient of the second of two losses alone, and what comes of a message that replaces one.
SECOND = {"a": [1.0, 10.0], "b": 11.0}
REPLACED = {"a": ([6.0, -30.0], [6.0, -60.0])}


def _about_walks(name: str, mine: Any, right: np.ndarray, how: str) -> str:
    """Say what was not done between two walks, or within one, where the numbers show it."""

    def is_one_of(*others: Any) -> bool:
        return any(np.shape(mine) == np.shape(o) and np.allclose(mine, o) for o in others)

    if not np.any(mine):
        return " " + say(
            "It is 0: did anything arrive? The gradient of the end itself is 1, before it sends."
        )
    if how == "two losses" and is_one_of(SECOND[name]):
        return " " + say(
            "That is the gradient of the last loss alone. What you made, with no edges, "
            "is not set back: messages are added to what is there."
        )
    if how == "once" and is_one_of(*REPLACED.get(name, ())):
        return " " + say("One message has replaced another one: add up what arrives.")
    if how in ("set back", "another end", "twice") and np.all(np.abs(mine) >= np.abs(right)):
        return " " + say(
            "Something is left of the walk before: set the gradient of all that was "
            "computed, that has edges, to 0 before each walk."
        )
    return ""


@goes_on_in_surveys
def assert_long(submission: Any, length: int, doubled: bool) -> None:
    """Check the gradient through a chain that is too long for recursion, or for every path."""
    how = say("each used twice by the next,") if doubled else say("one computed from the other,")
    try:
        found = submission.run(probes.long_chain, length, doubled)
    except StudentError as error:
        if error.kind != "RecursionError":
            raise
        raise CheckFailure(
            say(
                "Through {length} variables, {how} `backward` calls itself more often than "
                "Python allows. Walk in a loop, with a list of what is still to be visited.",
                length=length,
                how=how,
            ),
            "claim",
            says_what=True,
        ) from None
    if "grad" not in found:
        raise CheckFailure(
            say(
                "Through {length} variables, {how} `backward` goes every path, and there are "
                "more than can be counted: it sends over {sent} messages along {length_2} "
                "edges. Send from each variable once, when all that uses it has sent.",
                length=length,
                how=how,
                sent=found["sent"] - 1,
                length_2=length * (1 + doubled),
            ),
            "claim",
            says_what=True,
        )
    assert_array(
        found["grad"],
        np.array(1.0),
        say("The gradient of the first of {length} variables, {how}", length=length, how=how),
    )


@goes_on_in_surveys
def assert_derivative(
    submission: Any, text: str, x: float | np.ndarray, right: float | np.ndarray
) -> None:
    """Check what `derivative` gives for a function, and that it leaves x alone."""
    found, same = submission.run(probes.differentiated, text, x)
    at = x.tolist() if isinstance(x, np.ndarray) else x
    what = say("`derivative({text}, {at})`", text=text, at=at)
    refuse_odd(found, what, say("an array, the gradient"))

    def hint() -> str:
        if not np.any(found):
            return " " + say("It is 0: did `backward` reach the variable that f was called with?")
        return first_wrong(
            ("backward", lambda: [assert_again(submission, how) for how in ("once", "set back")])
        )

    with more_said(hint):
        assert_array(found, np.asarray(right, dtype=float), what)
    if not same:
        raise CheckFailure(say("{what} changed the x that it was given.", what=what), "claim")
