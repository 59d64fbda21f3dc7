"""Wrong rules, element by element: what is left out of them, what is exchanged, what is lost."""

import numpy as np

from autograder.explaining.misconceptions import misconception

#: The rules that share one cell, all others, and how a mistake may be in one of them or in all.
FIRST = ("exp", "log", "add", "multiply", "subtract")
EVERY = (*FIRST, "divide", "power", "tanh", "sum", "dot")
OF_TWO = ("add", "multiply", "subtract", "divide", "power")


def rule(ns, name, *vjps):
    """Put rules into the table, as a student does."""
    ns.defvjp(ns.primitives[name], *vjps)


def around(ns, names, change):
    """Put `change(own rule, g, ans, args, kwargs)` in place of rules."""

    def install(fun, place):
        own = ns.primitive_vjps[fun][place]

        def changed(g, ans, *args, **kwargs):
            return change(own, g, ans, args, kwargs)

        ns.primitive_vjps[fun][place] = ns.fitted(fun, place, changed)

    for name in names:
        fun = ns.primitives[name]
        for place in ns.primitive_vjps[fun]:
            install(fun, place)


def these(way, names=EVERY):
    """The operations that a way is about: one, or all."""
    return names if way == "all" else (way,)


@misconception("q3", ways=("all", "numbers", *FIRST, "add: a number", "subtract: a number"))
def rule_without_g(ns, way):
    """A rule does not use `g`: it is the derivative of the operation alone. The chain rule
    multiplies it by what comes in.

    If the loss changes by 5 for each unit of the result, by how much for each unit of the input?
    """

    def change(own, g, ans, args, kwargs):
        return own(np.ones(np.shape(ans)), ans, *args, **kwargs)

    name, _, number = way.partition(":")
    around(ns, these(name if name != "numbers" else "all"), change)
    if name == "numbers" or (number and name == "add"):
        rule(ns, "add", lambda g, ans, x, y: 1.0, lambda g, ans, x, y: 1.0)
    if name == "numbers" or (number and name == "subtract"):
        rule(ns, "subtract", lambda g, ans, x, y: 1.0, lambda g, ans, x, y: -1.0)


@misconception("q3", ways=("all", "exp", "log", "multiply"))
def rule_hands_g_on(ns, way):
    """`g` is handed on as it came. That is the rule of a sum, where each argument moves the result
    by as much as it moves itself.

    If the argument grows by 1, does the result grow by 1, too?
    """
    names = (*FIRST, "divide", "power", "tanh")
    around(ns, these(way, names), lambda own, g, ans, args, kwargs: g)


@misconception("q3", ways=("all", "log", "add", "multiply", "subtract"))
def rule_value_times_g(ns, way):
    """What is sent is `g` times the result. A derivative says how fast the result changes, not how
    large it is.

    If the result is large and does not move when the argument does, what is the derivative?
    """
    names = ("log", "add", "multiply", "subtract", "divide", "power", "tanh")
    around(ns, these(way, names), lambda own, g, ans, args, kwargs: g * ans)


@misconception("q3", ways=[f"{a}, {b}" for b in ("missing", "zeros") for a in ("all", *OF_TWO)])
def rule_of_the_second_argument_forgotten(ns, way):
    """The first argument has a rule, and the second has none. The result depends on both.

    If the second argument is nudged, does the result move?
    """
    name, how = way.split(", ")
    for one in these(name, OF_TWO):
        rules = ns.primitive_vjps[ns.primitives[one]]
        if how == "missing":
            del rules[1]
        else:
            rules[1] = lambda g, ans, x, y: g * 0.0


@misconception("q3", ways=("all", "multiply", "subtract"))
def rules_of_the_arguments_exchanged(ns, way):
    """The two rules stand in each other's place. The first belongs to the first argument.

    In `x * y`, by how much does the product grow when x grows by 1?
    """
    for name in these(way, ("multiply", "subtract", "divide", "power")):
        fun = ns.primitives[name]
        rules = ns.primitive_vjps[fun]
        ns.primitive_vjps[fun] = {
            place: ns.fitted(fun, place, rules[1 - place]) for place in (0, 1)
        }


#: A sum and a difference have rules of g alone.
HISTORY = [
    f"{a}, {b}" for a in ("all", "exp", "log", "multiply") for b in ("all", "arguments", "g")
]


@misconception("q3", ways=[*HISTORY, "add, g", "subtract, g"])
def rule_takes_values_out_of_boxes(ns, way):
    """The numbers are right, and the rule takes them out of their boxes first. So the derivative
    cannot be differentiated again.

    When a rule runs inside another derivative, what are `g` and `x`, and who watches them?
    """
    name, what = way.split(", ")

    def change(own, g, ans, args, kwargs):
        if what != "arguments":
            g = ns.unboxed(g)
        if what != "g":
            ans, args = ns.unboxed(ans), tuple(map(ns.unboxed, args))
        return own(g, ans, *args, **kwargs)

    around(ns, these(name), change)


@misconception("q3", ways=("all", *FIRST))
def rule_makes_arrays(ns, way):
    """The rule puts what it gets into an array of its own. A box cannot be put there, so the
    derivative cannot be differentiated again.

    Do you need `np.array`, where operators take numbers, arrays and boxes alike?
    """

    def change(own, g, ans, args, kwargs):
        return own(np.array(g), np.array(ans), *map(np.array, args), **kwargs)

    around(ns, these(way), change)


@misconception("q3", ways=("all", *FIRST))
def rule_sends_zeros(ns, way):
    """Zeros are sent: as if the result did not depend on the argument.

    If the argument is nudged, does the result move?
    """

    def change(own, g, ans, args, kwargs):
        return own(g, ans, *args, **kwargs) * 0.0

    around(ns, these(way), change)


@misconception("q3")
def exp_multiplied_by_the_input(ns):
    """The rule of `exp` multiplies by `x`. The exponential is its own derivative, and it is the
    result.

    Which of `ans` and `x` is the exponential?
    """
    rule(ns, "exp", lambda g, ans, x: g * x)


@misconception("q3")
def exp_as_a_power(ns):
    """The rule of `exp` is that of a power: the exponent comes down, and is one less. Here the
    variable is the exponent itself.

    What is the derivative of `exp(x)`, and what that of `x ** 2`?
    """
    rule(ns, "exp", lambda g, ans, x: g * x * np.exp(x - 1.0))


@misconception("q3")
def exp_of_the_result(ns):
    """The rule of `exp` takes the exponential of `ans`, which is the exponential already.

    Which of `ans` and `x` is the exponential?
    """
    rule(ns, "exp", lambda g, ans, x: g * np.exp(ans))


@misconception("q3")
def log_multiplied(ns):
    """The rule of `log` multiplies by `x`. The larger a number, the slower its logarithm grows.

    What is the derivative of `log(x)`?
    """
    rule(ns, "log", lambda g, ans, x: g * x)


@misconception("q3")
def log_divided_by_the_result(ns):
    """The rule of `log` divides by the result, `ans`. The slope of the logarithm depends on the
    input.

    What is the derivative of `log(x)`, and which of `ans` and `x` is it made from?
    """
    rule(ns, "log", lambda g, ans, x: g / ans)


@misconception("q3", ways=("negative", "positive"))
def log_as_a_reciprocal(ns, way):
    """The rule of `log` divides by the square of `x`. That belongs to `1 / x`.

    Which of `log(x)` and `1 / x` has the derivative `1 / x`?
    """
    sign = -1.0 if way == "negative" else 1.0
    rule(ns, "log", lambda g, ans, x: sign * g / x**2)


@misconception("q3")
def add_as_a_difference(ns):
    """The rule of `add` sends the second argument `-g`. That belongs to `subtract`.

    If y grows by 1, does `x + y` grow or shrink?
    """
    rule(ns, "add", lambda g, ans, x, y: g, lambda g, ans, x, y: -g)


@misconception("q3", ways=("the other", "its own"))
def add_as_a_product(ns, way):
    """The rule of `add` multiplies `g` by an argument. That belongs to `multiply`.

    If x grows by 1, by how much does `x + y` grow?
    """
    rules = [lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x]
    rule(ns, "add", *(rules if way == "the other" else rules[::-1]))


@misconception("q3")
def subtract_sign_forgotten(ns):
    """The rule of `subtract` sends `g` to both. What is taken away has the other sign.

    If y grows by 1, does `x - y` grow or shrink?
    """
    rule(ns, "subtract", lambda g, ans, x, y: g, lambda g, ans, x, y: g)


@misconception("q3")
def subtract_both_negative(ns):
    """The rule of `subtract` sends `-g` to both. Only the second one is taken away.

    If x grows by 1, does `x - y` grow or shrink?
    """
    rule(ns, "subtract", lambda g, ans, x, y: -g, lambda g, ans, x, y: -g)


@misconception("q3")
def multiply_second_argument_negative(ns):
    """The rule of `multiply` has a minus sign for the second argument. A product grows with each
    of its factors, as long as the other one is positive.

    By how much does `3 * y` grow when y grows by 1?
    """
    rule(ns, "multiply", lambda g, ans, x, y: g * y, lambda g, ans, x, y: -g * x)
