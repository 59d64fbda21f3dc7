"""Wrong logsumexps, and wrong rules of it."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(ns, value=None, rule=None):
    """Make logsumexp anew, of a value and a rule; None for what is right."""
    own = ns.primitive(value or ns.logsumexp.__wrapped__)
    own.__name__ = "logsumexp"
    ns.logsumexp = own
    ns.defvjp(own, rule or (lambda g, ans, x: g * np.exp(x - ans)))


def naive(x):
    return np.log(np.sum(np.exp(x)))


def shares(x):
    return np.exp(x) / np.sum(np.exp(x))


@misconception("q7", ways=("the value", "the value and the rule", "the rule"))
def logsumexp_overflows(ns, way):
    """Exponentials are taken of the entries as they are. For large ones they are no numbers any
    more.

    What is `np.exp(1000.0)`, and what becomes of it when the largest entry is subtracted first?
    """
    install(
        ns,
        None if way == "the rule" else naive,
        None if way == "the value" else lambda g, ans, x: g * shares(x),
    )


@misconception("q7")
def logsumexp_largest_not_added(ns):
    """The largest entry is subtracted before, and not added again after. So all arrays that are
    moved as a whole give the same.

    What is log(sum(exp(x))) of a single entry of 5?
    """
    install(ns, lambda x: np.log(np.sum(np.exp(x - np.max(x)))))


@misconception("q7")
def logsumexp_largest_subtracted_twice(ns):
    """The largest entry is subtracted before, and subtracted again after. It has to be added.

    What is log(sum(exp(x))) of a single entry of 5?
    """
    install(ns, lambda x: np.log(np.sum(np.exp(x - np.max(x)))) - np.max(x))


@misconception("q7")
def logsumexp_of_the_mean(ns):
    """The mean of the exponentials is taken, and should be their sum.

    What is log(sum(exp(x))) of two zeros?
    """
    install(ns, lambda x: np.max(x) + np.log(np.mean(np.exp(x - np.max(x)))))


@misconception("q7")
def logsumexp_without_the_log(ns):
    """The logarithm is missing: what comes out is the sum of the exponentials.

    What is log(sum(exp(x))) of a single entry of 5?
    """
    install(ns, lambda x: np.sum(np.exp(x)))


@misconception("q7", ways=("the first", "the last"))
def logsumexp_over_one_axis(ns, way):
    """Only one axis is added up, so that a matrix gives several numbers. It should give one.

    What shape should the result for a matrix have?
    """
    axis = 0 if way == "the first" else -1

    def value(x):
        largest = np.max(x, axis=axis, keepdims=True)
        total = largest + np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True))
        return np.squeeze(total, axis)

    install(ns, value)


@misconception("q7")
def logsumexp_only_the_largest(ns):
    """What comes out is the largest entry. The others count, too, if less.

    What is log(sum(exp(x))) of two zeros?
    """
    install(ns, np.max)


@misconception("q7")
def logsumexp_rule_without_g(ns):
    """The rule does not use `g`. The chain rule multiplies the shares by it.

    If the loss changes by 5 for each unit of the result, by how much for the entries together?
    """
    install(ns, rule=lambda g, ans, x: np.exp(x - ans))


@misconception("q7")
def logsumexp_rule_not_divided(ns):
    """The rule sends exponentials, without dividing by their sum.

    What is the derivative of `log(s)`, and what is `s` here?
    """
    install(ns, rule=lambda g, ans, x: g * np.exp(x))


@misconception("q7")
def logsumexp_rule_divided_by_the_result(ns):
    """The rule divides by `ans`. The sum of the exponentials is not `ans`: that is its logarithm.

    How do you get the sum back from its logarithm?
    """
    install(ns, rule=lambda g, ans, x: g * np.exp(x) / ans)


@misconception("q7")
def logsumexp_rule_of_the_log_alone(ns):
    """The rule is that of a logarithm of one number, one over the sum. The exponentials inside have
    a derivative, too.

    Which entry has the larger share in the result: a large one, or a small one?
    """
    install(ns, rule=lambda g, ans, x: g * np.exp(-ans) * (x * 0.0 + 1.0))


@misconception("q7")
def logsumexp_rule_turned_round(ns):
    """The exponent in the rule has the wrong sign, so that small entries get large shares.

    Which entry has the larger share in the result: a large one, or a small one?
    """
    install(ns, rule=lambda g, ans, x: g * np.exp(ans - x))


@misconception("q7")
def logsumexp_rule_in_logarithms(ns):
    """The rule sends the logarithms of the shares. The shares themselves are asked for.

    Can the derivative by an entry be negative?
    """
    install(ns, rule=lambda g, ans, x: g * (x - ans))


@misconception("q7")
def logsumexp_rule_of_a_sum(ns):
    """The rule sends `g` to each entry. Together they get more than came in.

    If all entries grow by 1, by how much does the result grow?
    """
    install(ns, rule=lambda g, ans, x: g * (x * 0.0 + 1.0))


@misconception("q7")
def logsumexp_rule_of_the_largest(ns):
    """The rule sends everything to the largest entry. The others have their shares, too.

    What are the shares of two entries that are equal?
    """
    install(ns, rule=lambda g, ans, x: g * (np.equal(x, np.max(ns.unboxed(x))) * 1.0))


@misconception("q7", ways=("softmax", "of the largest"))
def logsumexp_rule_shares_of_rows(ns, way):
    """The shares are made in each row by itself. All entries of the array share one result.

    What should the shares of a whole matrix add up to?
    """

    def rule(g, ans, x):
        powers = np.exp(x)
        return g * powers / np.sum(powers, axis=-1 if way == "softmax" else 0, keepdims=True)

    install(ns, rule=rule)


@misconception("q7", ways=("x and ans", "x", "ans"))
def logsumexp_rule_out_of_boxes(ns, way):
    """The rule takes values out of their boxes. So what it sends cannot be differentiated again.

    While a derivative is differentiated, what are `x` and `ans`, and who watches them?
    """

    def rule(g, ans, x):
        x = ns.unboxed(x) if "x" in way else x
        ans = ns.unboxed(ans) if "ans" in way else ans
        return g * np.exp(x - ans)

    install(ns, rule=rule)


@misconception("q7")
def logsumexp_rule_makes_arrays(ns):
    """The rule puts what it gets into an array of its own. A box cannot be put there, so what it
    sends cannot be differentiated again.

    Do you need `np.array`, where operators take arrays and boxes alike?
    """
    install(ns, rule=lambda g, ans, x: g * np.exp(np.array(x) - ans))
