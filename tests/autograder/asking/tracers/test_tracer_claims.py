"""What is asked of a tracer alone: the reference passes, and each way to be wrong has its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.asking.arrays.chain_rule import assert_follows_rules
from autograder.asking.arrays.programs import program, with_incoming
from autograder.asking.order import chain
from autograder.asking.run import Run, running
from autograder.asking.tracers import descent, functions, notes, practice, rules
from autograder.asking.tracers.engine import ALIKE, TABLE, A, B, M, N, by_jvp, by_vjp
from autograder.errors import CheckFailure, StudentError
from tests.autograder.asking.reference import Reference

REFERENCE = Reference("functional")


answers, replaced, refused = REFERENCE.answers, REFERENCE.replaced, REFERENCE.refused


def of_engine(claim: Callable[..., None]) -> Callable[..., None]:
    return lambda submission, *given, **named: claim(
        functions.TracerEngine(submission), *given, **named
    )


def came(text: str, **given: Any) -> Any:
    return with_incoming(program(TABLE, text, **given), 4)


@pytest.mark.parametrize("name", TABLE.names)
def test_reference_rules_pass_every_use(name: str) -> None:
    with running(Run(3)):
        rules.assert_rule(answers(), TABLE, name)


PRIMITIVE = """
def primitive(f_raw):
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        top = max(arg._trace for arg in args if isbox(arg))
        argnums = [i for i, arg in enumerate(args) if isbox(arg) and arg._trace == top]
        argvals = [arg._value if i in argnums else arg for i, arg in enumerate(args)]
        value = f_wrapped(*argvals, **kwargs)
        parents = [args[i]._node for i in argnums]
        return new_box(value, top, Node(value, f_wrapped, argvals, kwargs, argnums, parents))

    return f_wrapped
"""
ONE, TWO, DEEP = ((2.0,), ((1,),)), ((2.0, 3.0), ((1,), (1,))), ((2.0, 3.0), ((1,), (2,)))


@pytest.mark.parametrize(
    ("case", "change", "said"),
    [
        (ONE, ("return new_box(value, top, ", "return (value, "), "it gives no box"),
        (ONE, ("Node(value, f_wrapped,", "Node(value, f_raw,"), "it has the function inside it"),
        (ONE, ("Node(value, f", "Node(2 * value, f"), "as its value what is in the box"),
        (ONE, ("argvals, kwargs, arg", "args, kwargs, arg"), "at place 0 that is not so"),
        (TWO, ("kwargs, argnums, parents", "kwargs, argnums[::-1], parents"), "argnums (0, 1)"),
        (TWO, ("argnums, parents)", "argnums, parents[::-1])"), "in another order"),
        (TWO, ("in argnums]", "in argnums[:1]]"), "it has 1 parent, and not these"),
        (DEEP, ("max(arg", "min(arg"), "should be in a box of trace 2, around a box of trace 1"),
        (DEEP, ("isbox(arg) and arg._trace == top]", "isbox(arg)]"), "takes out its own boxes"),
    ],
)
def test_a_primitive_that_notes_something_else_is_told_what(
    case: Any, change: tuple[str, str], said: str
) -> None:
    right, wrong = change
    assert right in PRIMITIVE
    assert said in refused(notes.assert_noted, PRIMITIVE.replace(right, wrong), *case)


def test_keywords_that_are_dropped_from_a_node_are_named() -> None:
    wrong = PRIMITIVE.replace("argvals, kwargs, argnums", "argvals, {}, argnums")
    said = refused(notes.assert_noted, wrong, *ONE, {"scale": 3.0})
    assert "should have the keywords {'scale': 3.0} as its kwargs; it has {}" in said


def test_notes_are_run_once_more() -> None:
    """Values are right, and the arguments in the notes are not."""
    wrong = "exp = primitives['exp'] = primitive(lambda x: numpy.exp(x))\nold = Node.__init__\n"
    wrong += "def init(self, v, f, args, k, n, p):\n    old(self, v, f, args, k, n, p[:0])\n"
    said = refused(
        of_engine(notes.assert_replayed), wrong + "Node.__init__ = init", came("np.exp(a)", a=A)
    )
    assert "do not lead from the result back to the input" in said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("return list(old(end_node))[::-1]", "a stands before b, which uses it"),
        ("return [end_node]", "a is missing"),
        ("return list(old(end_node)) * 2", "a stands there 2 times"),
        ("return None", "Is there a `return` in it?"),
        (
            "yield from old(end_node)\n    end_node.parents.clear()",
            "the `parents` of a node are not",
        ),
    ],
)
def test_an_order_that_breaks_a_promise_is_told_which(body: str, said: str) -> None:
    wrong = f"old = toposort\ndef toposort(end_node):\n    {body}"
    assert said in refused(notes.assert_listed, wrong, chain(2))


def test_a_rule_that_takes_values_out_of_boxes_cannot_be_traced() -> None:
    wrong = "defvjp(log, lambda g, ans, x: g / unboxed(x))"
    said = refused(rules.assert_rule, wrong, ALIKE, "log")
    assert "is traced and differentiated by a: that should not be zero" in said


def test_what_was_stretched_is_compared_by_shape_first() -> None:
    wrong = "def unbroadcast(target, g):\n    return np.sum(g, axis=0) if np.ndim(g) > 1 else g"
    said = refused(rules.assert_unbroadcast, wrong, (2, 1), (2, 3))
    assert "should have the shape (2, 1); it has (3,)" in said


@pytest.mark.parametrize(
    ("claim", "more", "case", "said"),
    [
        (
            functions.assert_pulled,
            "def make_vjp(fun, x):\n    return fun(x), lambda g: g",
            came("a * a", a=A),
            "a pair that begins with something of type ndarray",
        ),
        (
            functions.assert_pulled,
            replaced("q4-vjp-answer", ("backward_pass(g,", "backward_pass(np.ones_like(g),")),
            came("a * a", a=A),
            "sends back of [0.75, 2.5, -2.5] should be",
        ),
        (
            functions.assert_pulled,
            "def make_vjp(fun, x):\n    again = lambda: trace(Node.new_root(), fun, x)\n"
            "    return lambda g: backward_pass(g, again()[1]), again()[0]",
            came("a * a", a=A),
            "runs the function 3 times",
        ),
        (
            functions.assert_pushed,
            "def make_jvp(fun, x):\n    return make_vjp(fun, x)",
            came("np.dot(a, b)", a=M[:, :2], b=N[:2, 0]),
            "makes of the velocity",
        ),
        (
            functions.assert_jacobian,
            "old = jacobian\ndef jacobian(fun, x):\n    return old(fun, x).T",
            came("np.dot(a, b)", a=M, b=N[:, 0]),
            "should have the shape",
        ),
        (
            functions.assert_value_and_grad,
            "old = value_and_grad\ndef value_and_grad(f, i=0):\n"
            "    return lambda *x: old(f, i)(*x)[::-1]",
            program(TABLE, "v = a * a; np.sum(v, axis=None, keepdims=False)", a=A),
            "The value that `value_and_grad`",
        ),
    ],
)
def test_a_function_of_functions_that_is_wrong_is_told_what_it_gave(
    claim: Any, more: str, case: Any, said: str
) -> None:
    assert said in refused(of_engine(claim), more, case)


def test_rules_that_lie_are_followed_in_both_directions() -> None:
    """Pushing forward takes what it needs from the same table as sending back."""
    case, lies = came("v = np.sin(a); v * b", a=A, b=B), {"sin": (3.0,), "multiply": (2.0, -1.0)}
    for engine in (by_vjp, by_jvp):
        assert_follows_rules(engine(answers()), case, lies)
    wrong = "def make_jvp(fun, x):\n    h = 1e-6\n"
    wrong += "    return (lambda v: (fun(x + h * v) - fun(x - h * v)) / (2 * h)), fun(x)"
    with pytest.raises(CheckFailure, match="the derivative without the change"):
        assert_follows_rules(by_jvp(answers(wrong)), case, lies)


@pytest.mark.parametrize(
    ("more", "call", "said"),
    [
        (
            replaced(
                "q4-grad-answer", ("argnum, x), **kw", "0, x), **kw"), ("args[argnum]", "args[0]")
            ),
            ("lambda x, y: np.sum(x * y * y)", 1, [A, B]),
            "`grad(f, 1)",
        ),
        (
            replaced("q4-grad-answer", (", **kwargs), args", "), args")),
            ("lambda x, k=1.0: np.sum(x) * k", 0, [A], {"k": 3.0}),
            "k=3.0)` should be [3, 3, 3]; it is [1, 1, 1]",
        ),
        (
            "def grad(f, argnum=0):\n    return 0.0",
            ("lambda x: np.sum(x)", None, [A]),
            "What `grad` gives should be a function, which computes when it is called",
        ),
        (
            "def grad(f, argnum=0):\n    return lambda *args: 0.0",
            ("lambda x: np.sum(x)", None, [A]),
            "should have the shape (3,); it has ()",
        ),
    ],
)
def test_grad_that_forgets_an_argument_is_told_which_call(more: str, call: Any, said: str) -> None:
    assert said in refused(functions.assert_called, more, *call)


def test_levels_that_are_confused_are_told_by_a_nested_derivative() -> None:
    text = "lambda x: grad(lambda x: x * grad(lambda y: x + y)(2.0))(x)"
    wrong = "old = grad\ndef grad(f, argnum=0):\n    return lambda *x: 2.0 * old(f, argnum)(*x)"
    said = refused(functions.assert_nested, wrong, text, 1.0, 3.0)
    assert "f(3.0) should be 1; it is 4." in said


@pytest.mark.parametrize("name", ["one_sided", "two_sided"])
@pytest.mark.parametrize(
    ("change", "point", "said"),
    [
        (("+= h", "-= h"), A, "should be"),
        (("np.array(x, dtype=float)", "x"), np.array([1, 3]), "should be"),
    ],
)
def test_differences_that_are_no_such_differences(
    name: str, change: tuple[str, str], point: Any, said: str
) -> None:
    wrong = replaced("q1-answer", change)
    assert said in refused(
        practice.assert_differences, wrong, name, practice.FUNCTIONS[1], point, 0.25
    )


def test_differences_that_ask_at_another_shape_hear_so() -> None:
    wrong = "old = two_sided\ndef two_sided(f, x, h):\n    return old(f, np.ravel(x), h)"
    with pytest.raises(StudentError, match=r"the shape of x, \(2, 3\), and was given one of"):
        practice.assert_differences(answers(wrong), "two_sided", practice.FUNCTIONS[0], M, 0.5)


def test_differences_that_move_the_point_itself_are_found() -> None:
    wrong = """
def two_sided(f, x, h):
    found = np.zeros(x.shape)
    for i in range(len(x)):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        found[i] = (up - f(x)) / (2 * h)
    return found + 0 * (x + h)
"""
    said = refused(practice.assert_differences, wrong, "two_sided", practice.FUNCTIONS[0], A, 0.5)
    assert "should be" in said or "changed x" in said


def test_a_sum_of_powers_that_overflows_is_told_the_remedy() -> None:
    wrong = "@primitive\ndef logsumexp(x):\n    return numpy.log(numpy.sum(numpy.exp(x)))\n"
    wrong += "defvjp(logsumexp, logsumexp_vjp)"
    said = refused(practice.assert_summed, wrong, A + 1000.0)
    assert "Subtract the largest entry first" in said


@pytest.mark.parametrize(
    ("more", "how", "said"),
    [
        (
            "def check_grads(fun, **options):\n    return lambda x: None",
            True,
            "is silent. The rule",
        ),
        (
            "def check_grads(fun, **options):\n    def check(x):\n        assert False, 'no'\n"
            "    return check",
            False,
            "it raised an AssertionError: no",
        ),
        ("def check_grads(fun, **options):\n    return True", True, "it is of type bool"),
    ],
)
def test_a_test_of_rules_that_notices_nothing_or_everything(
    more: str, how: bool, said: str
) -> None:
    why = "the wrong sign"
    rule = practice.WRONG_RULES[why] if how else practice.RIGHT_RULE
    assert said in refused(practice.assert_checked, more, "f", how, rule, why)


@pytest.mark.parametrize("why", practice.WRONG_RULES)
def test_every_wrong_rule_is_wrong_enough_to_be_noticed(why: str) -> None:
    for mode in ("rev", "fwd"):
        practice.assert_checked(
            answers(), "f", True, practice.WRONG_RULES[why], why, modes=[mode], order=1
        )


def test_a_line_of_the_derivation_is_judged_by_the_lines_above_it() -> None:
    """A wrong line costs itself, and no line below it."""
    right = "y_bar = L_bar * 2.0 * 0.5 * (y - t)"
    wrong = replaced("q8-derivation-answer", (right, "y_bar = t - y"))
    at = (0.7, 2.0, -0.5, 1.0)
    assert "y_bar should be" in refused(practice.assert_line, wrong, "y_bar", *at)
    for line in ("z_bar", "w_bar", "b_bar"):
        practice.assert_line(answers(wrong), line, *at)


#: The lines of the derivation, each from those above it: as by hand.
BY_HAND = {
    "y_bar": lambda on, w, x, b, t: on["L_bar"] * (on["y"] - t),
    "z_bar": lambda on, w, x, b, t: on["y_bar"] * on["y"] * (1.0 - on["y"]),
    "w_bar": lambda on, w, x, b, t: on["z_bar"] * x,
    "b_bar": lambda on, w, x, b, t: on["z_bar"],
}


def test_the_lines_that_are_expected_are_those_by_hand() -> None:
    """At points as the checks draw them, and with other numbers in the lines above."""
    rng = np.random.default_rng(8)
    for factor in (0.5, 0.5, 2.5, 3.5) * 25:
        at = tuple(np.round(rng.uniform(-2.0, 2.0, 4), 2).tolist())
        w, x, b, t = at
        y = 1.0 / (1.0 + np.exp(-(w * x + b)))
        assert practice.derived_at(*at, factor=factor)["L"].value == pytest.approx(
            factor * (y - t) ** 2
        )
        lines, above = {"y": y, "L_bar": 1.0}, dict[str, float]()
        for name, by_hand in BY_HAND.items():
            found = practice.right_line(name, above, *at, factor=factor)
            times = 2.0 * factor if name == "y_bar" else 1.0
            assert found == pytest.approx(times * by_hand(lines, *at), rel=1e-12, abs=1e-15)
            own = found if rng.random() < 0.5 else float(rng.normal() * 10.0 ** rng.integers(-3, 9))
            lines[name] = above[name] = own
    assert list(BY_HAND) == list(practice.LINES)


@pytest.mark.parametrize(
    ("change", "value", "size", "said"),
    [
        (("type(value)(items)", "list(items)"), (1.0, 2.0), 2, "should have a tuple; there is"),
        (("start += len(part)", "start += 0"), [1.0, 2.0], 2, "should hold 2 at [1]"),
        (("np.reshape(vector, array.shape)", "vector"), {"w": M}, 6, "shape (2, 3) at ['w']"),
        (("dict(zip(value,", "dict(zip(map(str.upper, value),"), {"w": 1.0}, 1, "the keys ['w']"),
    ],
)
def test_a_container_that_does_not_come_back(
    change: tuple[str, str], value: Any, size: int, said: str
) -> None:
    wrong = replaced("q8-flatten-answer", change)
    assert said in refused(descent.assert_flat, wrong, value, size)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("velocity = mass * velocity - (1.0 - mass) * g", "velocity = -g"), "ends with"),
        (("range(num_iters)", "range(num_iters + 1)"), "should ask for the gradient once"),
        (
            ("callback(unflatten(x), i,", "callback(unflatten(x), i + 1,"),
            "the step 1; it should be 0",
        ),
        (("return unflatten(x)", "return x"), "should have the form of the start, a dict"),
    ],
)
def test_a_descent_that_is_another(change: tuple[str, str], said: str) -> None:
    wrong = replaced("q8-sgd-answer", change)
    assert said in refused(descent.assert_descends, wrong, "dict", 3, 0.2, 0.5, callback=True)


def test_the_notebook_trains_as_formulas_do() -> None:
    wrong = "old = grad\ndef grad(f, argnum=0):\n"
    wrong += "    return lambda *x: {k: 2 * v for k, v in old(f)(*x).items()}"
    said = refused(descent.assert_trains, wrong, 3)
    assert "In your notebook as it stands, the loss of a small network after 1 step of sgd" in said


def test_formulas_of_the_network_agree_with_differences() -> None:
    """The first step of training by hand is the gradient, as nudges of the loss say."""
    inputs, targets, params, losses = descent.small_network()
    eps = 1e-6

    def loss(name: str, index: tuple[int, ...], by: float) -> float:
        moved = {key: array.copy() for key, array in params.items()}
        moved[name][index] += by
        return descent.losses_of(inputs, targets, moved, 0, 0.3)[0]

    square = 0.0
    for name, array in params.items():
        for index in np.ndindex(array.shape):
            square += ((loss(name, index, eps) - loss(name, index, -eps)) / (2 * eps)) ** 2
    small = descent.losses_of(inputs, targets, params, 1, 1e-4)
    assert losses[0] - small[1] == pytest.approx(0.1 * 1e-4 * square, rel=1e-3)


#: Wrong rules of all that Q3 asks as functions of elements.
WRONG = {
    "exp": "defvjp(exp, lambda g, ans, x: 3.0 * ans * g)",
    "log": "defvjp(log, lambda g, ans, x: g * x)",
    "add": "defvjp(add, lambda g, ans, x, y: 2.0 * g, lambda g, ans, x, y: g)",
    "multiply": "defvjp(multiply, lambda g, ans, x, y: g * x, lambda g, ans, x, y: g * y)",
    "subtract": "defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: g)",
    "divide": "defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: g * x / y**2)",
    "power": "defvjp(power, lambda g, ans, x, y: g * y * x**y, lambda g, ans, x, y: g * ans)",
    "tanh": "defvjp(tanh, lambda g, ans, x: g * (1.0 - ans))",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_rule_fails_where_it_is_asked_and_nowhere_else(wrong: str):
    """Derivatives of other rules go through it, and are found by right ones."""
    with running(Run(0)):
        for name in WRONG:
            if name != wrong:
                rules.assert_rule(answers(WRONG[wrong]), ALIKE, name)
        with pytest.raises(CheckFailure):
            rules.assert_rule(answers(WRONG[wrong]), ALIKE, wrong)


def test_a_rule_that_takes_values_out_is_refused_beside_a_wrong_one():
    """What it sends would need the wrong one to be differentiated."""
    text = WRONG["power"] + "\ndefvjp(tanh, lambda g, ans, x: g * (1.0 - unboxed(ans) ** 2.0))\n"
    assert rules.TRACED in refused(rules.assert_rule, text, ALIKE, "tanh")


def test_a_network_whose_callback_is_never_called_is_told_so():
    """Losses that nobody was told are not those of other parameters."""
    silent = replaced("q8-sgd-answer", ("if callback:", "if False:"))
    assert "sgd called its callback 0 times in 3 steps" in refused(descent.assert_trains, silent, 3)


def test_an_sgd_that_is_asked_with_nothing_is_told_without_a_gap():
    once = replaced("q8-sgd-answer", ("range(num_iters)", "range(num_iters - 1)"))
    said = refused(descent.assert_descends, once, "dict", None, None, None, callback=False)
    assert said.startswith("`sgd`, for the slope")


def test_what_a_callback_got_may_be_kept() -> None:
    text = replaced("q8-sgd-answer", ("x = x + step_size * velocity", "x += step_size * velocity"))
    said = refused(descent.assert_descends, text, "vector", 7, None, None, callback=True)
    assert "who keeps them finds others there later" in said


def test_integers_are_no_limit_of_slopes() -> None:
    ints = replaced("q6-jacobian-answer", ("rows = []", "rows = []\n    x = x * 1"))
    wrong = ints + "\nright = jacobian\ndef jacobian(fun, x):\n"
    wrong += "    return right(fun, x).astype(np.asarray(x).dtype)\n"
    said = refused(functions.assert_of_integers, wrong, "jacobian")
    assert "`jacobian(f, x)`" in said


def test_the_value_of_a_second_call_is_its_own() -> None:
    wrong = """
kept = []
right = value_and_grad
def value_and_grad(fun, argnum=0):
    def both(*args, **kwargs):
        value, found = right(fun, argnum)(*args, **kwargs)
        kept.append(value)
        return kept[0], found
    return both
"""
    with running(Run(0)):
        more = [None, [2.0], {}, "value_and_grad"]
        functions.assert_called(answers(), "lambda x: x * x", *more)
        with pytest.raises(CheckFailure, match="gives first"):
            functions.assert_called(answers(wrong), "lambda x: x * x", *more)
