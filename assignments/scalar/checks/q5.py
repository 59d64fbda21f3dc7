"""Q5, the whole way backward: trees, shared values, and the edges of it."""

import pytest

from autograder.asking.assertions import assert_same
from autograder.asking.cases import for_all, numbers
from autograder.asking.numbers import number
from autograder.asking.scalars import probes
from autograder.asking.scalars.assertions import assert_gradient, assert_gradients_again
from autograder.asking.scalars.chain_rule import (
    assert_declared_chains,
    assert_follows,
    assert_follows_anywhere,
    assert_metamorphic,
)
from autograder.asking.scalars.drawing import expressions
from autograder.asking.scalars.engine import made
from autograder.asking.scalars.expressions import BACKWARD_KINDS as KINDS, OPERATIONS, expression
from autograder.asking.scalars.known import SHARED, TREES, always, broad, chain, whole
from autograder.errors import CheckFailure

FIRST = numbers(1, 4)
ANY = numbers(-4, 4)
GRADIENT = numbers(-3, 3, first=3).filter(bool)

#: Two values that have the same number, and the one that is met later has parents.
EQUAL_NUMBERS = [(expression("b + a * 1", a=2.0, b=2.0),)]
#: One whose gradient is 0 only if it is rounded.
SMALL = always("1.25e-7 * a")
WHOLE_TREE, WHOLE_SHARED = whole("(a + 1) * b", "-log(5 * b + a)"), whole("v = a * b; 3 * v + a")
AGAIN = ("v = a * b; v * v + a", "a * a", "v = a + 1; 2 * v + v")

#: A value that is reached again by a longer way, before or after both operands of one product.
REACHED_TWICE = (
    "v = a * b; exp(-v) + v * v",
    "v = a * b; v * v + exp(-v)",
    "v = a * b; exp(v) + -v * v",
)


#: How often a local derivative may be asked for on the way back, for once each.
ASKED = 5


def assert_one_way(submission, case):
    """Check that backward goes the way back once, not forward once for every value."""
    asked = submission.run(
        probes.rules_asked, case.code(), made(case, "reverse"), case.output, ["_add", "_mul"]
    )
    if asked > ASKED * len(case.steps):
        raise CheckFailure(
            f"For {case}, your `backward` asks for local derivatives {asked} times. Each value "
            "passes its gradient on once, by its `backward_pass`; so once for each is enough. "
            "Do you go through the whole graph again for every value?",
            "claim",
        )


@pytest.mark.points(3, cell="q5-tree")
def test_backward_tree(submission):
    """backward is right where every value is used once."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(("add", "mul", "exp"), steps=4, sharing=False),
        examples=15,
        always=[*EQUAL_NUMBERS, *WHOLE_TREE[:1]],
    )
    assert_follows(submission, "reverse", "(a + 1) * 2 * b")


@pytest.mark.hidden
@pytest.mark.points(3, cell="q5-tree")
def test_backward_any_tree(submission):
    """backward is right for all operations, and for ones with made-up derivatives."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(OPERATIONS, steps=8, sharing=False, kinds=KINDS),
        examples=30,
        always=[*always(*TREES), *WHOLE_TREE, *SMALL],
    )
    assert_declared_chains(submission, "reverse")
    assert_follows(submission, "reverse", "-exp(log(a + 7) - b) / 2")


@pytest.mark.points(4, cell="q5-shared")
def test_backward_shared(submission):
    """backward is right where values are used more than once, as c is in (c * 2) * (c + 4)."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(("add", "mul"), steps=5),
        examples=20,
        always=WHOLE_SHARED,
    )
    texts = ("c * 2 * (c + 4)", "(c + 4) * (c * 2)", "c + 3 * (2 * c)", "3 * (2 * c) + c")
    for text in (*texts, "c * c + 3 * (2 * c)", "3 * (2 * c) + c * c"):
        assert_gradient(submission, expression(f"c = a + b; {text}", a=1.0, b=2.0))
    assert_follows(submission, "reverse", "c = a + b; c * 2 * (c + 4)")


@pytest.mark.hidden
@pytest.mark.points(4, cell="q5-shared")
def test_backward_any_graph(submission):
    """backward is right for any graph, also for one of several hundred values."""
    for_all(
        lambda case: assert_gradient(submission, case),
        expressions(OPERATIONS, steps=10, kinds=KINDS),
        examples=60,
        always=[*always(*SHARED, *REACHED_TWICE), *WHOLE_SHARED],
    )
    doubled = "; ".join(["c = a + a"] + ["c = c + c"] * 9)
    assert_gradient(submission, expression(f"{doubled}; c * 1", a=1.0))
    rungs = "c = a * b; d = c + a; e = d * c; f = e + d"
    for last in ("f * e", "f * e + c", "c * (d * (e * f))", "c - a * d * e * f"):
        assert_gradient(submission, expression(f"{rungs}; {last}", a=0.5, b=1.5))
    for large in (chain(240), broad(128)):
        assert_gradient(submission, large)
    assert_follows_anywhere(submission, "reverse")
    related = lambda case, weight: assert_metamorphic(submission, case, weight)  # noqa: E731
    for_all(related, expressions(OPERATIONS, steps=5), GRADIENT, examples=5)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-shared")
def test_backward_again(submission):
    """backward is right for several results over the same values, and goes back once for each."""
    for_all(
        lambda case: assert_gradients_again(submission, case),
        expressions(OPERATIONS, steps=6),
        examples=8,
        always=[*always(*AGAIN, *REACHED_TWICE), *EQUAL_NUMBERS],
    )
    assert_one_way(submission, chain(60))


@pytest.mark.points(2, cell="q5-edges")
def test_backward_itself(submission):
    """The gradient of a value with respect to itself is 1."""

    def body(a):
        gave = submission.run(probes.self_gradient, a)
        what = f"After a = AutogradValue({number(a)}) and a.backward(), a.grad"
        assert_same(gave, 1.0, what, "gradient")

    for_all(body, ANY, examples=3)


@pytest.mark.hidden
@pytest.mark.points(2, cell="q5-edges")
def test_backward_constants(submission):
    """Plain numbers are skipped wherever they stand, and unused inputs keep the gradient 0."""

    def body(a, b):
        for text in ("5 * a", "a / 5", "5 - a", "-log(5 * b + a)", "2 - a * 0"):
            assert_gradient(submission, expression(text, a=a, b=b))

    for_all(body, FIRST, FIRST, examples=2)
    assert_follows(submission, "reverse", "5 - a / 2")
