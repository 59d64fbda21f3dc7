"""Wrong rules of quotients, powers and tanh."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def rule(ns, name, *vjps):
    """Put rules into the table, as a student does."""
    ns.defvjp(ns.primitives[name], *vjps)


def by_the_first(g, ans, x, y):
    """The right rule of `x / y`, by x."""
    return g / y


def by_the_base(g, ans, x, y):
    """The right rule of `x ** y`, by x."""
    return g * y * x ** (y - 1.0)


def by_the_exponent(g, ans, x, y):
    """The right rule of `x ** y`, by y."""
    return g * ans * np.log(x)


@misconception("q3")
def quotient_sign_forgotten(ns):
    """The gradient of the denominator has the wrong sign. The quotient shrinks as the denominator
    grows.

    If y grows, does `6 / y` become larger or smaller?
    """
    rule(ns, "divide", by_the_first, lambda g, ans, x, y: g * x / y**2)


@misconception("q3")
def quotient_square_forgotten(ns):
    """The gradient of the denominator is divided by `y`, and should be divided by its square.

    What is the derivative of `1 / y`?
    """
    rule(ns, "divide", by_the_first, lambda g, ans, x, y: -g * x / y)


@misconception("q3")
def quotient_numerator_forgotten(ns):
    """The gradient of the denominator is that of `1 / y`. The numerator is missing.

    How much faster does `100 / y` fall than `1 / y`?
    """
    rule(ns, "divide", by_the_first, lambda g, ans, x, y: -g / y**2)


@misconception("q3")
def quotient_as_a_product(ns):
    """The rules are those of `x * y`. Here y divides.

    If y is 4 and x grows by 1, by how much does `x / y` grow?
    """
    rule(ns, "divide", lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x)


@misconception("q3")
def quotient_divided_by_the_first(ns):
    """The gradient of the numerator is divided by the numerator. It is the denominator that makes
    the quotient flat or steep.

    If y is 4 and x grows by 1, by how much does `x / y` grow?
    """
    rule(ns, "divide", lambda g, ans, x, y: g / x, lambda g, ans, x, y: -g * x / y**2)


@misconception("q3")
def quotient_of_squares_by_the_first(ns):
    """The gradient of the numerator is divided by the square of the denominator as well. The square
    belongs to the denominator's own gradient.

    If y is 4 and x grows by 1, by how much does `x / y` grow?
    """
    rule(ns, "divide", lambda g, ans, x, y: g / y**2, lambda g, ans, x, y: -g * x / y**2)


@misconception("q3")
def power_exponent_not_reduced(ns):
    """The exponent comes down as a factor, and stays as large as it was above.

    What is the derivative of `x ** 3`, and with which exponent?
    """
    rule(ns, "power", lambda g, ans, x, y: g * y * ans, by_the_exponent)


@misconception("q3")
def power_factor_forgotten(ns):
    """The exponent is reduced by one, and does not come down as a factor.

    How steep is `x ** 3` at 1?
    """
    rule(ns, "power", lambda g, ans, x, y: g * x ** (y - 1.0), by_the_exponent)


@misconception("q3")
def power_factor_reduced_too(ns):
    """The exponent is reduced by one before it comes down. The factor is the exponent as it was.

    What is the derivative of `x ** 3`: with a factor of 3, or of 2?
    """
    rule(ns, "power", lambda g, ans, x, y: g * (y - 1.0) * x ** (y - 1.0), by_the_exponent)


@misconception("q3")
def power_log_forgotten(ns):
    """The gradient of the exponent lacks a logarithm. The power is its own derivative only where
    the base is e.

    How steep is `1 ** y`, as a function of y?
    """
    rule(ns, "power", by_the_base, lambda g, ans, x, y: g * ans)


@misconception("q3")
def power_log_of_the_exponent(ns):
    """The logarithm is that of the exponent. It should be that of the base.

    How steep is `1 ** y`, as a function of y?
    """
    rule(ns, "power", by_the_base, lambda g, ans, x, y: g * ans * np.log(y))


@misconception("q3")
def power_log_of_the_result(ns):
    """The logarithm is that of the whole power. It should be that of the base.

    What is the logarithm of `x ** y`, and what is left of it if y is 0?
    """
    rule(ns, "power", by_the_base, lambda g, ans, x, y: g * ans * np.log(ans))


@misconception("q3")
def power_only_the_log(ns):
    """The gradient of the exponent is the logarithm of the base alone. The power itself is a factor
    of its derivative.

    Does `2 ** y` grow as fast at y = 10 as at y = 0?
    """
    rule(ns, "power", by_the_base, lambda g, ans, x, y: g * np.log(x))


@misconception("q3")
def power_base_for_exponent(ns):
    """Base and exponent both get the derivative of the base. For the exponent the base is a
    constant.

    What is the derivative of `2 ** y` by y?
    """
    rule(ns, "power", by_the_base, by_the_base)


@misconception("q3")
def tanh_square_forgotten(ns):
    """The value of tanh is not squared. It goes from -1 to 1, and the slope should be the same on
    both sides of 0.

    What is the slope of tanh at -3: more than 1, or almost 0?
    """
    rule(ns, "tanh", lambda g, ans, x: g * (1.0 - ans))


@misconception("q3")
def tanh_of_the_input(ns):
    """The rule has `x` where the value of tanh belongs.

    Which of `x` and `ans` is tanh, and what is the slope of tanh at 30?
    """
    rule(ns, "tanh", lambda g, ans, x: g * (1.0 - x**2))


@misconception("q3")
def tanh_twice(ns):
    """The rule takes tanh of the result, which is tanh already.

    Which of `x` and `ans` is tanh?
    """
    rule(ns, "tanh", lambda g, ans, x: g * (1.0 - np.tanh(ans) ** 2))


@misconception("q3")
def tanh_plus_the_square(ns):
    """The square of the value is added, and should be subtracted. So the curve would be steepest
    where it is flat.

    What is the slope of tanh at 30?
    """
    rule(ns, "tanh", lambda g, ans, x: g * (1.0 + ans**2))


@misconception("q3")
def tanh_turned_round(ns):
    """The slope has the wrong sign: 1 is subtracted from the square. The curve rises everywhere.

    What is the slope of tanh at 0?
    """
    rule(ns, "tanh", lambda g, ans, x: g * (ans**2 - 1.0))


@misconception("q3")
def tanh_as_a_sigmoid(ns):
    """The slope is the one of the sigmoid, the value times one minus the value. The value of tanh
    goes from -1 to 1, and that of a sigmoid from 0 to 1.

    What is the slope of tanh at 0?
    """
    rule(ns, "tanh", lambda g, ans, x: g * ans * (1.0 - ans))


@misconception("q3")
def tanh_cosh_not_squared(ns):
    """The slope is one over cosh. That has to be squared.

    `1 - tanh(x) ** 2` is which power of `1 / cosh(x)`?
    """
    rule(ns, "tanh", lambda g, ans, x: g * 2.0 / (np.exp(x) + np.exp(-x)))
