"""Checks of derivatives talk to an engine under test, whatever its parts are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

import adlearn
from autograder.asking.assertions import fail_type
from autograder.asking.cases import numbers
from autograder.asking.checks import Check
from autograder.asking.comparing import Odd
from autograder.asking.engine import Adapter, DeclaredEngine, Program
from autograder.asking.scalars.assertions import (
    assert_gradient,
    assert_gradients_again,
    assert_message,
    assert_partials,
)
from autograder.asking.scalars.chain_rule import (
    assert_chain_rule,
    assert_declared_chains,
    assert_rule,
)
from autograder.asking.scalars.engine import ScalarEngine
from autograder.asking.scalars.expressions import expression
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission
from autograder.asking.verdicts import run_check
from autograder.errors import CheckFailure, StudentError

# An engine with a tape: every operation leaves a line there, with its local derivatives.
TAPE = """
import math

RULES = {
    "add": lambda x, y: (1.0, 1.0),
    "mul": lambda x, y: (y, x),
    "exp": lambda x: (math.exp(x),),
}
VALUES = {"add": lambda x, y: x + y, "mul": lambda x, y: x * y, "exp": math.exp}

class Var:
    def __init__(self, number, tape):
        self.number, self.tape, self.bar = number, tape, 0.0
    def __add__(self, other): return record("add", self, other)
    def __radd__(self, other): return record("add", other, self)
    def __mul__(self, other): return record("mul", self, other)
    def __rmul__(self, other): return record("mul", other, self)

def record(name, *operands):
    tape = next(x.tape for x in operands if isinstance(x, Var))
    numbers = [x.number if isinstance(x, Var) else x for x in operands]
    result = Var(VALUES[name](*numbers), tape)
    tape.append((result, operands, RULES[name](*numbers)))
    return result

def back(result):
    result.bar = 1.0
    for made, operands, partials in reversed(result.tape):
        for operand, partial in zip(operands, partials):
            if isinstance(operand, Var):
                operand.bar += SHARE * made.bar * partial

SHARE = 1.0
"""


def differentiated(ns, code, inputs, output):
    """Value and derivatives of an expression on the tape."""
    tape = []
    scope = {"exp": lambda x: ns.record("exp", x)}
    scope |= {name: ns.Var(number, tape) for name, number in inputs}
    exec(code, scope)
    ns.back(scope[output])
    return [scope[output].number, {name: scope[name].bar for name, _ in inputs}]


def with_factors(ns, code, inputs, output, factors):
    """Derivatives on the tape while its rules are multiplied by factors."""
    own = dict(ns.RULES)

    def off(rule, factors):
        return lambda *x: tuple(f * p for f, p in zip(factors, rule(*x), strict=True))

    try:
        ns.RULES.update({name: off(own[name], numbers) for name, numbers in factors})
        tape = []
        scope = {"exp": lambda x: ns.record("exp", x)}
        scope |= {name: ns.Var(number, tape) for name, number in inputs}
        exec(code, scope)
        ns.back(scope[output])
        return {name: scope[name].bar for name, _ in inputs}
    finally:
        ns.RULES.update(own)


class TapeEngine(ScalarEngine):
    """The adapter: two questions, asked by the tape's own names."""

    def derivatives(self, program: Program, mode: str = "reverse") -> tuple[Any, Mapping[str, Any]]:
        given = [list(item) for item in program.inputs.items()]
        return tuple(self.submission.run(differentiated, program.code(), given, program.output))

    def derivatives_with(
        self, program: Program, mode: str, factors: Mapping[str, Sequence[float]]
    ) -> tuple[Mapping[str, Any], int]:
        given = [list(item) for item in program.inputs.items()]
        told = [[name, list(numbers)] for name, numbers in factors.items()]
        return self.submission.run(with_factors, program.code(), given, program.output, told), 0


def engine(source: str = TAPE) -> TapeEngine:
    names: dict[str, Any] = {}
    exec(source, names)
    return TapeEngine(Submission(LocalSession(names)))


CASE = expression("c = a * b; exp(c) * 2 + c", a=0.5, b=1.5)
LIES = {"mul": (2.0, -1.0), "exp": (3.0,)}


def test_an_engine_of_other_names_passes_the_same_checks():
    """Values, derivatives and the chain rule are asked through the adapter alone."""
    assert_gradient(engine(), CASE)
    assert_chain_rule(engine(), CASE, LIES)


def test_an_engine_of_other_names_fails_the_same_checks():
    """A walk that loses half of each message is refused by both, and a table of answers by one."""
    half = engine(TAPE.replace("SHARE = 1.0", "SHARE = 0.5"))
    with pytest.raises(CheckFailure, match=r"wrong derivative for `v1 = a \* b"):
        assert_gradient(half, CASE)
    with pytest.raises(CheckFailure, match="while this check multiplies"):
        assert_chain_rule(half, CASE, LIES)
    fixed = engine(
        TAPE.replace("class Var", "TRUE = dict(RULES)\n\nclass Var").replace(
            "RULES[name](", "TRUE[name]("
        )
    )
    assert_gradient(fixed, CASE)
    with pytest.raises(CheckFailure, match="while this check multiplies"):
        assert_chain_rule(fixed, CASE, LIES)


# An engine of numbers with a rule for each operation, as texts declare it.
NUMBERS = """
class Number:
    def __init__(self, number, op=None, inputs=()):
        self.number, self.op, self.inputs, self.bar = number, op, inputs, 0.0
    def __add__(self, other): return Add()(self, other)
    def __mul__(self, other): return Mul()(self, other)
    def back(self, g):
        self.bar += g
        for one, sent in zip(self.inputs, self.op.sent(g, *self.inputs) if self.op else ()):
            one.back(sent)

class Operation:
    def __call__(self, *inputs):
        return Number(self.value(*(one.number for one in inputs)), self, inputs)

class Add(Operation):
    def value(self, a, b): return a + b
    def sent(self, g, a, b): return g, g

class Mul(Operation):
    def value(self, a, b): return a * b
    def sent(self, g, a, b): return g * b.number, g * a.number
"""
TEXTS = Adapter(
    make="ns.Number(n)",
    message="n",
    read="t.number if isinstance(t, ns.Number) else t",
    differentiate="y.back(1.0)",
    gradient="x.bar",
    inner=True,
    operations={"add": "Add", "mul": "Mul"},
    rule="(o, 'sent')",
    wrap="lambda self, g, *x: tell(lambda: own(self, g, *x), g, self)",
    node="getattr(t, 'op', None)",
)


def declared(source: str = NUMBERS) -> DeclaredEngine:
    names: dict[str, Any] = {}
    exec(source, names)
    return DeclaredEngine(Submission(LocalSession(names)), TEXTS)


PRODUCTS = expression("c = a * b; c * c + b", a=2.0, b=1.5)


def test_an_engine_of_numbers_is_declared_in_a_few_texts():
    """Derivatives, lies and the place of the first wrong message need no probes of its own."""
    right = declared()
    assert_gradient(right, PRODUCTS)
    assert_chain_rule(right, PRODUCTS, {"mul": (2.0, -1.0), "add": (3.0, 0.5)})
    wrong = declared(NUMBERS.replace("return g * b.number,", "return b.number,"))
    with pytest.raises(CheckFailure) as caught:
        assert_gradient(wrong, PRODUCTS)
    for find in caught.value.findings:
        caught.value.add(find())
    place = (caught.value.counterexample or {})["where"]
    assert place["edge"] == ["v1", "a"]
    assert (
        "should send 9 to `a` (its gradient 6 times the local derivative 1.5)" in place["sentence"]
    )


def test_gradients_and_messages_may_be_plain_numbers():
    """Where inputs are numbers, or the adapter says what is sent: nothing has to wrap them."""
    plain = replace(TEXTS, read="t.number", is_value="isinstance(t, ns.Number)", inner=False)
    for texts in (plain, replace(plain, message="")):
        names: dict[str, Any] = {}
        exec(NUMBERS, names)
        engine = DeclaredEngine(Submission(LocalSession(names)), texts)
        assert_gradient(engine, PRODUCTS)
    wrong = declared(NUMBERS.replace("return g * b.number,", "return b.number,"))
    with pytest.raises(CheckFailure) as caught:
        assert_gradient(DeclaredEngine(wrong.submission, plain), PRODUCTS)
    caught.value.add(caught.value.findings[-1]())
    place = (caught.value.counterexample or {})["where"]
    assert "should send 9 to `a`" in place["sentence"]


def test_nothing_is_called_by_a_name_that_the_engine_does_not_have():
    """Nor is a gradient called the first wrong one where not all were looked at."""
    engine = declared(NUMBERS.replace("self.bar += g", "self.bar = g"))
    inputs_only = DeclaredEngine(engine.submission, replace(TEXTS, inner=False))
    for asked, first in ((engine, True), (inputs_only, False)):
        with pytest.raises(CheckFailure, match="^Your engine gives a wrong derivative") as caught:
            assert_gradient(asked, expression("v = a * b; v * v", a=2.0, b=1.5))
        caught.value.add(caught.value.findings[-1]())
        place = (caught.value.counterexample or {})["where"]
        assert ("first gradient that is wrong" in place["sentence"]) is first
        assert ("One gradient that is wrong is" in place["sentence"]) is not first


def test_what_is_of_an_odd_class_is_called_by_that():
    """A class of ours that stands for it is no word for students."""
    with pytest.raises(CheckFailure, match="should be a number, but it is something of type list"):
        fail_type(Odd("list"), "It", "a number")


@pytest.mark.parametrize("early", [False, True])
def test_a_rule_may_use_the_value_where_it_is_there_by_then(early: bool):
    """An operation that is made without its rule has its value before anybody asks for that."""
    names: dict[str, Any] = {}
    exec(
        "import math\n"
        "class AutogradValue:\n"
        "    def __init__(self, a):\n"
        f"        {'self.grads(a)' if early else 'pass'}\n"
        "        self.value = self.func(a)\n"
        "class _tanh(AutogradValue):\n"
        "    def func(self, a):\n        return math.tanh(a)\n"
        "    def grads(self, a):\n        return 1 - self.value ** 2\n",
        names,
    )
    submission = Submission(LocalSession(names))
    if not early:
        assert_partials(submission, "_tanh", adlearn.tanh, a=numbers(-2, 2))
        return
    with pytest.raises(StudentError, match="when forward mode calls grads; compute"):
        assert_partials(submission, "_tanh", adlearn.tanh, a=numbers(-2, 2))


def test_a_declared_engine_leaves_the_submission_as_it_was():
    """What was listened to, or replaced, is the submission's own again, also after an error."""
    engine = declared()
    probe = "def probe(ns): return id(vars(ns.Mul)['sent'])"
    own = engine.submission.run(probe)
    engine.derivatives_with(PRODUCTS, "reverse", {"mul": (2.0, 3.0)})
    engine.watch_backward(PRODUCTS)
    broken = declared(NUMBERS.replace("return g * b.number", "return g * b.nothing"))
    sent, _, _ = broken.watch_backward(PRODUCTS)
    assert [one.sender for one in sent] == ["v3", "v3"]
    assert broken.broken_rule(PRODUCTS) == ("v2", 1.0)
    assert engine.submission.run(probe) == own


PAIRS = {
    "an array": ("import numpy as np\n", "return np.array([{}, {}])"),
    "a list": ("", "return [{}, {}]"),
    "a generator": ("", "yield {}; yield {}"),
    "an iterator": ("", "return map(float, ({}, {}))"),
}


@pytest.mark.parametrize("form", PAIRS)
def test_a_rule_may_keep_what_it_sends_in_anything(form: str):
    """An engine that goes through what its rule gives is right whatever that is."""
    first, line = PAIRS[form]
    source = first + NUMBERS.replace(
        "return g * b.number, g * a.number", line.format("g * b.number", "g * a.number")
    ).replace("return g, g", line.format("g", "g"))
    assert_gradient(declared(source), PRODUCTS)
    assert_chain_rule(declared(source), PRODUCTS, {"mul": (2.0, -1.0), "add": (3.0, 0.5)})
    wrong = declared(source.replace("g * b.number", "g * 2"))
    sent, _, _ = wrong.watch_backward(PRODUCTS)
    assert [one.sent for one in sent[:2]] == [1.0, 1.0]
    with pytest.raises(CheckFailure, match="should be 33; it is 42"):
        assert_chain_rule(wrong, expression("a * b * a", a=2.0, b=1.5), {"mul": (3.0, 2.0)})


def test_a_rule_may_be_asked_while_the_program_runs():
    """An engine that keeps local derivatives follows lies as one that asks for them later does."""
    eager = NUMBERS.replace(
        "self.number, self.op, self.inputs, self.bar = number, op, inputs, 0.0",
        "self.number, self.op, self.inputs, self.bar = number, op, inputs, 0.0\n"
        "        self.local = op.sent(1.0, *inputs) if op else ()",
    ).replace("self.op.sent(g, *self.inputs) if self.op else ()", "[g * one for one in self.local]")
    assert_gradient(declared(eager), PRODUCTS)
    assert_chain_rule(declared(eager), PRODUCTS, {"mul": (2.0, -1.0), "add": (3.0, 0.5)})


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        (lambda one: assert_gradient(one, PRODUCTS, "forward"), "in mode 'forward'"),
        (lambda one: assert_chain_rule(one, PRODUCTS, {}, "forward"), "in mode 'forward'"),
        (lambda one: assert_gradients_again(one, PRODUCTS), "for the gradients after"),
        (lambda one: assert_message(one, "mul", (), 1.0, ()), "for one step backward"),
        (lambda one: assert_partials(one, "_mul", max), "for an operation's `func` and `grads`"),
        (lambda one: assert_rule(one, "_mul", max), "for an operation's `func` and `grads`"),
        (lambda one: assert_declared_chains(one, "reverse"), "for operations of the grader's own"),
    ],
)
def test_what_a_declared_engine_cannot_be_asked_is_said_to_the_author(asks: Any, said: str):
    """The check has the verdict `error`, with a sentence that says what to ask instead."""
    with pytest.raises(ValueError, match=f"is declared by an Adapter cannot be asked {said}"):
        asks(declared())
    check = Check("test_x", lambda submission: asks(declared()), "q1", "q1-x", 1.0, False, "x")
    assert run_check(check, None, 1).verdict == "error"
