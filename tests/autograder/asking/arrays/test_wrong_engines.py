"""Wrong engines of arrays are refused: a sentence names the place, and the witness is small."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import hypothesis
import numpy as np
import pytest

from autograder.asking.arrays.assertions import assert_array_gradient, assert_rule, assert_rules
from autograder.asking.arrays.chain_rule import (
    array_lies,
    assert_follows_rules,
    assert_related,
    spread,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.programs import ArrayProgram, program
from autograder.asking.arrays.reference import truth_of
from autograder.asking.arrays.uses import every_use, uses
from autograder.asking.cases import for_all
from autograder.asking.engine import DeclaredEngine
from autograder.asking.localize import find_backward
from autograder.asking.run import Run, running
from autograder.errors import CheckFailure, Inconclusive, StudentError
from tests.autograder.asking.arrays.engines import (
    FUNCTION_TABLE,
    TENSOR_ADAPTER,
    TENSOR_TABLE,
    TENSORS as TENSORS_TEXT,
    engine,
    functions,
    tensors,
)

#: Which case is met first, and how far it shrinks, is up to Hypothesis.
drawn_otherwise = pytest.mark.skipif(
    hypothesis.__version_info__ < (6, 130), reason="an older Hypothesis draws other cases"
)


@dataclass
class Refusal:
    """What a student reads, and the case it is about."""

    text: str
    where: str
    case: ArrayProgram
    kind: str


def refusal(engine: DeclaredEngine, table: Table, scalar: bool, seed: int = 0) -> Refusal:
    """Ask drawn programs and every use, and give what the smallest failing case says."""
    asked: list[ArrayProgram] = []

    def body(case: ArrayProgram) -> None:
        asked.append(case)
        assert_array_gradient(engine, case)

    drawn = array_programs(table, scalar=scalar, constants=True)
    with running(Run(seed)):
        try:
            for_all(body, drawn, examples=25, always=every_use(table, scalar))
        except CheckFailure as failure:
            for find in failure.findings:
                failure.add(find())
            place = (failure.counterexample or {}).get("where") or {}
            return Refusal(failure.message, place.get("sentence", ""), asked[-1], failure.kind)
        except StudentError as error:
            return Refusal(f"{error.kind}: {error.detail}{error.asked}", "", asked[-1], "raised")
    pytest.fail("nothing is refused")


MATMUL = "fitting(out_grad @ transpose(b), a.shape), fitting(transpose(a) @ out_grad, b.shape)"
MORE = "        for more in sent[id(node)][1:]:\n            node.grad = node.grad + more\n"
ONCE = "in {id(p): (p, g) for p, g in zip(node.inputs, grads)}.values():"
VISIT = "    for node in reversed(find_topo_sort(output)):"
BREADTH = """
    every, seen = [output], {id(output)}
    for one in every:
        every += [p for p in one.inputs if not (id(p) in seen or seen.add(id(p)))]
    for node in every:"""
WALK = "def compute_gradient_of_variables(output, out_grad):"
ONES = "        if n == 1:\n            g = real.sum(g, axis=axis, keepdims=True)\n"
PARENTS = "parents = [(i, x) for i, x in enumerate(args) if isinstance(x, Box)]"
ADD, MUL = (
    "fitting(out_grad, a.shape), fitting(out_grad, b.shape)",
    "fitting(out_grad * b, a.shape), fitting(out_grad * a, b.shape)",
)

#: What is replaced by what; what the message says; what is said of the place; the shape of `a`
#: where it does not depend on what is drawn.
Wrong = tuple[str, str, str, str, tuple[int, ...]]

TENSORS: dict[str, Wrong] = {
    "a broadcast operand is not summed back": (
        ADD,
        "out_grad, out_grad",
        r"asked for `.*Before that, .* was broadcast|should have the shape",
        "",
        (2,),
    ),
    "operands exchanged": (
        MUL,
        "fitting(out_grad * a, a.shape), fitting(out_grad * b, b.shape)",
        r"should be \S+( at \[0.*\])?; it is \S+\. A small nudge of",
        r"should send \S+ to `.*`( at \[0.*\])?; it sent",
        (),
    ),
    "a batch of matrices is not summed back": (
        MATMUL,
        "out_grad @ transpose(b), transpose(a) @ out_grad",
        r"the gradient of \w should have the shape .*; it has \(\d, ",
        r"should send `.*` an array of shape .* was broadcast: add up over the axes",
        (),
    ),
    "negative axes of a sum": (
        "            shape[axis] = 1",
        "            if axis >= 0:\n                shape[axis] = 1",
        r"ValueError: .*in the rule of `summation\(.*, axes=\(?-\d.*`, where .* came in|should",
        "",
        (),
    ),
    "a sum is stretched along the wrong axis": (
        "broadcast_to(reshape(out_grad, tuple(shape)), node",
        "broadcast_to(out_grad, node",
        r"summation\(.*the gradient of \w should be \S+ at \[.*\]; it is|in the rule of `summation",
        r"should send \S+ to `.*` at \[.*\]; it sent \S+ there|^$",
        (),
    ),
    "only the first message counts": (
        MORE,
        "",
        r"For `a \+ a` .*should be 6 at \[0\]; it is 3",
        r"`a \+ a` uses it in 2 places, and what one of them sent is missing in it",
        (2,),
    ),
    "an operand that stands twice is sent one share": (
        "in zip(node.inputs, grads):",
        ONCE,
        r"For `a \+ a` .*should be 6 at \[0\]; it is 3",
        "uses it in 2 places",
        (2,),
    ),
    "breadth first": (
        VISIT,
        BREADTH.strip("\n"),
        r"the gradient of \w should be \S+( at \[0\])?; it is",
        r"What .* sent is missing in it|uses it and had not sent anything yet",
        (),
    ),
    "the axes of a transpose are forgotten": (
        "return transpose(out_grad, self.axes)",
        "return transpose(out_grad)",
        r"For `transpose\(a, .*, the gradient of a should",
        r"`transpose\(a, .*should send .*; it sent",
        (),
    ),
    "a plain factor is lost": (
        "return out_grad * self.scalar",
        "return out_grad",
        r"\* (3.0|-0.5).* should be \S+ at \[.*\]; it is",
        r"\* (3.0|-0.5)` should send \S+ to `.*` at \[.*\]; it sent",
        (),
    ),
    "the derivative of log": (
        "Tensor(1 / node.inputs[0].array)",
        "Tensor(1 / node.array)",
        r"log\(.* should be \S+ at \[0",
        r"`log\(.*\)` should send \S+ to `.*` at \[0",
        (),
    ),
    "what comes in is not used": (
        "(self, out_grad)\n\n\nclass TensorOp",
        "(self, Tensor(np.ones(self.shape)))\n\n\nclass TensorOp",
        r"the gradient of a should be \S+ at \[0\]; it is",
        r"The gradient of the result was 1 at the start at \[0\]; it should be 3",
        (2,),
    ),
    "a wrong value": (
        "return np.sum(a, axis=self.axes)",
        "return np.sum(a, axis=self.axes) + 1",
        r"The value of `.*summation.* should be \S+; it is|gradient of \w should",
        "",
        (),
    ),
    "a gradient that is no tensor": (
        "        if node.op is None:\n",
        "        if node.op is None:\n            node.grad = node.grad.array\n",
        "the gradient of a should be a Tensor, but it is of type ndarray",
        "",
        (),
    ),
}

FUNCTIONS: dict[str, Wrong] = {
    "axes of length 1 are not summed back": (
        ONES,
        "        pass\n",
        r"the gradient of \w should (have the shape .*; it has|be \S+ at \[.*\]; it is)",
        "was broadcast: add up over the axes that broadcasting made longer",
        (),
    ),
    "keepdims is forgotten": (
        "if axis is not None and not keepdims:",
        "if axis is not None:",
        r"in the rule of `np.sum\(.*keepdims=True\)`",
        "",
        (),
    ),
    "a sum without keepdims is stretched along the wrong axis": (
        "        g = real.expand_dims(g, axis)\n",
        "        pass\n",
        r"keepdims=False.* should be \S+ at \[.*\]; it is",
        r"keepdims=False\)` should send .* at \[.*\]",
        (),
    ),
    "an order of three axes is not turned round": (
        "real.transpose(g, real.argsort(axes))",
        "real.transpose(g, axes)",
        r"np.transpose\(.*, the gradient of a should",
        r"`np.transpose\(.*should send .*; it sent",
        (),
    ),
    "the last message replaces the others": (
        "sent[id(parent)] + more if id(parent) in sent else more",
        "more",
        r"For `np.sum\(\(a \+ a\) \* w.*should be -6 at \[0\]; it is -3",
        "uses it in 2 places",
        (2,),
    ),
    "a vector times a matrix": (
        "real.asarray(g)[..., None] * y, x)",
        "real.asarray(g)[..., None] + y, x)",
        r" @ .* the gradient of \w should be \S+( at \[.*\])?; it is",
        r"@ .*` should send \S+ to `.*` at \[0\]; it sent",
        (),
    ),
    "only the last operand that is traced counts": (
        PARENTS,
        PARENTS + "[-1:]",
        r"should be -6 at \[0\]; it is -3",
        r"`a \+ a` should send -6 to `a` at \[0\]; it sent -3 there",
        (2,),
    ),
    "nothing passes beside a constant": (
        PARENTS,
        PARENTS + "\n        parents = parents if len(parents) == len(args) else []",
        r"should be \S+( at \[0\])?; it is 0",
        "never took its step|is wrong",
        (),
    ),
    "the derivative of exp": (
        "lambda g, ans, x: g * ans",
        "lambda g, ans, x: g * x",
        r"np.exp\(.* at \[0.*\]; it is",
        r"np.exp\(.*` should send .* to `.*` at \[0",
        (),
    ),
    "the number of the argument is ignored": (
        "one = lambda x: f(*args[:argnum], x, *args[argnum + 1 :])",
        "one = lambda x: f(x, *args[1:]); argnum = 0",
        "the gradient of b should",
        "never took its step: `b` should have received",
        (),
    ),
}


@drawn_otherwise
@pytest.mark.parametrize("name", TENSORS)
def test_a_wrong_engine_with_backward_is_refused(name: str):
    """Each is refused by its smallest case, which says the entry and where it went wrong first."""
    old, new, text, where, shape = TENSORS[name]
    check(refusal(tensors((old, new)), TENSOR_TABLE, scalar=False), text, where, shape)


@drawn_otherwise
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_wrong_engine_with_grad_is_refused(name: str):
    """The same holds where a function is differentiated, and steps are known by their rules."""
    old, new, text, where, shape = FUNCTIONS[name]
    check(refusal(functions((old, new)), FUNCTION_TABLE, scalar=True), text, where, shape)


def check(found: Refusal, text: str, where: str, shape: tuple[int, ...]) -> None:
    assert re.search(text, found.text), found.text
    assert re.search(where, found.where), found.where
    sizes = [found.case.inputs[name].size for name in found.case.inputs if name in found.case.used]
    assert max(sizes) <= 27 and len(found.case.steps) <= 8
    if shape:
        assert found.case.inputs["a"].shape == shape


DIFFERENCES = (
    "        vjp, ans = make_vjp(one, args[argnum])\n        found = vjp(real.ones_like(ans))\n",
    """
        found = real.zeros(real.shape(args[argnum]))
        for i in real.ndindex(found.shape):
            sides = []
            for h in (1e-6, -1e-6):
                x = real.array(args[argnum], dtype=float)
                x[i] += h
                sides.append(one(x))
            found[i] = (sides[0] - sides[1]) / 2e-6
""",
)


def test_differences_do_not_follow_a_declared_rule():
    """Numbers right to six digits, and no rule is asked: lies and rules of our own show it."""
    engine = functions(DIFFERENCES)
    case = program(
        FUNCTION_TABLE, "np.sum(a * b, axis=None, keepdims=False)", a=[2.0, 3.0], b=[1.0, 5.0]
    )
    assert_array_gradient(engine, case)
    for change in ((2.0, -1.0), spread):
        with pytest.raises(CheckFailure, match=r"What you give is the derivative without"):
            assert_follows_rules(engine, case, {"mul": change})
    right: dict[str, Any] = {"mul": spread, "sum": (3.0,)}
    assert_follows_rules(functions(), case, right)


def test_lies_and_relations_find_what_keeps_to_itself():
    """A walk with factors of its own is not linear in what comes in; one that lies is found out."""
    engine = tensors(
        ("node.grad = sent[id(node)][0]", "node.grad = Tensor(np.sign(sent[id(node)][0].array))")
    )
    case = program(TENSOR_TABLE, "a * b", [3.0, -4.0], a=[2.0, 3.0], b=[1.0, 5.0])
    with pytest.raises(
        CheckFailure, match=r"By your own gradient of f, that of f \+ f with respect"
    ):
        assert_related(engine, case, 3.0)
    with running(Run(1)), pytest.raises(CheckFailure, match="while this check changes rules"):
        for_all(
            lambda case, lies: assert_follows_rules(engine, case, lies),
            array_programs(TENSOR_TABLE, steps=3),
            array_lies(TENSOR_TABLE),
            examples=10,
        )


RULES = {
    "matmul": (
        MATMUL,
        "fitting(out_grad @ transpose(b), a.shape), fitting(a @ out_grad, b.shape)",
        r"What the rule of `a @ \w` sends to \w, .*at .* should",
    ),
    "sum": (
        "for axis in axes:",
        "for axis in list(axes)[:1]:",
        r"asked for the rule of `summation",
    ),
    "broadcast_to": (
        "        return fitting(out_grad, node.inputs[0].shape)",
        "        return out_grad",
        r"sends to a, .* should have the shape \(",
    ),
    "log": (
        "Tensor(1 / node.inputs[0].array)",
        "Tensor(node.inputs[0].array)",
        r"`log\(a\)` sends to a, .* at \[",
    ),
    "mul": (MUL, "fitting(out_grad * b, a.shape)", "should send 2 arrays, one for each operand"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_asked_apart_from_the_walk(name: str):
    """It needs no `backward`; the value comes first, then each operand in turn."""
    old, new, text = RULES[name]
    no_walk = (WALK, f"{WALK}\n    raise NotImplementedError()")
    with running(Run(2)):
        assert_rules(tensors(no_walk), TENSOR_TABLE, name, examples=3)
        with pytest.raises((CheckFailure, StudentError)) as caught:
            assert_rules(tensors((old, new), no_walk), TENSOR_TABLE, name, examples=3)
    error = caught.value
    told = error.message if isinstance(error, CheckFailure) else error.detail + error.asked
    assert re.search(text, told), told


def test_of_a_value_that_stands_twice_the_operand_is_named():
    """What is sent to its first place may be right."""
    wrong = tensors((MUL, MUL.replace("out_grad * a,", "out_grad * a * a,")))
    case = program(TENSOR_TABLE, "a * a", [3.0, 4.0], a=[2.0, 5.0])
    with pytest.raises(CheckFailure, match=r"rule of `a \* a` sends to a, its operand 2, at a = "):
        assert_rule(wrong, case)


def test_a_rule_of_one_operand_is_no_second_step():
    """Where each operand has a rule of its own, one value that stands twice takes one step."""
    rule = "lambda g, ans, x, y: fitting(g * y, x)"
    wrong = functions((rule, rule.replace("g * y", "g + y")))
    case = program(FUNCTION_TABLE, "np.sum(a * a, axis=None, keepdims=False)", a=[2.0, 3.0])
    sent, gradients, watched = wrong.watch_backward(case)
    place = find_backward(truth_of(case), sent, gradients, watched)
    assert place is not None
    assert place["sentence"].startswith("`a * a` should send 4 to `a` at [0]; it sent 5 there")


def test_nobody_is_failed_at_a_kink():
    """Where finite differences contradict our own engine, the comparison means nothing."""
    half = tensors(("(node.array > 0)", "(0.5 * (node.array >= 0))"))
    case = program(TENSOR_TABLE, "relu(a)", [1.0, 1.0], a=[0.0, -2.0])
    with pytest.raises(Inconclusive, match="there is a kink"):
        assert_array_gradient(half, case)


def test_what_is_not_a_number_is_never_right():
    """nan where a number should be is refused, by its entry."""
    engine = tensors(
        ("return out_grad * self.scalar", "return Tensor(out_grad.array * [3.0, np.nan])")
    )
    case = program(TENSOR_TABLE, "a * 3.0", [1.0, 2.0], a=[1.0, 2.0])
    with pytest.raises(CheckFailure, match=r"gradient of a should be 6 at \[1\]; it is nan"):
        assert_array_gradient(engine, case)


def test_compute_comes_before_gradient():
    """A wrong value is said to be one, and nothing of the rule."""
    engine = tensors(("return a @ b", "return b @ a"))
    case = program(
        TENSOR_TABLE,
        "a @ b",
        [[1.0, 2.0], [3.0, 5.0]],
        a=[[1.0, 2.0], [3.0, 4.0]],
        b=[[2.0, 0.5], [1.0, 3.0]],
    )
    with pytest.raises(
        CheckFailure, match=r"The value of `a @ b` at .* should be 4 at \[0, 0\]"
    ) as caught:
        assert_rule(engine, case)
    assert caught.value.kind == "value"


EXP = """

class Exp(TensorOp):
    def compute(self, a):
        return np.exp(a)

    def gradient(self, out_grad, node):
        return out_grad * node * (1.0 if node.shape else 7.0)


def exp(a):
    return Exp()(a)
"""


def test_single_numbers_are_asked_for_whatever_the_seed():
    """An array without axes is a first operand, too: apart, and in programs that are drawn."""
    table = Table([Operation("exp", "exp({0})", np.exp, rule="Exp", allowed=lambda a: a < 3.9)])
    wrong = engine(TENSORS_TEXT + EXP, replace(TENSOR_ADAPTER, operations=table.rules))
    with running(Run(1)):
        with pytest.raises(CheckFailure, match=r"sends to a, at a = \S+, .* should be \S+; it is"):
            assert_rules(wrong, table, "exp", examples=1)
        drawn = array_programs(table, steps=1)
        with pytest.raises(CheckFailure, match=r"For `exp\(a\)` at a = \S+, with"):
            for_all(lambda case: assert_array_gradient(wrong, case), drawn, examples=40)


def test_a_few_uses_of_many_are_the_smallest_and_the_largest():
    """Any number of uses can be asked for, one as well."""
    (one,), two, many = (uses(TENSOR_TABLE, "mul", most=most) for most in (1, 2, 1000))
    assert [str(case.inputs) for (case,) in (one, *two)] == [
        str(case.inputs) for (case,) in (many[0], many[0], many[-1])
    ]
