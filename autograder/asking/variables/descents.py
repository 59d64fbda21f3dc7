"""Claims about modules, optimizers and descents, each beside the same by formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.asking.assertions import assert_array
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.numbers import number
from autograder.asking.refusals import either, more_said, refuse_odd
from autograder.asking.variables import probes
from autograder.asking.variables.usual_steps import usual_steps
from autograder.errors import CheckFailure
from autograder.language import joined, listed, say, say_many, template

#: How a module is built, in words, and what it has.
MODULES = {
    "none": (template("without variables"), ""),
    "attributes": (template("whose attributes are two variables"), "ab"),
    "other things": (template("with two variables among other attributes"), "ab"),
    "a module": (template("with a variable, and a module that has two"), "abc"),
    "several modules": (template("with three modules, and a variable of its own"), "abcd"),
    "three deep": (template("with a module in a module in a module"), "abcd"),
    "a list": (template("with a list of three variables"), "abc"),
    "a list of modules": (template("with a list of modules, one of which has a module"), "abc"),
    "lists in lists": (template("with lists in a list"), "abcd"),
    "a shared variable": (template("in which two variables stand twice"), "abc"),
    "a shared module": (template("in which one module stands several times"), "abc"),
    "set later": (template("that got a second variable after it was asked once"), "ab"),
    "equal values": (template("with two variables of the same value"), "ab"),
    "in order": (template("with two variables, and a module between them"), "aef"),
}


#: What is to be done where variables are missing, by how a module is built.
WHERE = {
    "a module": template("Ask each module among the attributes for its parameters, too."),
    "several modules": template(
        "Ask every module among the attributes, and go on after the first."
    ),
    "three deep": template(
        "A module in a module is asked in the same way: does each ask those that it has?"
    ),
    "a list": template("Look into attributes that are lists, too."),
    "a list of modules": template(
        "What stands in a list may be a module, and is asked as an attribute is."
    ),
    "lists in lists": template(
        "What stands in a list may be a list again: look into it in the same way."
    ),
    "equal values": template("Tell variables apart by `is`, and not by their values."),
    "set later": template("Look at the attributes each time anew."),
}


@goes_on_in_surveys
def assert_collects(submission: Any, kind: str) -> None:
    """Check which variables a module of `MODULES` gives as its parameters, in any order."""
    found = submission.run(probes.collected, kind)
    how, right = MODULES[kind]
    what = say("`collect_parameters()` of a module {how}", how=say(how))
    refuse_odd(found, what, say("a list"))
    first, found = found
    if sorted(first) == sorted(right) != sorted(found):
        raise CheckFailure(
            say(
                "{what} is right when it is asked for the first time; the second time it lists "
                "{names}. What is asked changes nothing: are lists of the module as they were?",
                what=what,
                names=listed(found) or say("nothing"),
            ),
            "claim",
        )
    strange = [one for one in found if one not in set("abcdef")]
    if "Variable" in strange:
        raise CheckFailure(
            say(
                "{what} should list the module's own variables; it lists one that is none of "
                "them. The very objects are asked for, not copies.",
                what=what,
            ),
            "claim",
            says_what=True,
        )
    if strange:
        raise CheckFailure(
            say(
                "{what} should list variables alone; it lists something of type {kind}.",
                what=what,
                kind=strange[0],
            ),
            "type",
        )
    often = [name for name, count in Counter(found).items() if count > 1]
    if often and set(found) == set(right):
        raise CheckFailure(
            say(
                "{what} should list each once; it lists {often} more than once. Ask whether "
                "it is in the list already, by `is` or by `id(...)`.",
                what=what,
                often=listed(sorted(often)),
            ),
            "claim",
            says_what=True,
        )
    if sorted(found) != sorted(right):
        missing, more = sorted(set(right) - set(found)), sorted(set(found) - set(right))
        said = []
        if missing:
            said += [
                say_many(
                    "{names} is missing",
                    "{names} are missing",
                    len(missing),
                    names=listed(missing),
                )
            ]
        if more:
            said += [say("{names} should not be there", names=listed(more))]
        raise CheckFailure(
            say(
                "{what} should list {names}; {said}.",
                what=what,
                names=listed(right) or say("nothing"),
                said=joined(said),
            )
            + (f" {say(WHERE[kind])}" if missing and kind in WHERE else ""),
            "claim",
            says_what=bool(missing) and kind in WHERE,
        )


@goes_on_in_surveys
def assert_called(submission: Any) -> None:
    """Check that a module, when it is called, gives what its `forward` gives."""
    found = submission.run(probes.called, [5.0, 2.0])
    what = say("`module(5.0, 2.0)`, where `forward` of the module gives the difference,")
    refuse_odd(found, what, say("3, as `forward(5.0, 2.0)` is"))
    if found != 3.0:
        raise CheckFailure(
            say("{what} should be 3; it is {found}.", what=what, found=number(found)), "claim"
        )


#: Values of parameters, and gradients that are set before each step.
VALUES = (
    np.array([[1.0, -2.0], [0.5, 4.0]]),
    np.array([3.0]),
    np.array(2.5),
    np.array(-1.5),
)
SLOPES = (
    (np.array([[0.5, 1.0], [-2.0, 0.0]]), np.array([4.0]), np.array(1.25), np.array(-0.25)),
    (np.array([[1.5, -1.0], [2.0, 0.5]]), np.array([-1.0]), np.array(-2.0), np.array(0.75)),
    (np.array([[-0.5, 3.0], [1.0, 0.0]]), np.array([2.0]), np.array(3.0), np.array(0.5)),
    (np.array([[0.25, 0.5], [-1.0, 8.0]]), np.array([0.5]), np.array(-0.5), np.array(-2.0)),
)


def steps_of(
    kind: str,
    values: Sequence[np.ndarray],
    slopes: Sequence[Sequence[np.ndarray]],
    options: Mapping[str, float],
) -> list[list[np.ndarray]]:
    """Take the steps of an optimizer by its formulas: the values after each.

    Examples
    --------
    >>> steps_of("GD", [np.array(3.0)], [[np.array(2.0)]], {"lr": 0.5})
    [[array(2.)]]
    """
    lr = options.get("lr", 0.1)
    mu, beta1 = options.get("mu", 0.9), options.get("beta1", 0.9)
    beta2, eps = options.get("beta2", 0.999), options.get("eps", 1e-8)
    now = [np.array(value) for value in values]
    first = [np.zeros(value.shape) for value in now]
    second = [np.zeros(value.shape) for value in now]
    told = []
    for t, each in enumerate(slopes, start=1):
        for i, g in enumerate(each):
            if kind == "Momentum":
                first[i] = mu * first[i] + g
                step = first[i]
            elif kind == "Adam":
                first[i] = beta1 * first[i] + (1.0 - beta1) * g
                second[i] = beta2 * second[i] + (1.0 - beta2) * g**2
                root = np.sqrt(second[i] / (1.0 - beta2**t)) + eps
                step = first[i] / (1.0 - beta1**t) / root
            else:
                step = g
            now[i] = np.asarray(now[i] - lr * step)
        told.append(list(now))
    return told


@goes_on_in_surveys
def assert_steps(
    submission: Any,
    kind: str,
    options: Mapping[str, float],
    count: int = 1,
    steps: int = 1,
    size: float = 1.0,
) -> None:
    """Check the values of parameters after each step, and that gradients stay as they were.

    Parameters
    ----------
    submission : Submission
    kind : str
        ``"GD"``, ``"Momentum"`` or ``"Adam"``.
    options : mapping
    count : int
        How many parameters of `VALUES`, from the last.
    steps : int
    size : float
        By what the gradients are multiplied: small ones show what eps is.
    """
    values = list(VALUES[-count:])
    slopes = [[size * g for g in each[-count:]] for each in SLOPES[:steps]]
    found = submission.run(probes.stepped, kind, values, slopes, dict(options))
    right = steps_of(kind, values, slopes, options)
    how = ", ".join(f"{name}={number(value)}" for name, value in options.items())
    begun = [values, *right[:-1]]
    for t, each in enumerate(zip(found["told"], right, begun, slopes, strict=True), start=1):
        for i, (mine, wanted, before, g) in enumerate(zip(*each, strict=True)):
            which = _called(i, count)
            what = say(
                "The value of {which} after step {t} of `{kind}(params, {how})`",
                which=which,
                t=t,
                kind=kind,
                how=how,
            )
            refuse_odd(mine, what, say("an array"))
            usual = _alike(found["told"], usual_steps(kind, values, slopes, options))
            others = {said: told[t - 1][i] for said, told in usual.items()}
            with more_said(lambda: _about(mine, wanted, before, g, others)):  # noqa: B023
                assert_array(mine, wanted, what, "value")
    if not found["same"]:
        raise CheckFailure(
            say(
                "`step()` of `{kind}` changed the gradients. It changes the values of "
                "parameters alone; `zero_grad()` is called for the rest.",
                kind=kind,
            ),
            "claim",
            says_what=True,
        )


def _called(place: int, count: int) -> str:
    return say("parameter {place}", place=place) if count > 1 else say("the parameter")


def _alike(
    mine: Sequence[Sequence[Any]], usual: Mapping[str, Sequence[Sequence[np.ndarray]]]
) -> dict[str, Sequence[Sequence[np.ndarray]]]:
    """Give those of the usual ways that come to the same values in all steps."""
    return {
        said: told
        for said, told in usual.items()
        if all(
            np.shape(one) == other.shape and np.allclose(one, other)
            for each, others in zip(mine, told, strict=True)
            for one, other in zip(each, others, strict=True)
            if not isinstance(one, dict)
        )
    }


def _about(
    mine: Any,
    right: np.ndarray,
    before: np.ndarray,
    g: np.ndarray,
    others: Mapping[str, np.ndarray],
) -> str:
    """Say how a step was wrong, where it is one of the usual ways."""
    mine = np.asarray(mine)
    if mine.shape != right.shape:
        return " " + say("What is remembered of one parameter has its shape, and is its own.")
    if not np.all(np.isfinite(mine)):
        return " " + say(
            "Something is divided by 0 there, or a root is taken of a negative number: "
            "does t begin at 1, and is g squared in s?"
        )
    if np.array_equal(mine, before):
        return " " + say(
            "It is as it was before. Its gradient was {g}; is it `parameter.value` that "
            "you set, and by what is new in this step?",
            g=_shortly(g),
        )
    if np.allclose(mine - before, before - right):
        return " " + say("It moved in the other direction.")
    alike = [said for said, other in others.items() if np.allclose(mine, other)]
    if said := either(alike[:2]):
        return said
    return " " + say(
        "It was {before} before, its gradient {g}.", before=_shortly(before), g=_shortly(g)
    )


def _shortly(numbers: np.ndarray) -> Any:
    """A few digits of each number, as a list."""
    digits = [float(f"{one:.4g}") for one in np.ravel(numbers)]
    return np.reshape(digits, np.shape(numbers)).tolist()


@goes_on_in_surveys
def assert_set_back(submission: Any, kind: str, count: int) -> None:
    """Check that `zero_grad` sets the gradients to 0, all of them, and nothing else."""
    values = list(VALUES[-count:])
    found = submission.run(probes.set_back, kind, values)
    said = say("after `zero_grad()` of `{kind}`", kind=kind)
    for i, (one, value, after) in enumerate(
        zip(found["found"], found["values"], found["after"], strict=True)
    ):
        which = _called(i, count)
        refuse_odd(
            one,
            say("The gradient of {which}, {said},", which=which, said=said),
            say("an array of zeros"),
        )
        if np.any(one != 0.0):
            raise CheckFailure(
                say(
                    "The gradient of {which}, {said}, should be 0; it is {tolist}.",
                    which=which,
                    said=said,
                    tolist=one.tolist(),
                ),
                "claim",
            )
        assert_array(
            value, values[i], say("The value of {which}, {said},", which=which, said=said), "claim"
        )
        what = say(
            "The gradient of {which}, {said} and `backward` of a sum,", which=which, said=said
        )
        assert_array(after, np.ones(values[i].shape), what, "claim")
