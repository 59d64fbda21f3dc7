"""Wrong powers, quotients and negatives: of another function, or with half of the chain rule."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def send(ns, name, by_a, by_b=None):
    """Install a rule: what it sends to each operand, of what comes in and of the operands."""

    def gradient(self, out_grad, node):
        sent = tuple(by(out_grad, *node.inputs, self) for by in (by_a, by_b) if by)
        return sent if by_b else sent[0]

    getattr(ns, name).gradient = gradient


@misconception("q1")
def power_times(ns):
    """`PowerScalar.compute` multiplies by the number. A power multiplies the element by itself,
    so many times.

    What is 3 to the power of 2, and what does your `compute` make of it?
    """
    ns.PowerScalar.compute = lambda self, a: a * self.scalar


@misconception("q1")
def power_base_and_exponent_exchanged(ns):
    """Base and exponent have changed places, and 2 to the power of 3 is not 3 to the power of 2.

    In `a ** n`, which of the two is multiplied by itself?
    """
    ns.PowerScalar.compute = lambda self, a: self.scalar**a
    ns.EWisePow.compute = lambda self, a, b: b**a


@misconception("q1")
def quotient_upside_down(ns):
    """The quotient stands upside down. The first operand is what is divided.

    What should 6 divided by 2 be, and what does your `compute` make of it?
    """
    ns.EWiseDiv.compute = lambda self, a, b: b / a
    ns.DivScalar.compute = lambda self, a: self.scalar / a


@misconception("q1")
def quotient_whole_numbers(ns):
    """The quotient has lost its decimals. There are two signs for division in Python, and one of
    them gives whole numbers.

    What do `7 / 2` and `7 // 2` give?
    """
    ns.EWiseDiv.compute = lambda self, a, b: a // b
    ns.DivScalar.compute = lambda self, a: a // self.scalar


@misconception("q1")
def quotient_multiplied(ns):
    """The operands are multiplied where they should be divided.

    If the second operand is twice as large, is the result twice as large or half as large?
    """
    ns.EWiseDiv.compute = lambda self, a, b: a * b
    ns.DivScalar.compute = lambda self, a: a * self.scalar


@misconception("q1")
def negate_always_below_zero(ns):
    """The result of `Negate` is never positive, whatever comes in. It should be the number on the
    other side of 0.

    What is the negative of -3?
    """
    ns.Negate.compute = lambda self, a: -np.abs(a)


@misconception("q1")
def negate_reciprocal(ns):
    """`Negate` gives one over each element. That is what undoes a product; the negative is what
    undoes a sum.

    What has to be added to 4 to get 0?
    """
    ns.Negate.compute = lambda self, a: 1 / a


@misconception("q1")
def forward_hands_on(ns):
    """`compute` gives back the array that came in. The operation itself is missing.

    Which function of NumPy does what the docstring of the class says?
    """
    names = "PowerScalar EWiseDiv DivScalar MatMul Summation BroadcastTo Reshape Negate Transpose"
    for name in [*names.split(), "EWisePow"]:
        getattr(ns, name).compute = lambda self, a, b=None: a


@misconception("q1")
def forward_in_place(ns):
    """The result is right, and it was written into the array that came in. That array belongs to
    another tensor, which now holds something else.

    After `b = -a`, what should still be in `a`?
    """

    def into(ufunc):
        return lambda self, a, b=None: ufunc(self, a, b, a)

    ns.PowerScalar.compute = into(lambda self, a, b, out: np.power(a, self.scalar, out=out))
    ns.EWisePow.compute = into(lambda self, a, b, out: np.power(a, b, out=out))
    ns.EWiseDiv.compute = into(lambda self, a, b, out: np.divide(a, b, out=out))
    ns.DivScalar.compute = into(lambda self, a, b, out: np.divide(a, self.scalar, out=out))
    ns.Negate.compute = into(lambda self, a, b, out: np.negative(a, out=out))


@misconception("q2")
def power_exponent_kept(ns):
    """The exponent comes down as a factor, and it also stays what it was. One power of the base is
    used up on the way.

    What is the derivative of `x ** 3`: a multiple of `x ** 3`, or of `x ** 2`?
    """
    send(ns, "PowerScalar", lambda g, a, op: g * op.scalar * a**op.scalar)


@misconception("q2")
def power_factor_forgotten(ns):
    """The exponent is one less, and the factor that comes down is missing.

    How many terms does the product rule give for `x * x * x`?
    """
    send(ns, "PowerScalar", lambda g, a, op: g * a ** (op.scalar - 1))


@misconception("q2")
def power_always_a_square(ns):
    """The gradient is that of a square, whatever the exponent is. It was given when the operation
    was made.

    What is the derivative of `x ** 3` at 2, and what would that of `x ** 2` be?
    """
    send(ns, "PowerScalar", lambda g, a, op: g * a * 2.0)


@misconception("q2")
def power_as_exponential(ns):
    """The gradient of `a ** n` has a logarithm in it. That belongs to the derivative by the
    exponent; here the exponent is a fixed number and the base changes.

    What is the derivative of `x ** 2`, by `x`?
    """
    send(ns, "PowerScalar", lambda g, a, op: g * a**op.scalar * ns.log(a))


@misconception("q2")
def power_one_more(ns):
    """The exponent goes up by one, as in an integral. A derivative goes the other way.

    Is the slope of `x ** 2` a straight line, or a curve of third degree?
    """
    send(ns, "PowerScalar", lambda g, a, op: g * op.scalar * a ** (op.scalar + 1))


@misconception("q2")
def quotient_sign_forgotten(ns):
    """The gradient with respect to `b` has the right size and the wrong sign.

    If `b` grows and `a` stays, does `a / b` go up or down?
    """
    send(ns, "EWiseDiv", lambda g, a, b, op: g / b, lambda g, a, b, op: g * a / b**2)


@misconception("q2")
def quotient_square_forgotten(ns):
    """The gradient with respect to `b` divides by `b` once.

    Write `a / b` as `a * b ** -1`: which power of `b` has its derivative?
    """
    send(ns, "EWiseDiv", lambda g, a, b, op: g / b, lambda g, a, b, op: -(g * a / b))


@misconception("q2")
def quotient_numerator_forgotten(ns):
    """The gradient with respect to `b` does not depend on `a`. That is right where `a` is 1.

    If `b` grows a little, what changes more: `2 / b` or `200 / b`?
    """
    send(ns, "EWiseDiv", lambda g, a, b, op: g / b, lambda g, a, b, op: -(g / b**2))


@misconception("q2")
def quotient_gradients_exchanged(ns):
    """The two gradients of the quotient stand in each other's place. The first belongs to `a`.

    If `a` grows by 1 and `b` is 10, by how much does `a / b` grow?
    """
    send(ns, "EWiseDiv", lambda g, a, b, op: -(g * a / b**2), lambda g, a, b, op: g / b)


@misconception("q2")
def quotient_as_product(ns):
    """The gradients are those of a product: the other operand as a factor. In a quotient a larger
    `b` makes everything smaller.

    If `a` grows by 1 and `b` is 10, by how much does `a / b` grow?
    """
    send(ns, "EWiseDiv", lambda g, a, b, op: g * b, lambda g, a, b, op: g * a)


@misconception("q2")
def quotient_a_for_one(ns):
    """The gradient with respect to `a` is `a / b`, the quotient itself. A slope says how fast the
    result changes when `a` does.

    For a fixed `b`, is `a / b` a straight line in `a`, and how steep is it?
    """
    send(ns, "EWiseDiv", lambda g, a, b, op: g * a / b, lambda g, a, b, op: -(g * a / b**2))


@misconception("q2")
def quotient_by_number_multiplied(ns):
    """`DivScalar.gradient` multiplies by the number. On the way forward the input was divided by
    it, and its nudge with it.

    If `a` grows by 1, by how much does `a / 4` grow?
    """
    send(ns, "DivScalar", lambda g, a, op: g * op.scalar)


@misconception("q2")
def quotient_by_number_as_denominator(ns):
    """`DivScalar.gradient` is the derivative by the number. The number is fixed and gets no
    gradient: what changes is `a`.

    If `a` grows by 1, by how much does `a / 4` grow?
    """
    send(ns, "DivScalar", lambda g, a, op: -(g * a / op.scalar**2))


@misconception("q2")
def negate_sign_forgotten(ns):
    """`Negate.gradient` hands on what comes in. Going up on one side is going down on the other.

    If `a` grows by 1, what does `-a` do?
    """
    send(ns, "Negate", lambda g, a, op: g)


@misconception("q2")
def negate_operand(ns):
    """`Negate.gradient` sends the negative of the operand. A slope does not depend on where you
    stand on a straight line.

    How steep is `-x` at 3, and how steep at 5?
    """
    send(ns, "Negate", lambda g, a, op: -a)


@misconception("q2")
def pow_log_of_the_exponent(ns):
    """The gradient with respect to the exponent has the logarithm of the wrong operand.

    In `a ** b = exp(b * log(a))`, what is `b` multiplied by?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * b * a ** (b - 1),
        lambda g, a, b, op: g * a**b * ns.log(b),
    )


@misconception("q2")
def pow_log_forgotten(ns):
    """The gradient with respect to the exponent lacks its logarithm. Only for the base e it is
    the power itself.

    In `a ** b = exp(b * log(a))`, what does the chain rule give for the inside, by `b`?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * b * a ** (b - 1),
        lambda g, a, b, op: g * a**b,
    )


@misconception("q2")
def pow_exponent_kept(ns):
    """The gradient with respect to the base keeps the exponent as it was. One power of the base is
    used up on the way.

    For a fixed `b`, what is the derivative of `a ** b` by `a`?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * b * a**b,
        lambda g, a, b, op: g * a**b * ns.log(a),
    )


@misconception("q2")
def pow_factor_forgotten(ns):
    """The gradient with respect to the base lacks the exponent as a factor.

    For a fixed `b`, what comes down in the derivative of `a ** b` by `a`?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * a ** (b - 1),
        lambda g, a, b, op: g * a**b * ns.log(a),
    )


@misconception("q2")
def pow_gradients_exchanged(ns):
    """The gradients of base and exponent stand in each other's place. The first belongs to `a`.

    Which of the two operands is the base, and where does its gradient stand?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * a**b * ns.log(a),
        lambda g, a, b, op: g * b * a ** (b - 1),
    )


@misconception("q2")
def pow_as_power_rule_twice(ns):
    """The exponent's gradient follows the rule of the base. In `2 ** x` the variable stands
    upstairs, and that is another function than `x ** 2`.

    How can `a ** b` be written with `exp` and `log`, and what is its derivative by `b`?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * b * a ** (b - 1),
        lambda g, a, b, op: g * a * b ** (a - 1),
    )


@misconception("q2")
def pow_log_of_the_result(ns):
    """The gradient with respect to the exponent has the logarithm of the result.

    In `a ** b = exp(b * log(a))`, what is `b` multiplied by?
    """
    send(
        ns,
        "EWisePow",
        lambda g, a, b, op: g * b * a ** (b - 1),
        lambda g, a, b, op: g * a**b * ns.log(a**b),
    )


@misconception("q2")
def pow_one_gradient_for_both(ns):
    """Base and exponent get the same gradient, that of the base. They act in different ways.

    How can `a ** b` be written with `exp` and `log`, and what is its derivative by `b`?
    """
    by_base = [lambda g, a, b, op: g * b * a ** (b - 1)] * 2
    send(ns, "EWisePow", *by_base)
