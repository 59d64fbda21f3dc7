"""Tests of rules that notice too little, or too much."""

import numpy as np

from autograder.explaining.misconceptions import misconception

MODES = ("fwd", "rev")


def differs(mine, right):
    """Whether two results differ by more than a little."""
    size = max(1.0, np.max(np.abs(right)))
    return np.shape(mine) != np.shape(right) or np.max(np.abs(mine - right)) >= 1e-5 * size


def install(
    ns,
    judge=differs,
    weights=lambda random, shape: random.standard_normal(shape),
    modes=lambda given: given,
    second=lambda mode: True,
    differences=None,
):
    """Let `check_grads` judge otherwise, or with other weights, modes, orders and differences."""

    def check_grads(fun, modes_=MODES, order=2, **more):
        asked = modes(more.get("modes", modes_))

        def check(x):
            x = np.array(x, dtype=float)
            random = np.random.default_rng(0)
            v = weights(random, np.shape(fun(x)))
            u = weights(random, np.shape(x))
            weighed = (differences or ns.two_sided)(lambda x: np.sum(fun(x) * v), x, 1e-5)

            def pulled(x):
                return ns.make_vjp(fun, x)[0](v)

            def pushed(x):
                return ns.make_jvp(fun, x)[0](u)

            for mode, derivative, right in (
                ("rev", pulled, weighed),
                ("fwd", pushed, np.sum(weighed * u)),
            ):
                if mode in asked:
                    mine = derivative(x) if mode == "rev" else np.sum(derivative(x) * v)
                    assert not judge(mine, right)
                    if order > 1 and second(mode):
                        check_grads(derivative, asked, order - 1)(x)

        return check

    ns.check_grads = check_grads


@misconception("q7")
def test_notices_nothing(ns):
    """Nothing is ever noticed: where derivatives differ, no `AssertionError` is raised.

    What does `assert` do with a condition that is false, and where in your code does it stand?
    """
    install(ns, lambda mine, right: False, second=lambda mode: False)


@misconception("q7")
def test_returns_its_verdict(ns):
    """The verdict is returned, as True or False. Nobody looks at it: a test that fails should raise
    an `AssertionError`.

    What is seen of `check_grads(f)(x)` when it stands alone on a line?
    """
    install(ns)
    right = ns.check_grads

    def check_grads(fun, modes=MODES, order=2):
        def check(x):
            try:
                right(fun, modes, order)(x)
            except AssertionError:
                return False
            return True

        return check

    ns.check_grads = check_grads


@misconception("q7")
def test_is_not_returned(ns):
    """`check_grads` returns nothing. It should return the function that does the test, which then
    is given a point.

    What is called in `check_grads(f)(x)`, first and second?
    """
    ns.check_grads = lambda fun, modes=MODES, order=2: None


@misconception("q7", ways=("ValueError", "Exception"))
def test_raises_another_exception(ns, way):
    """What is wrong is noticed, and another exception is raised than the `AssertionError` that was
    asked for.

    Which exception does a failed `assert` raise?
    """
    install(ns)
    right = ns.check_grads
    raised = {"ValueError": ValueError, "Exception": Exception}[way]

    def check_grads(fun, modes=MODES, order=2):
        def check(x):
            try:
                right(fun, modes, order)(x)
            except AssertionError as error:
                raise raised(str(error)) from error

        return check

    ns.check_grads = check_grads


@misconception("q7")
def test_of_the_first_order_only(ns):
    """`order` is not used: the derivative of the derivative is never looked at.

    Which mistake in a rule leaves its numbers as they are, and shows in the second derivative only?
    """
    install(ns, second=lambda mode: False)


@misconception("q7")
def test_of_the_second_order_backward_only(ns):
    """The second derivative is looked at for `make_vjp`, and not for `make_jvp`.

    What should `check_grads(f, modes=["fwd"], order=2)` look at?
    """
    install(ns, second=lambda mode: mode == "rev")


@misconception("q7")
def test_of_the_second_order_forward_only(ns):
    """The second derivative is looked at for `make_jvp`, and not for `make_vjp`.

    What should `check_grads(f, modes=["rev"], order=2)` look at?
    """
    install(ns, second=lambda mode: mode == "fwd")


@misconception("q7")
def test_backward_only(ns):
    """Only `make_vjp` is looked at, also where `modes` asks for the other way.

    What should `check_grads(f, modes=["fwd"])` look at?
    """
    install(ns, modes=lambda given: ["rev"] if "rev" in given else [])


@misconception("q7")
def test_forward_only(ns):
    """Only `make_jvp` is looked at, also where `modes` asks for the other way.

    What should `check_grads(f, modes=["rev"])` look at?
    """
    install(ns, modes=lambda given: ["fwd"] if "fwd" in given else [])


@misconception("q7")
def test_with_ones(ns):
    """Ones are sent back, and not random numbers. A rule that forgets `g` or takes its mean gives
    the same for them.

    If `g` is 1 everywhere, what is the difference between `3 * x**2` and `g * 3 * x**2`?
    """
    install(ns, weights=lambda random, shape: np.ones(shape))


@misconception("q7", ways=("0.05", "0.1", "0.3"))
def test_too_tolerant(ns, way):
    """Differences of a few percent are let through. Two-sided differences are far better than that.

    How wrong is a two-sided difference with a step of 1e-5, by the picture in Q1?
    """

    def judge(mine, right):
        size = np.maximum(1.0, np.max(np.abs(right)))
        return (
            np.shape(mine) != np.shape(right) or np.max(np.abs(mine - right)) >= float(way) * size
        )

    install(ns, judge)


@misconception("q7", ways=("1e-10", "1e-12", "equal", "always", "large step"))
def test_rejects_what_is_right(ns, way):
    """Right rules are rejected as well. A difference quotient is never exact, and what it is wrong
    by has to be let through.

    How wrong is a two-sided difference with a step of 1e-5, by the picture in Q1?
    """
    if way == "large step":
        install(ns, differences=lambda fun, x, step: ns.two_sided(fun, x, 0.1))
        return
    room = float({"equal": "0", "always": "-1"}.get(way, way))

    def judge(mine, right):
        return np.shape(mine) != np.shape(right) or np.max(np.abs(mine - right)) > room

    install(ns, judge)


@misconception("q7")
def test_raises_where_numbers_agree(ns):
    """It raises an `AssertionError` where the two derivatives agree, and is silent where they
    differ.

    What does `assert` do with a condition that is true?
    """
    install(ns, lambda mine, right: not differs(mine, right))


@misconception("q7", ways=("1e-7", "1e-8"))
def test_tolerance_without_size(ns, way):
    """How far two numbers may be apart does not depend on their size. Of large numbers, fewer
    digits stand behind the point.

    How many digits of a difference quotient are right, and where do they end if it is 10 000?
    """

    def judge(mine, right):
        return np.shape(mine) != np.shape(right) or np.max(np.abs(mine - right)) > float(way)

    install(ns, judge)


@misconception("q7")
def test_of_absolute_values(ns):
    """Absolute values are compared, so a wrong sign is not noticed.

    Of what has the absolute value to be taken: of the two derivatives, or of their difference?
    """
    install(ns, lambda mine, right: differs(np.abs(mine), np.abs(right)))


@misconception("q7")
def test_of_sums(ns):
    """Only the sums of the two derivatives are compared. Entries that are wrong by as much in one
    direction as in the other have the right sum.

    Which sum has `[1, 2]`, and which `[2, 1]`?
    """
    install(ns, lambda mine, right: differs(np.sum(mine), np.sum(right)))


@misconception("q7")
def test_content_with_one_entry(ns):
    """It is enough that one entry agrees. All of them have to.

    What do `np.any` and `np.all` ask?
    """

    def judge(mine, right):
        size = max(1.0, np.max(np.abs(right)))
        return np.shape(mine) != np.shape(right) or np.min(np.abs(mine - right)) >= 1e-5 * size

    install(ns, judge)
