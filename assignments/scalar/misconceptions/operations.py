"""Wrong operations: a value of something else, or local derivatives that do not fit the value."""

import math

from autograder.explaining.misconceptions import misconception


@misconception("q1")
def sub_reversed(ns):
    """`_sub.func` subtracts the wrong way round. Its two arguments come in the order they
    stand.

    In `a - b`, which argument of `func` is `a`, and which one loses something?
    """
    ns._sub.func = lambda self, a, b: b - a


@misconception("q1")
def sub_added(ns):
    """`_sub.func` adds its arguments. It is the class for the minus sign.

    What should be left when both arguments are equal?
    """
    ns._sub.func = lambda self, a, b: a + b


@misconception("q1")
def sub_plus(ns):
    """Both derivatives of `_sub` are +1, as they are for a sum. One of them should differ.

    If `b` grows by 1 and `a` stays, does `a - b` go up or down?
    """
    ns._sub.grads = lambda self, a, b: (1.0, 1.0)


@misconception("q1")
def sub_order(ns):
    """The two derivatives of `_sub` stand in each other's place. The first belongs to `a`.

    If only `a` grows by 1, does `a - b` go up or down?
    """
    ns._sub.grads = lambda self, a, b: (-1.0, 1.0)


@misconception("q1")
def sub_operands(ns):
    """`_sub.grads` returns `a` and `-b` themselves. A local derivative is a slope: how fast the
    result changes, wherever the arguments happen to be.

    If `a` grows by 1, does it matter for the change of `a - b` how large `a` was?
    """
    ns._sub.grads = lambda self, a, b: (a, -b)


@misconception("q1")
def sub_operands_plain(ns):
    """`_sub.grads` returns its arguments. A local derivative is a slope: how fast the result
    changes when one argument does.

    If `a` grows by 1, by how much does `a - b` grow, and does it depend on `a`?
    """
    ns._sub.grads = lambda self, a, b: (a, b)


@misconception("q1")
def mul_added(ns):
    """`_mul.func` adds its arguments. It is the class for the product.

    What should `func(3, 0)` be?
    """
    ns._mul.func = lambda self, a, b: a + b


@misconception("q1")
def mul_swapped(ns):
    """The two local derivatives of the product stand in each other's place. The first number
    belongs to `a`, the second to `b`.

    Hold `b = 10` and let `a` grow by 1: by how much does `a * b` grow?
    """
    ns._mul.grads = lambda self, a, b: (a, b)


@misconception("q1")
def mul_ones(ns):
    """`_mul.grads` returns ones, which is the rule of the sum. In a product each factor
    stretches the change of the other.

    If `a` grows by 1, does `a * b` grow by 1 whatever `b` is?
    """
    ns._mul.grads = lambda self, a, b: (1.0, 1.0)


@misconception("q1")
def mul_one_partial(ns):
    """`_mul.grads` returns one number, and the product has two arguments. Each argument has a
    derivative of its own.

    Which of the two arguments would the single number belong to, and what about the other?
    """
    ns._mul.grads = lambda self, a, b: (b,)


@misconception("q1")
def mul_value(ns):
    """`_mul.grads` returns the product itself, twice. A local derivative says how fast the
    product changes, not how large it is.

    If `a` grows by 1 while `b` stays, by how much does `a * b` grow?
    """
    ns._mul.grads = lambda self, a, b: (a * b, a * b)


@misconception("q1")
def mul_minus(ns):
    """One derivative of the product has a minus sign, as in a quotient. A product has none.

    If `b` grows a little and `a` is positive, does `a * b` go up or down?
    """
    ns._mul.grads = lambda self, a, b: (b, -a)


@misconception("q1")
def mul_sum(ns):
    """Both derivatives of the product are `a + b`. Each of them belongs to one argument alone,
    with the other held fixed.

    If `b` is held at 0, how much can `a * b` change at all?
    """
    ns._mul.grads = lambda self, a, b: (a + b, a + b)


@misconception("q1")
def mul_zero_falsy(ns):
    """A factor that is 0 is taken for one that is missing. In Python `0.0 or 1` is 1.

    What does `b or 1` give for `b = 0`, and what should the derivative be there?
    """
    ns._mul.grads = lambda self, a, b: (b or 1.0, a or 1.0)


@misconception("q1")
def mul_square(ns):
    """For equal arguments `_mul.grads` returns the derivative of a square. The two arguments
    are still two, each with its own derivative, even when they hold the same number.

    If only the first of two equal factors grows by 1, by how much does the product grow?
    """
    ns._mul.grads = lambda self, a, b: (2 * a, 2 * a) if a == b else (b, a)


@misconception("q1")
def div_reversed(ns):
    """`_div.func` divides the wrong way round. Its arguments come in the order they stand.

    In `a / b`, which argument of `func` is the numerator?
    """
    ns._div.func = lambda self, a, b: b / a


@misconception("q1")
def div_floor(ns):
    """`_div.func` uses `//`, which rounds down. Derivatives need the exact quotient.

    What do `7 / 2` and `7 // 2` give in Python?
    """
    ns._div.func = lambda self, a, b: a // b


@misconception("q1")
def div_floor_grads(ns):
    """`_div.grads` uses `//`, which rounds down. The value is right because `func` uses `/`.

    What do `1 / 4` and `1 // 4` give in Python?
    """
    ns._div.grads = lambda self, a, b: (1.0 // b, -a // b**2)


@misconception("q1")
def div_plus(ns):
    """The derivative with respect to the denominator has the wrong sign. Its size is right.

    If a positive denominator grows, does the quotient of positive numbers go up or down?
    """
    ns._div.grads = lambda self, a, b: (1.0 / b, a / b**2)


@misconception("q1")
def div_no_square(ns):
    """In the derivative with respect to the denominator, the denominator is not squared. Write
    `a / b` as `a` times a power of `b` and differentiate that power.

    What is the derivative of `1 / b`, and which power of `b` is in it?
    """
    ns._div.grads = lambda self, a, b: (1.0 / b, -a / b)


@misconception("q1")
def div_no_numerator(ns):
    """The derivative with respect to the denominator is that of `1 / b`: the numerator is
    missing. The numerator is a constant factor there, and constant factors stay.

    If `a` is doubled, should a nudge of `b` move the quotient just as much as before?
    """
    ns._div.grads = lambda self, a, b: (1.0 / b, -1.0 / b**2)


@misconception("q1")
def div_order(ns):
    """The two derivatives of the quotient stand in each other's place. The first belongs to the
    numerator.

    With `b` fixed, `a / b` is a straight line in `a`: what is its slope?
    """
    ns._div.grads = lambda self, a, b: (-a / b**2, 1.0 / b)


@misconception("q1")
def div_product(ns):
    """`_div.grads` uses the rule of the product. A quotient is a product with `1 / b`.

    With `b` fixed, is the slope of `a / b` in `a` large or small when `b` is large?
    """
    ns._div.grads = lambda self, a, b: (b, a)


@misconception("q1")
def div_constant_denominator(ns):
    """The denominator is treated as a constant: its derivative is 0. The quotient does change
    when `b` does.

    What is `1 / b` at `b = 1`, and what is it at `b = 2`?
    """
    ns._div.grads = lambda self, a, b: (1.0 / b, 0.0)


@misconception("q1")
def div_quotient_of_slopes(ns):
    """Each derivative of the quotient is one over an argument. That is right for one of the
    two.

    How does `a / b` change with `b`: like `1 / b` itself, or like the derivative of `1 / b`?
    """
    ns._div.grads = lambda self, a, b: (1.0 / b, 1.0 / a)


@misconception("q1")
def exp_base_two(ns):
    """`_exp.func` raises 2 to the power `a`. The exponential function has the base e.

    What should `func(1)` be: 2, or 2.718...?
    """
    ns._exp.func = lambda self, a: 2.0**a


@misconception("q1")
def exp_power_rule(ns):
    """`_exp.grads` uses the rule for powers, where the base varies. Here the exponent varies.

    Which function is its own derivative?
    """
    ns._exp.grads = lambda self, a: (a * math.exp(a - 1),)


@misconception("q1")
def exp_chained(ns):
    """`_exp.grads` multiplies by `a`. The chain rule's inner factor is the derivative of the
    inside function, and the inside is `a` itself.

    What is the derivative of `a` with respect to `a`?
    """
    ns._exp.grads = lambda self, a: (a * math.exp(a),)


@misconception("q1")
def exp_operand(ns):
    """`_exp.grads` returns its argument. The slope of the exponential function is another
    number.

    At `a = 0` the curve goes up: how steep is it there?
    """
    ns._exp.grads = lambda self, a: (a,)


@misconception("q1")
def exp_one(ns):
    """`_exp.grads` returns 1 everywhere, which is its slope at 0 only. The curve gets steeper.

    Is the slope of the exponential function at 3 the same as at 0?
    """
    ns._exp.grads = lambda self, a: (1.0,)


@misconception("q1")
def exp_minus(ns):
    """The derivative of `_exp` has a minus sign. That belongs to e to the power `-a`.

    Does e to the power `a` go up or down when `a` grows?
    """
    ns._exp.grads = lambda self, a: (-math.exp(a),)


@misconception("q1")
def log_base_ten(ns):
    """`_log.func` is the logarithm to base 10. The natural logarithm is asked for.

    Which of `math.log` and `math.log10` gives 1 at e?
    """
    ns._log.func = lambda self, a: math.log10(a)


@misconception("q1")
def log_base_two(ns):
    """`_log.func` is the logarithm to base 2. The natural logarithm is asked for.

    Which of `math.log` and `math.log2` gives 1 at e?
    """
    ns._log.func = lambda self, a: math.log2(a)


@misconception("q1")
def log_base_ten_grads(ns):
    """`_log.grads` is the derivative of the logarithm to base 10. The value is the natural one.

    Which factor do logarithms of different bases differ by, and what is it for base e?
    """
    ns._log.grads = lambda self, a: (1.0 / (a * math.log(10.0)),)


@misconception("q1")
def log_operand(ns):
    """`_log.grads` returns its argument. The logarithm gets flatter as its argument grows.

    Where is the curve of the logarithm steeper: at 0.1 or at 10?
    """
    ns._log.grads = lambda self, a: (a,)


@misconception("q1")
def log_value(ns):
    """`_log.grads` returns the logarithm itself. It is the exponential that is its own
    derivative.

    The logarithm of 1 is 0: is its curve flat there?
    """
    ns._log.grads = lambda self, a: (math.log(a),)


@misconception("q1")
def log_reciprocal_of_value(ns):
    """`_log.grads` is one over the logarithm. It should be one over something else.

    At `a = 1` the logarithm is 0: is its curve infinitely steep there?
    """
    ns._log.grads = lambda self, a: (1.0 / math.log(a),)


@misconception("q1")
def log_minus(ns):
    """The derivative of `_log` has the wrong sign. Its size is right.

    Does the logarithm go up or down when its argument grows?
    """
    ns._log.grads = lambda self, a: (-1.0 / a,)


@misconception("q1")
def log_square(ns):
    """In the derivative of `_log`, the argument is squared. That belongs to the derivative of
    `1 / a`.

    Which function has the derivative one over `a` squared, up to the sign?
    """
    ns._log.grads = lambda self, a: (1.0 / a**2,)


@misconception("q1")
def log_one(ns):
    """`_log.grads` returns 1 everywhere, which is its slope at 1 only. The curve gets flatter.

    Is the slope of the logarithm at 10 the same as at 1?
    """
    ns._log.grads = lambda self, a: (1.0,)


@misconception("q1")
def grads_nothing(ns):
    """`grads` returns nothing. A method without `return` gives None.

    Where does the result of `grads` leave the method?
    """
    for operation in (ns._sub, ns._mul, ns._div):
        operation.grads = lambda self, a, b: None
    for operation in (ns._exp, ns._log):
        operation.grads = lambda self, a: None


@misconception("q1")
def mul_sign_lost(ns):
    """The derivatives of `_mul` are never negative. A slope may well be.

    If `b` is negative and `a` grows, does `a * b` go up or down?
    """
    ns._mul.grads = lambda self, a, b: (abs(b), abs(a))


@misconception("q1")
def div_sign_lost(ns):
    """The derivatives of `_div` are never negative. A slope may well be.

    If `a` and `b` are positive and `b` grows, does `a / b` go up or down?
    """
    ns._div.grads = lambda self, a, b: (abs(1.0 / b), abs(a / b**2))
