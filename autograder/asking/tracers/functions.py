"""Claims about functions of functions: what `make_vjp`, `grad` and their like give."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

import adlearn
from autograder.asking.arrays.assertions import case_of, compare_array, told_of
from autograder.asking.arrays.programs import ArrayProgram, filled
from autograder.asking.arrays.reference import truth_of
from autograder.asking.assertions import assert_array, assert_same
from autograder.asking.cases import goes_on_in_surveys
from autograder.asking.comparing import listing
from autograder.asking.engine import Adapter, DeclaredEngine, parts, received
from autograder.asking.submission import Handle
from autograder.asking.told_by_probes import in_words
from autograder.asking.tracers import probes
from autograder.asking.tracers.engine import BY_VJP
from autograder.errors import CheckFailure
from autograder.language import say, template

AGAIN = template(", differentiated again")


class TracerEngine(DeclaredEngine):
    """A submission's tracer, with what is asked of it alone.

    Parameters
    ----------
    submission : Submission
    adapter : Adapter
    """

    def __init__(self, submission: Any, adapter: Adapter = BY_VJP) -> None:
        super().__init__(submission, adapter)

    def replayed(self, program: ArrayProgram) -> tuple[Any, Any, int]:
        """Give a program's value, what its notes give, and how many nodes they have."""
        value, again, count = self._ask(probes.replayed, program, None)
        return received(value), received(again), count

    def traced_again(self, program: ArrayProgram, weights: Sequence[np.ndarray]) -> Sequence[Any]:
        """Give the derivatives of what a rule sends, weighed: by operands, and by what came in."""
        (step,) = program.steps
        found = self._ask(
            probes.traced_again,
            program,
            None,
            list(step.operands),
            dict(step.keywords),
            parts(program.incoming),
            self.adapter.operation(step.operation),
            list(weights),
        )
        return [received(one) for one in found]

    def function_and_value(
        self, program: ArrayProgram, name: str, maker: str, given: Sequence[np.ndarray]
    ) -> Mapping[str, Any]:
        """Give what `make_vjp` or `make_jvp` makes of a program, as a function of one input.

        Parameters
        ----------
        program : ArrayProgram
        name : str
            Of the input.
        maker : str
        given : sequence of ndarray
            What the function that it makes is called with.
        """
        found = self._ask(probes.function_and_value, program, None, name, maker, list(given))
        if "type" in found:
            return dict(found)
        return {
            "value": received(found["value"]),
            "found": [received(one) for one in found["found"]],
            "calls": found["calls"],
        }

    def value_and_gradient(self, program: ArrayProgram, name: str) -> Mapping[str, Any]:
        """Give what `value_and_grad` makes of a program by one input."""
        found = self._ask(probes.value_and_gradient, program, None, name)
        return {key: received(value) for key, value in found.items()}

    def jacobian(self, program: ArrayProgram, name: str) -> Any:
        """Give the Jacobian by one input."""
        return received(self._ask(probes.jacobian, program, None, name))

    def hessian_product(self, program: ArrayProgram, name: str, v: np.ndarray) -> Any:
        """Give the Hessian by one input, times v, by `hvp`."""
        return received(self._ask(probes.hessian_product, program, None, name, v))

    def gradient_again(self, program: ArrayProgram, name: str, v: np.ndarray) -> Any:
        """Give the same by `value_and_grad` of what `value_and_grad` gives, times v."""
        return received(self._ask(probes.gradient_again, program, None, name, v))


@contextmanager
def _zeros_allowed() -> Iterator[None]:
    """Ask our own engine also where an output does not depend on the input."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", adlearn.IndependentOutputWarning)
        yield


def _function(program: ArrayProgram, name: str) -> Callable[[Any], Any]:
    """Give a program as a function of one input, for our own engine."""

    def f(x: Any) -> Any:
        return program.evaluate({**program.inputs, name: x})[program.output]

    return f


def room(right: np.ndarray) -> np.ndarray:
    """Give the size that each entry is compared by: that of the largest, and at least 1."""
    return np.full(np.shape(right), np.max(np.abs(right), initial=1.0))


def _compare(engine: TracerEngine, program: ArrayProgram, mine: Any, right: Any, what: str) -> None:
    right = np.asarray(right)
    if mine is None and not right.any():
        return
    compare_array(engine, mine, right, room(right), what, case_of(program))


def _require_two(found: Mapping[str, Any], what: str, wanted: str) -> None:
    if "type" in found:
        hint = " " + say("Is there a `return` in it?") if found["type"] == "NoneType" else ""
        raise CheckFailure(
            say(
                "{what} should return {wanted}; it returned {kind}.",
                what=what,
                wanted=wanted,
                kind=in_words(found["type"]),
            )
            + hint,
            "type",
        )


def _compare_value(engine: TracerEngine, program: ArrayProgram, value: Any, what: str) -> None:
    truth = truth_of(program)
    right = truth.values[program.output]
    compare_array(
        engine, value, right, np.full(right.shape, truth.size), what, case_of(program), "value"
    )


def _require_one_run(found: Mapping[str, Any], what: str) -> None:
    if found["calls"] != 1:
        raise CheckFailure(
            say(
                "{what} runs the function {calls} times; it is traced once, for the value "
                "and for everything that is sent.",
                what=what,
                calls=found["calls"],
            ),
            "claim",
        )


def _directions(shape: tuple[int, ...]) -> list[np.ndarray]:
    """Give two arrays of a shape, not the same."""
    return [filled(shape, 5, start=start) for start in (1, 4)]


@goes_on_in_surveys
def assert_pulled(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check `make_vjp` by each input: the value, and what several messages become.

    Parameters
    ----------
    engine : TracerEngine
    program : ArrayProgram

    Raises
    ------
    CheckFailure
        Of kind ``type``, ``value``, ``shape``, ``gradient`` or ``claim``.
    """
    for name, x in program.inputs.items():
        with _zeros_allowed():
            value, pull = adlearn.vjp(_function(program, name), x)
            right = [(g, *pull(g)) for g in _directions(np.shape(value))]
        _assert_made(engine, program, name, "make_vjp", right, SENDS)


@goes_on_in_surveys
def assert_pushed(engine: TracerEngine, program: ArrayProgram, once: bool = True) -> None:
    """Check `make_jvp` by each input: the value, and what several velocities become.

    Parameters are those of `assert_pulled`; ``once`` asks that the program is run once.
    """
    for name, x in program.inputs.items():
        f = _function(program, name)
        with _zeros_allowed():
            right = [(v, adlearn.jvp(f, (x,), (v,))[1]) for v in _directions(np.shape(x))]
        _assert_made(engine, program, name, "make_jvp", right, MAKES, once)


def _assert_made(
    engine: TracerEngine,
    program: ArrayProgram,
    name: str,
    maker: str,
    right: Sequence[tuple[np.ndarray, Any]],
    does: str,
    once: bool = True,
) -> None:
    """Check the value and the function that one of the two makers gives, by pairs of in and out."""
    program = replace(program, incoming=None)  # what comes in is handed to the function
    with told_of(engine, program, followed=False):
        found = engine.function_and_value(program, name, maker, [given for given, _ in right])
    what = say(
        "`{maker}` of `{program}` by {name}, at {at},",
        maker=maker,
        program=program,
        name=name,
        at=program.at(),
    )
    _require_two(found, what, say("two things, a function and the value"))
    _compare_value(engine, program, found["value"], say("The value that {what} returns", what=what))
    for (given, expected), mine in zip(right, found["found"], strict=True):
        said = say(does, what=what, given=listing(given))
        _compare(engine, program, mine, expected, said)
    if once:
        _require_one_run(found, what)


#: What a function does with what it is given, for `make_vjp` and for `make_jvp`.
SENDS = template("What the function of {what} sends back of {given}")
MAKES = template("What the function of {what} makes of the velocity {given}")


@goes_on_in_surveys
def assert_jacobian(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check the Jacobian by each input: its shape, then its entries."""
    program = replace(program, incoming=None)  # nothing does
    for name, x in program.inputs.items():
        with _zeros_allowed():
            right = np.asarray(adlearn.jacobian(_function(program, name))(x))
        with told_of(engine, program, followed=False):
            mine = engine.jacobian(program, name)
        what = say(
            "`jacobian` of `{program}` by {name}, at {at},",
            program=program,
            name=name,
            at=program.at(),
        )
        _compare(engine, program, mine, right, what)


@goes_on_in_surveys
def assert_hessian_product(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check `hvp` by each input of a program whose result is a number."""
    _assert_hessian(engine, program, engine.hessian_product, "`hvp(f, x, v)`")


@goes_on_in_surveys
def assert_gradient_again(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check the same product, where `value_and_grad` is asked twice."""
    who = say("the derivative of sum(grad(f)(x) * v), both by `value_and_grad`,")
    _assert_hessian(engine, program, engine.gradient_again, who)


def _assert_hessian(
    engine: TracerEngine, program: ArrayProgram, ask: Callable[..., Any], who: str
) -> None:
    for name, x in program.inputs.items():
        f, v = _function(program, name), filled(np.shape(x), 5, start=4)
        with _zeros_allowed():
            right = adlearn.grad(lambda x, f=f, v=v: np.sum(adlearn.grad(f)(x) * v))(x)
        with told_of(engine, program, AGAIN, followed=False):
            mine = ask(program, name, v)
        what = say(
            "For f = `{program}` by x = {name}, at {at}, and v = {v}, {who}",
            program=program,
            name=name,
            at=program.at(),
            v=listing(v),
            who=who,
        )
        _compare(engine, program, mine, right, what)


@goes_on_in_surveys
def assert_value_and_grad(engine: TracerEngine, program: ArrayProgram) -> None:
    """Check `value_and_grad` by each input; the program is run once."""
    truth = truth_of(program)
    for name in program.inputs:
        with told_of(engine, program, followed=False):
            found = engine.value_and_gradient(program, name)
        what = say(
            "`value_and_grad` of `{program}` by {name}, at {at},",
            program=program,
            name=name,
            at=program.at(),
        )
        _require_two(found, what, say("two things, the value and the gradient"))
        _compare_value(
            engine, program, found["value"], say("The value that {what} gives", what=what)
        )
        _compare(
            engine,
            program,
            found["found"],
            truth.adjoints[name],
            say("The gradient of {what}", what=what),
        )
        _require_one_run(found, what)


@goes_on_in_surveys
def assert_called(
    submission: Any,
    text: str,
    argnum: int | None,
    args: Sequence[Any],
    keywords: Mapping[str, Any] | None = None,
    name: str = "grad",
) -> None:
    """Check `grad` of a function of several arguments, some of them no numbers.

    Parameters
    ----------
    submission : Submission
    text : str
        The function, as Python's text.
    argnum : int, optional
        None to leave it out.
    args : sequence
    keywords : mapping, optional
    name : str
        Which function of functions.
    """
    given = dict(keywords or {})
    found = submission.run(probes.called, text, name, argnum, list(args), given)
    call = ", ".join([*map(_plainly, args), *(f"{k}={_plainly(v)}" for k, v in given.items())])
    of = say("f = {text}, ", text=text) + (
        f"`{name}(f, {argnum})({call})`" if argnum is not None else f"`{name}(f)({call})`"
    )
    if "no function" in found:
        raise CheckFailure(
            say(
                "What `{name}` gives should be a function, which computes when it is called; "
                "it is of type {kind}.",
                name=name,
                kind=found["no function"],
            ),
            "type",
        )
    if "type" in found:
        raise CheckFailure(
            say(
                "For {of} should be a number or an array; it is of type {kind}.",
                of=of,
                kind=found["type"],
            ),
            "type",
        )
    place = argnum or 0
    mine = found["found"]
    if name == "value_and_grad":
        _require_two(
            {} if _is_pair(mine) else {"type": type(mine).__name__},
            say("For {of}", of=of),
            say("two things"),
        )
        value, mine = mine
        right = eval(text, {"np": np})(*args, **given)
        assert_same(value, float(right), say("The value that for {of} gives first", of=of), "value")

    def f(x: Any) -> Any:
        return eval(text, {"np": np})(*args[:place], x, *args[place + 1 :], **given)

    with _zeros_allowed():
        right = np.asarray(adlearn.grad(f)(np.asarray(args[place], dtype=float)))
    if not isinstance(mine, (int, float, np.ndarray, np.generic)):
        raise CheckFailure(
            say(
                "For {of} should be a number or an array; it is of type {kind}.",
                of=of,
                kind=_type(mine),
            ),
            "type",
        )
    mine = np.asarray(mine)
    if mine.shape != right.shape:
        raise CheckFailure(
            say(
                "For {of} should have the shape {right}; it has {yours}.",
                of=of,
                right=right.shape,
                yours=mine.shape,
            ),
            "shape",
        )
    if not np.all(np.abs(mine - right) <= 1e-6 * np.maximum(1.0, np.abs(right))):
        raise CheckFailure(
            say(
                "For {of} should be {right}; it is {yours}.",
                of=of,
                right=_plainly(right),
                yours=_plainly(mine),
            ),
            "gradient",
        )
    for boxed, _ in found["handed"]:
        if [i for i, is_box in enumerate(boxed) if is_box] not in ([], [place]):
            raise CheckFailure(
                say(
                    "For {of}, only argument number {place} should be watched; others are "
                    "handed on as they are.",
                    of=of,
                    place=place,
                ),
                "claim",
            )


def _type(value: Any) -> str:
    """Give the name of a class, of what stayed in the submission as well."""
    return value.handle_type if isinstance(value, Handle) else type(value).__name__


def _is_pair(value: Any) -> bool:
    return isinstance(value, (tuple, list)) and len(value) == 2


def _plainly(value: Any) -> str:
    return listing(np.asarray(value)) if isinstance(value, np.ndarray) else repr(value)


@goes_on_in_surveys
def assert_nested(
    submission: Any, text: str, right: float, *args: float, second: bool = False
) -> None:
    """Check a text with derivatives within derivatives, of numbers.

    Parameters
    ----------
    submission : Submission
    text : str
        It calls `grad`.
    right : float
    *args : float
    second : bool
        Whether what it calls `grad` is the second part of the submission's `value_and_grad`.
    """
    mine = submission.run(probes.nested, text, list(args), second)
    words = {"text": text, "args": ", ".join(map(repr, args))}
    if second:
        what = say(
            "For f = {text}, where grad(f)(x) is value_and_grad(f)(x)[1], f({args})", **words
        )
    else:
        what = say("For f = {text}, f({args})", **words)
    if isinstance(mine, dict):
        raise CheckFailure(say("{what}: {odd}.", what=what, odd=in_words(mine["odd"])), "type")
    if not isinstance(mine, (int, float, np.ndarray, np.generic)) or np.size(mine) != 1:
        raise CheckFailure(
            say("{what} should be a number; it is of type {kind}.", what=what, kind=_type(mine)),
            "type",
        )
    if not abs(float(np.ravel(mine)[0]) - right) <= 1e-6 * max(1.0, abs(right)):
        raise CheckFailure(
            say(
                "{what} should be {right:.6g}; it is {mine:.6g}.",
                what=what,
                right=right,
                mine=float(np.ravel(mine)[0]),
            ),
            "gradient",
        )


@goes_on_in_surveys
def assert_of_integers(submission: Any, name: str) -> None:
    """Check what `jacobian` or `make_jvp` gives where x holds integers, and slopes are none."""
    found = submission.run(probes.of_integers, name)
    right = np.diag([0.5, 1.0, 1.5])
    call = "jacobian(f, x)"
    if name == "make_jvp":
        right, call = (
            right @ np.array([0.5, 2.0, -1.0]),
            say("{call} for v = {v}", call="make_jvp(f, x)[0](v)", v="[0.5, 2, -1]"),
        )
    what = say(
        "For f = {f} and x = {x}, `{call}`",
        f="lambda x: x * x / 4.0",
        x="np.array([1, 2, 3])",
        call=call,
    )
    assert_array(found, right, what, "gradient")
