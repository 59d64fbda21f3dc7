"""Q4, the walk back: its order, its messages, and the functions that are made of it."""

import ast
from functools import partial

import numpy as np
import pytest

from autograder.asking.arrays.assertions import assert_array_gradient
from autograder.asking.arrays.chain_rule import (
    array_lies,
    assert_follows_rules,
    assert_related,
    spread,
)
from autograder.asking.arrays.drawing import array_programs
from autograder.asking.arrays.programs import program, weighed, with_incoming
from autograder.asking.cases import for_all
from autograder.asking.order import chain, fan, graphs, ladder
from autograder.asking.tracers.engine import (
    ALIKE,
    BY_WALK,
    CALCULUS,
    TABLE,
    UNARY,
    A,
    B,
    M,
    N,
    by_grad,
)
from autograder.asking.tracers.functions import (
    TracerEngine,
    assert_called,
    assert_nested,
    assert_pulled,
)
from autograder.asking.tracers.notes import assert_listed

#: Graphs in which a node is used late and early, twice by one, and by several.
SHARED = (
    [[], [0, 0]],
    [[], [0], [1, 0]],
    [[], [0], [0], [1, 2]],
    [[], [0], [1], [2, 0]],
    [[], [0], [0, 1], [2, 1]],
    [[], [0], [1, 0], [2, 1], [3, 1]],
    [[], [0], [0, 0], [1, 2]],
    [[], [0, 0], [0], [1, 2]],
    [[], [0], [1, 1], [2, 0], [3, 2]],
    [[], [0], [1], [2], [1, 3]],
)


def rooted(graph):
    """Give the graph with one input: what is made from nothing is made from that."""
    return [parents or [0] * (i > 0) for i, parents in enumerate(graph)]


@pytest.mark.points(2, cell="q4-toposort")
def test_toposort(submission):
    """toposort lists each node once, the end first, and each after all that use it."""
    for graph in ([[]], chain(4), *SHARED[:5]):
        assert_listed(submission, graph)


@pytest.mark.hidden
@pytest.mark.points(3, cell="q4-toposort")
def test_toposort_any_graph(submission):
    """toposort is right for any graph, deep and wide, without looking at a path twice."""
    for graph in SHARED:
        assert_listed(submission, graph)
    for_all(lambda graph: assert_listed(submission, rooted(graph)), graphs(9), examples=25)
    for graph in (ladder(40), fan(60), chain(300)):
        assert_listed(submission, rooted(graph))


#: Chains of operations of one operand.
CHAINS = ("np.exp(a)", "v = np.sin(a); w = -v; np.exp(w)", "v = np.tanh(a); np.exp(v)")

#: One value used twice: by one operation, by two, late and early, and through several steps.
USES = (
    "a * a",
    "a + a",
    "v = a + a; v + a",
    "v = np.sin(a); v + v",
    "v = np.sin(a); v * v",
    "v = a * b; w = np.exp(v); w * v",
    "v = np.sin(a); w = v + a; w * a",
    "v = a * b; w = v * a; x = w + v; x * w",
    "v = a + b; w = v * a; x = v * b; y = w + x; y * v",
)

#: Operations with keywords, whose rules need them.
KEYWORDS = (
    ("v = np.sum(a, axis=0, keepdims=False); v * v", {"a": M}),
    (
        "v = np.sum(a, axis=1, keepdims=True); w = v * a; np.sum(w, axis=-1, keepdims=False)",
        {"a": M},
    ),
)


def case(text, constants=None, **inputs):
    """Read one program, and let something come in at it."""
    given = inputs or {"a": A, "b": B}
    names = {one.id for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Name)}
    used = {name: array for name, array in given.items() if name in names}
    return with_incoming(program(TABLE, text, constants=constants, **used), 4)


def cases(*texts):
    return [(case(text),) for text in texts]


def assert_gradients(submission, drawn, examples, always=()):
    """Check what is sent back to the input of programs."""
    ask = partial(assert_array_gradient, TracerEngine(submission, BY_WALK), inner=False)
    for_all(ask, drawn, examples=examples, always=always)


def assert_rules_followed(submission, always, drawn=None, examples=0):
    """Check that what is sent comes from the table of rules, also where those lie."""
    engine = TracerEngine(submission, BY_WALK)
    if drawn is not None:
        for_all(
            lambda one, lies: assert_follows_rules(engine, one, lies),
            drawn,
            array_lies(TABLE, CALCULUS),
            examples=examples,
        )
    for (one,) in always:
        lies = {"multiply": (2.0, -1.0), "add": (3.0, 0.5), "sin": (2.0,), "exp": (-3.0,)}
        assert_follows_rules(engine, one, lies)
        assert_follows_rules(engine, one, {"multiply": spread, "sin": spread, "exp": spread})


simple = partial(array_programs, ALIKE, ("negative", "sin", "exp"))
joined = partial(array_programs, ALIKE, ("add", "multiply", "sin"))


@pytest.mark.points(1, cell="q4-chain")
def test_backward_pass_chain(submission):
    """backward_pass sends a message along a chain, by the rules in the table."""
    assert_gradients(submission, simple(inputs=1, steps=3, sharing=False), 3, cases(*CHAINS[:2]))
    assert_rules_followed(submission, cases(CHAINS[1]))
    rows = case("v = np.sin(a); np.sum(v, axis=1, keepdims=False)", a=M)  # fits by its axis only
    assert_array_gradient(TracerEngine(submission, BY_WALK), rows, inner=False)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-chain")
def test_backward_pass_any_chain(submission):
    """backward_pass is right along chains of any operations, whatever comes in, also long ones."""
    drawn = array_programs(TABLE, UNARY, inputs=1, steps=4, sharing=False)
    assert_gradients(submission, drawn, 8, cases(*CHAINS))
    assert_rules_followed(submission, cases(*CHAINS), simple(inputs=1, steps=4, sharing=False), 3)
    assert_array_gradient(
        TracerEngine(submission, BY_WALK), case("v = np.exp(a); k / v", {"k": B}, a=A), inner=False
    )
    long = "; ".join(f"v{i} = -v{i - 1}" for i in range(1, 150)).replace("v0", "a")
    assert_array_gradient(
        TracerEngine(submission, BY_WALK), case(f"{long}; np.sin(v149)"), inner=False
    )


@pytest.mark.points(2, cell="q4-shared")
def test_backward_pass_shared(submission):
    """A value that is used several times gets what each use sends, added up."""
    assert_gradients(submission, joined(inputs=2, steps=3), 3, cases(*USES[:7]))
    assert_rules_followed(submission, cases(USES[4]))


@pytest.mark.hidden
@pytest.mark.points(4, cell="q4-shared")
def test_backward_pass_any_graph(submission):
    """backward_pass is right for any graph, and takes what it sends from the table of rules."""
    drawn = array_programs(TABLE, CALCULUS, steps=7)
    always = [*cases(*USES), *[(case(text, **given),) for text, given in KEYWORDS]]
    assert_gradients(submission, drawn, 15, always)
    constant = case("v = a * k; w = v + k; w * a", {"k": B}, a=A)
    assert_array_gradient(TracerEngine(submission, BY_WALK), constant, inner=False)
    assert_rules_followed(submission, cases(*USES[4:]), joined(steps=6), 6)
    engine = TracerEngine(submission, BY_WALK)
    for_all(lambda one: assert_related(engine, one, 3.0), joined(steps=5), examples=3)
    for text, right, at in (*TWICE, (OF_A_DICT, 12.0, 3.0)):
        assert_nested(submission, text, right, at)
    assert_pulled(TracerEngine(submission), case("v = a * b; w = v + a; w * v"))  # walked again
    steps = "; ".join(f"u{i} = v{i - 1} * h; v{i} = u{i} + u{i}" for i in range(1, 26))
    deep = case(f"{steps}; np.sin(v25)".replace("v0", "a"), {"h": np.array(0.5)}, a=A)
    assert_array_gradient(engine, deep, inner=False)  # with millions of paths


#: Derivatives of derivatives, what they are at a point, and the point: messages are traced, too.
TWICE = (
    ("lambda x: grad(grad(lambda x: x * x * x))(x)", 12.0, 2.0),
    ("lambda x: grad(lambda x: x * grad(lambda y: x * y * y)(x))(x)", 54.0, 3.0),
    ("lambda x: grad(lambda x: grad(lambda a, b: a * b * b)(2.0, x))(x)", 6.0, 3.0),
    ("lambda x: grad(grad(lambda x: x * x))(x)", 2.0, 0.0),  # where a message is 0
    ("lambda x: grad(grad(lambda x: x * np.sin(x)))(x)", 2.0, 0.0),
)
#: A dict as input: one message arrives there, and it is a dict.
OF_A_DICT = "lambda x: grad(lambda p: p['a'] * p['a'] * p['b'])({'a': x, 'b': 2.0})['a']"

#: Programs whose results are arrays, or of another shape than their inputs.
RESULTS = (
    ("np.dot(a, b)", {"a": M, "b": N}),
    ("v = np.dot(a, b); np.sum(v, axis=0, keepdims=False)", {"a": M, "b": N}),
    ("v = a * b; v + a", {"a": A, "b": M}),
    ("np.sin(a)", {"a": np.array(0.5)}),
)


@pytest.mark.points(1, cell="q4-vjp")
def test_make_vjp(submission):
    """make_vjp gives a function that sends any message back, and the value."""
    engine = TracerEngine(submission)
    for text, given in (("a * a", {"a": A}), RESULTS[0]):
        assert_pulled(engine, case(text, **given))


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-vjp")
def test_make_vjp_any(submission):
    """make_vjp is right for results of any shape, and traces the function once."""
    engine = TracerEngine(submission)
    for text, given in RESULTS:
        assert_pulled(engine, case(text, **given))
    drawn = array_programs(TABLE, CALCULUS, inputs=2, steps=3)
    for_all(lambda one: assert_pulled(engine, one), drawn, examples=5)
    text = "lambda x: grad(lambda x: x * make_vjp(lambda y: y * y * y, x)[1])(x)"
    assert_nested(submission, text, 32.0, 2.0)


@pytest.mark.points(1, cell="q4-grad")
def test_grad(submission):
    """grad gives the function that computes the gradient, by the argument that is asked for."""
    assert_called(submission, "lambda x: x * x * 3.0", None, [2.0])
    assert_called(submission, "lambda x, y: np.sum(x * y)", 1, [A, B])
    assert_called(submission, "lambda x, y: np.sin(x) * y * y", 0, [0.5, 3.0])
    assert_called(submission, "lambda x, scale=1.0: np.sum(x * scale)", 0, [A], {"scale": 3.0})


@pytest.mark.hidden
@pytest.mark.points(2, cell="q4-grad")
def test_grad_anything(submission):
    """grad takes any argument number, hands on the other arguments and keywords, and is exact."""
    drawn = array_programs(TABLE, CALCULUS, steps=4, scalar=True)
    engine = by_grad(submission)
    for_all(lambda one: assert_array_gradient(engine, one, inner=False), drawn, examples=6)
    one = weighed(program(TABLE, "v = np.sin(a); v * b", a=A, b=B), 3)
    assert_follows_rules(engine, one, {"sin": (3.0,), "multiply": (2.0, -1.0)})
    by_name = "lambda x, scale=1.0, shift=0.0: np.sum(np.sin(x * scale) + shift)"
    assert_called(submission, by_name, 0, [A], {"scale": 3.0})
    assert_called(submission, by_name, 0, [A, 2.0], {"shift": 1.0})
    assert_called(submission, "lambda x, y, k=1.0: np.sum(x * y) * k", 1, [A, B], {"k": 5.0})
    assert_called(submission, "lambda name, x, how: np.sum(x * x) * how", 1, ["text", A, 3])
    assert_called(submission, "lambda x, y, z: x * y + z * z * y", 2, [1.5, 2.0, 3.0])
    assert_called(submission, "lambda x, y, z: x * y + z * z * y", 1, [1.5, 2.0, 3.0])
    assert_called(submission, "lambda x, y: y * 2.0", 0, [1.5, 2.0])
    assert_called(submission, "lambda w, x, y, z: w * x + y * y * z", 2, [1.5, 2.0, 3.0, 0.5])
    assert_called(submission, "lambda x, k: sum([x ** i for i in range(k)])", 0, [2.0, 3])
    assert_called(submission, "lambda x, names: x * len(names + [1])", 0, [2.0, [1, 2]])
    assert_called(submission, "lambda x: x * x", None, [3])
    for text, right, at in TWICE:
        assert_nested(submission, text, right, at)
