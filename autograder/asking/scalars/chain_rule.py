"""Questions that nobody can answer without the chain rule.

An engine that multiplies local derivatives and adds up along the paths can be told apart from one
that only gives the right numbers: make the local derivatives wrong on purpose, and the first
follows where the second cannot. Differences, complex steps, many digits and borrowed engines all
find the true derivative, which is then not what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
from hypothesis import strategies as st

import adlearn
from autograder.asking.assertions import as_number, assert_same, case, row
from autograder.asking.cases import for_all, numbers
from autograder.asking.numbers import close, listed, number, precision, single
from autograder.asking.scalars.assertions import assert_gradient
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.engine import ScalarEngine, engine_of, scalar_engine_of
from autograder.asking.scalars.expressions import INFIX, OPERATIONS, Expression, Step, expression
from autograder.asking.scalars.reference import lied_gradient
from autograder.asking.witnesses import subgradient
from autograder.errors import CheckFailure
from autograder.language import say, template

#: What separates two ways of writing the same rule in double precision; the best differences are
#: further off.
EXACT = 64 * 2.0**-52

#: The same in single precision, for operations whose own values are single.
SINGLE_RULE = 1e-5

#: What a difference of nearby values reaches, roughly: what is further off is just wrong.
NEARLY = 1e-3

#: Numbers so large or small that an imaginary step beside them is lost, and how exact a rule is
#: there at least.
FAR: dict[str, tuple[tuple[float, ...], ...]] = {
    "_mul": ((1.7, 1.23e-307), (1.23e-307, 1.7)),
    "_div": ((1.3, 1.1e153),),
    "_exp": ((-708.0,),),
    "_log": ((1.1e308,), (3e-300,)),
}
FAR_EXACT = 1e-10

#: Where it is looked at what a rule asks of `func`.
AT = (1.75, 2.5)

#: Where it is looked at what numbers meet in a rule. Nobody draws these: a rule that keeps what it
#: gave would give our watched numbers back where it is asked another thing.
MET_AT = (1.8125, 2.5625)

#: What a lie multiplies a local derivative by.
FACTOR = st.sampled_from([2.0, -1.0, 3.0, -0.5])

#: Local derivatives that are made up, for operations in a row.
DECLARED = st.lists(numbers(-4, 4).filter(lambda n: abs(n) >= 0.25), min_size=1, max_size=4)


def lies(
    operations: Sequence[str] = OPERATIONS, stops: bool = False
) -> st.SearchStrategy[dict[str, tuple[float, ...]]]:
    """Draw what each operation's local derivatives are multiplied by.

    Parameters
    ----------
    operations : sequence of str
        Which operations lie.
    stops : bool
        Whether a factor may be 0: then nothing may pass through that operand.

    Examples
    --------
    >>> import hypothesis
    >>> hypothesis.find(lies(("mul",)), lambda lie: lie["mul"][1] < 0)
    {'mul': (2.0, -1.0)}
    """
    factor = st.one_of(FACTOR, st.just(0.0)) if stops else FACTOR
    return st.fixed_dictionaries(
        {name: st.tuples(*[factor] * (2 if name in INFIX else 1)) for name in operations}
    )


def assert_chain_rule(
    submission: Any,
    expression: Expression,
    factors: Mapping[str, Sequence[float]],
    mode: str = "reverse",
) -> None:
    """Check that derivatives follow the local derivatives, also where those are not true.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    expression : Expression
    factors : mapping
        Operation to what its local derivatives are multiplied by, meanwhile; see `lies`.
    mode : str
        ``"reverse"``: ``backward()`` and ``grad``. ``"forward"``: ``forward_grads``.

    Raises
    ------
    CheckFailure
        Of kind ``gradient``, with what was expected.
    """
    used = {step.operation for step in expression.steps}
    told = {name: numbers for name, numbers in factors.items() if name in used}
    gave, calls = engine_of(submission).derivatives_with(expression, mode, told)
    gradient, scale = lied_gradient(expression, told)
    said = ", ".join(
        say("_{name} by {numbers}", name=name, numbers=listed(numbers))
        for name, numbers in told.items()
    )
    for name, expected in gradient.items():
        if gave[name] is None and (name not in expression.used or expected == 0):
            continue
        what = say(
            "The derivative of {expression} with respect to {name}",
            expression=expression,
            name=name,
        )
        yours = as_number(gave[name], what)
        if close(yours, expected, scale[name], precision(gave[name])):
            continue
        true = lied_gradient(expression, {})[0][name]
        hint = say(
            "Take the local derivatives from `self.grads` and nowhere else, and combine them."
        )
        if close(yours, true, scale[name], 1e-3):
            hint = say("{true} is what it would be otherwise.", true=number(true)) + f" {hint}"
        if calls > 2 * len(expression.steps):
            hint += " " + say(
                "(Going backward, your code ran `func` {calls} times; the chain rule needs none.)",
                calls=calls,
            )
        raise CheckFailure(
            say(
                "{what}, at {at}, while this check multiplies what `grads` returns ({said}), "
                "should "
                "be {right}; it is {yours}. {hint}",
                what=what,
                at=expression.at(),
                said=said,
                right=number(expected),
                yours=number(yours),
                hint=hint,
            ),
            "gradient",
            case(
                "gradient", str(expression), list(expression.inputs), [*expression.inputs.values()]
            )
            | {"rows": [row(f"d/d{name}", yours, expected)]},
            cases=(CHANGED,),
        )


#: What is special about cases whose local derivatives are no true ones.
CHANGED = template("operations whose local derivatives the check has changed")


def assert_follows(submission: Any, mode: str, text: str) -> None:
    """Check that a derivative follows local derivatives that are not true, at drawn numbers.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    mode : str
        As for `assert_chain_rule`.
    text : str
        An expression of ``a`` and ``b``.
    """

    def body(a: float, b: float, factors: Mapping[str, Sequence[float]]) -> None:
        _follow(submission, expression(text, a=a, b=b), factors, mode)

    for_all(body, numbers(1, 4), numbers(1, 4), lies(), examples=2)


def _follow(
    submission: Any, case: Expression, factors: Mapping[str, Sequence[float]], mode: str
) -> None:
    """Check the chain rule; what is wrong without a lie is said of it as it is."""
    try:
        assert_chain_rule(submission, case, factors, mode)
    except CheckFailure:
        assert_gradient(submission, case, mode)
        raise


def assert_follows_anywhere(submission: Any, mode: str) -> None:
    """Check the same for any expression, also where nothing may pass through an operation."""

    def body(case: Expression, factors: Mapping[str, Sequence[float]]) -> None:
        _follow(submission, case, factors, mode)

    for_all(body, expressions(steps=6), lies(stops=True), examples=8)


def assert_declared_chains(submission: Any, mode: str) -> None:
    """Check derivatives through operations of the grader's own, whose partials are made up."""
    engine = scalar_engine_of(submission, "operations of the grader's own")

    def body(start: float, partials: list[float]) -> None:
        gave = engine.declared_chain(mode, start, partials)
        what = say(
            "Through operations with the local derivatives {partials}, the derivative",
            partials=partials,
        )
        assert_same(gave, float(np.prod(partials)), what, "gradient")

    for_all(body, numbers(-4, 4), DECLARED, examples=5)


def assert_rule(
    submission: Any,
    name: str,
    function: Callable[..., Any],
    examples: int = 8,
    always: Sequence[tuple[float, ...]] = (),
    **strategies: st.SearchStrategy[float],
) -> None:
    """Check that an operation's ``grads`` is a rule, not a difference of values.

    A rule is right to the last digits, up to the error of the submission's own ``func``; where the
    values of that are in single precision, so may be its derivatives. It is right far out as well,
    and however it uses ``func``, it does not subtract its values.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    name : str
        The operation class, such as ``"_mul"``.
    function : callable
        What it computes, in a form that adlearn differentiates.
    examples : int
    always : sequence of tuple
        Numbers that are asked first, whatever the seed.
    **strategies : Hypothesis strategies
        Argument name to where its numbers come from.
    """
    engine = scalar_engine_of(submission, "an operation's `func` and `grads`")
    means = engine.differences_in(name)
    if "sum" in means and len(means) > 1:
        _refuse_difference(name, say("It works with {means} numbers to take one.", means=means[0]))

    def body(*values: float) -> None:
        expected = float(function(*values))
        asked = engine.operation_asked(name, values)
        own, yours = asked("func"), _partials(name, asked("grads"))
        allowed = SINGLE_RULE if single(own) else EXACT
        allowed += 10 * abs(float(own) - expected) / max(abs(expected), 1e-3)
        _compare_rule(name, function, values, yours, list(strategies), allowed)

    for_all(body, *strategies.values(), examples=examples, always=always)
    for values in FAR.get(name, ()):
        # The rule first: it must not need what `func` was asked last.
        gave, own = engine.operation_partials(name, values), engine.operation_value(name, values)
        if single(*np.ravel(gave), own):
            continue
        expected = float(function(*values))
        allowed = FAR_EXACT + 10 * abs(float(own) - expected) / abs(expected)
        yours = _partials(name, gave)
        _compare_rule(name, function, values, yours, list(strategies), allowed)
    assert_no_difference(engine, name, AT[: len(strategies)])


def _partials(name: str, gave: Any) -> list[float]:
    """Take the local derivatives that a rule gave, in whatever it gave them."""
    several = gave if isinstance(gave, (tuple, list)) else np.ravel(gave)
    return [as_number(item, say("What `{name}.grads` returns", name=name)) for item in several]


def _compare_rule(
    name: str,
    function: Callable[..., Any],
    values: Sequence[float],
    yours: Sequence[float],
    labels: Sequence[str],
    allowed: float,
) -> None:
    for index, label in enumerate(labels):
        right = float(adlearn.grad(function, index)(*values))
        mine = yours[index]
        if abs(mine - right) <= allowed * abs(right):
            continue
        if subgradient(function, values, index, mine):
            continue
        at = ", ".join(f"{k} = {number(v)}" for k, v in zip(labels, values, strict=True))
        told = say(
            "`{name}.grads` is not right: for {at} the derivative with respect to "
            "{label} should be {right!r}; yours is {mine!r}. Write down the rule for the "
            "derivative.",
            name=name,
            at=at,
            label=label,
            right=right,
            mine=mine,
        )
        if abs(mine - right) <= NEARLY * abs(right):
            told = say(
                "`{name}.grads` is nearly right: for {at} the derivative with respect to "
                "{label} is {right!r}; yours is {mine!r}. Differences of nearby values "
                "are only that good, and so is float32. Write down the rule for the "
                "derivative instead, in Python's own numbers.",
                name=name,
                at=at,
                label=label,
                right=right,
                mine=mine,
            )
        raise CheckFailure(
            told,
            "partials",
            case(f"{name}.grads", name, list(labels), list(values))
            | {"rows": [row(say("with respect to {label}", label=label), mine, right)]},
        )


def assert_no_difference(engine: ScalarEngine, name: str, numbers: Sequence[float]) -> None:
    """Check that local derivatives are not made of differences of the operation's own values.

    A difference does not notice if the same number is added to every value, and grows as they are
    multiplied. A rule may ask `func` what it likes: it would notice the first, or not the second.
    """

    def asked(factor: float, shift: float) -> tuple[np.ndarray, int]:
        gave, elsewhere, odd = engine.rule_watched(name, numbers, factor, shift)
        if odd:
            _refuse_difference(
                name, say("It calls `func` with a number of type {odd}.", odd=odd[0])
            )
        return np.array(_partials(name, gave)), elsewhere

    if engine.met(name, MET_AT[: len(numbers)]):
        _refuse_difference(name, say("It takes an imaginary one."))
    honest, elsewhere = asked(1.0, 0.0)
    if not elsewhere:
        return
    shifted, scaled = asked(1.0, 64.0)[0], asked(4.0, 0.0)[0]
    room = 1e-3 * (1e-3 + np.abs(honest))
    if bool(np.any((np.abs(shifted - honest) <= room) & (np.abs(scaled - honest) > room))):
        _refuse_difference(name, say("It calls `func` at other numbers to take one."))


def _refuse_difference(name: str, how: str) -> NoReturn:
    raise CheckFailure(
        say(
            "`{name}.grads` takes a difference of values. {how} Write down the rule for the "
            "derivative instead.",
            name=name,
            how=how,
        ),
        "partials",
    )


def assert_metamorphic(submission: Any, expression: Expression, weight: float) -> None:
    """Check how gradients of related programs are related. No reference is asked.

    The gradient is linear in what comes in: that of w * f is w times that of f; that of f + f, with
    f computed twice, is twice that of f; that of f + w * a is larger by w for a. And it does not
    matter in which order the inputs were made.

    Parameters
    ----------
    submission : Submission or ScalarEngine
    expression : Expression
    weight : float
    """
    names = list(expression.inputs)
    output = expression.output
    copy = {step.name: f"{step.name}_again" for step in expression.steps}
    again = [
        Step(copy[s.name], s.operation, tuple(copy.get(str(o), o) for o in s.operands))
        for s in expression.steps
    ]
    first = names[0]
    plain = [Step("r", "add", (output, 0.0))]
    scaled = [Step("r", "mul", (weight, output))]
    shifted = [Step("t", "mul", (weight, first)), Step("r", "add", (output, "t"))]
    doubled = [*again, Step("r", "add", (output, copy[output]))]
    by = number(weight)
    related = [  # what it is called, its last steps, order of inputs, times f's, plus for the first
        ("f", plain, names, 1.0, 0.0),
        (f"{by} * f", scaled, names, weight, 0.0),
        (f"f + {by} * {first}", shifted, names, 1.0, weight),
        ("f + f", doubled, names, 2.0, 0.0),
        (say("f, with the inputs made in another order,"), plain, names[::-1], 1.0, 0.0),
    ]
    programs = [
        Expression(expression.inputs, (*expression.steps, *steps)) for _, steps, *_ in related
    ]
    orders = [order for _, _, order, _, _ in related]
    found = engine_of(submission).derivatives_of(programs, orders)
    scale = lied_gradient(expression, {})[1]
    for (text, _, _, times, plus), gave in zip(related, found, strict=True):
        for name in names:
            base = as_number(
                found[0][name],
                say("The derivative of {expression} by {name}", expression=expression, name=name),
            )
            expected = times * base + (plus if name == first else 0.0)
            yours = as_number(
                gave[name], say("The derivative of {text} by {name}", text=text, name=name)
            )
            size = max(1.0, abs(weight)) * (scale[name] + 1)
            if not close(yours, expected, size, precision(gave[name])):
                raise CheckFailure(
                    say(
                        "Let f = {expression} at {at}. With respect to {name}, your "
                        "derivative of f is {base}, so that of {text} should be {right}; it "
                        "is {yours}.",
                        expression=expression,
                        at=expression.at(),
                        name=name,
                        base=number(base),
                        text=text,
                        right=number(expected),
                        yours=number(yours),
                    ),
                    "gradient",
                    case(
                        "gradient",
                        say("{text} where f = {expression}", text=text, expression=expression),
                        names,
                        list(expression.inputs.values()),
                    )
                    | {"rows": [row(f"d/d{name}", yours, expected)], "related": True},
                )
