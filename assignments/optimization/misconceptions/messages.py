"""Wrong messages: what is left out of them, what is exchanged, and where a sign is lost."""

import numpy as np

from autograder.explaining.misconceptions import misconception

#: What each operation computes, and what it sends to each operand: of g, the result and operands.
RIGHT = {
    "multiply": (np.multiply, lambda g, z, x, y: g * y, lambda g, z, x, y: g * x),
    "negative": (np.negative, lambda g, z, x: -g),
    "subtract": (np.subtract, lambda g, z, x, y: g, lambda g, z, x, y: -g),
    "divide": (np.divide, lambda g, z, x, y: g / y, lambda g, z, x, y: -g * x / y**2),
    "power": (
        np.power,
        lambda g, z, x, y: g * y * x ** (y - 1.0),
        lambda g, z, x, y: g * z * np.log(x),
    ),
    "exp": (np.exp, lambda g, z, x: g * z),
    "tanh": (np.tanh, lambda g, z, x: g * (1.0 - z**2)),
    "matmul": (np.matmul, lambda g, z, x, y: g @ y.T, lambda g, z, x, y: x.T @ g),
    "mean": (np.mean, lambda g, z, x: g * np.ones(x.shape) / x.size),
}
#: The same without g.
SLOPES = {
    "multiply": (lambda z, x, y: y, lambda z, x, y: x),
    "negative": (lambda z, x: -1.0,),
    "subtract": (lambda z, x, y: 1.0, lambda z, x, y: -1.0),
    "divide": (lambda z, x, y: 1.0 / y, lambda z, x, y: -x / y**2),
    "power": (lambda z, x, y: y * x ** (y - 1.0), lambda z, x, y: z * np.log(x)),
    "exp": (lambda z, x: z,),
    "tanh": (lambda z, x: 1.0 - z**2,),
    "matmul": (lambda z, x, y: y.T, lambda z, x, y: x.T),
    "mean": (lambda z, x: np.ones(x.shape) / x.size,),
}
ARITHMETIC = ("multiply", "negative", "subtract", "divide")
FUNCTIONS = ("exp", "tanh", "matmul", "mean")
OF_TWO = ("multiply", "subtract", "divide", "power", "matmul")


def install(ns, name, *sends, compute=None, read=None):
    """Make an operation anew: what it sends to each operand, None where there is no edge."""

    def operation(*operands):
        xs = [(read or ns.value_of)(operand) for operand in operands]
        z = (compute or RIGHT[name][0])(*xs)
        edges = [
            (operand, lambda g, send=send: send(g, z, *xs))
            for operand, send in zip(operands, sends, strict=True)
            if send
        ]
        return ns.computed(z, *edges)

    setattr(ns, name, operation)


def these(way, every):
    """The operations that a way is about: one, or all."""
    return every if way == "all" else (way,)


@misconception("q1", ways=("all", *SLOPES))
def message_without_g(ns, way):
    """A message does not use `g`: it is the slope of the operation alone. The chain rule multiplies
    it by what comes in.

    If the loss changes by 5 for each unit of the result, by how much for each unit of the operand?
    """
    for name in these(way, tuple(SLOPES)):
        install(ns, name, *[lambda g, *rest, slope=slope: slope(*rest) for slope in SLOPES[name]])


@misconception("q1", ways=("all", "multiply", "divide", "power", "exp", "tanh"))
def message_hands_g_on(ns, way):
    """`g` is sent on as it came. That is the message of a sum, where each operand moves the result
    by as much as it moves itself.

    If the operand grows by 1, does the result grow by 1, too?
    """
    for name in these(way, ("multiply", "divide", "power", "exp", "tanh")):
        install(ns, name, *[lambda g, *rest: g] * (len(RIGHT[name]) - 1))


@misconception("q1", ways=("all", "multiply", "divide", "power", "tanh"))
def message_times_the_result(ns, way):
    """What is sent is `g` times the result. A slope says how fast the result changes, not how large
    it is.

    If the result is large and does not move when the operand does, what should be sent?
    """
    for name in these(way, ("multiply", "divide", "power", "tanh")):
        install(ns, name, *[lambda g, z, *rest: g * z] * (len(RIGHT[name]) - 1))


@misconception("q1", ways=("all", *OF_TWO))
def messages_exchanged(ns, way):
    """What belongs to the first operand is sent to the second, and the other way round.

    If only the first operand is nudged, by how much does the result move?
    """
    for name in these(way, OF_TWO):
        install(ns, name, *reversed(RIGHT[name][1:]))


@misconception(
    "q1", ways=[f"{name}, {how}" for how in ("no edge", "zeros") for name in ("all", *OF_TWO)]
)
def message_to_the_second_forgotten(ns, way):
    """The first operand gets a message, and the second gets none. The result depends on both.

    If the second operand is nudged, does the result move?
    """
    name, how = way.split(", ")
    for one in these(name, OF_TWO):
        zeros = None if how == "no edge" else lambda g, z, x, y: np.zeros(y.shape)
        install(ns, one, RIGHT[one][1], zeros)


@misconception("q1", ways=("all", "multiply", "subtract", "divide", "power", "matmul"))
def operands_all_taken_for_variables(ns, way):
    """`.value` is asked of every operand. A plain number has none.

    What does `value_of` do for a number, as in `3.0 * x`?
    """
    for name in these(way, OF_TWO):
        install(ns, name, *RIGHT[name][1:], read=lambda operand: operand.value)


@misconception("q1", ways=("all", "multiply", "divide", "power", "exp", "tanh"))
def message_changes_what_came_in(ns, way):
    """The message is made with `*=`, which changes the array that came in. Others are sent that
    array, too.

    After `g *= y`, what does the next message find in `g`?
    """

    def changing(slope):
        def send(g, *rest):
            g *= slope(*rest)
            return g

        return send

    for name in these(way, ("multiply", "divide", "power", "exp", "tanh")):
        install(ns, name, *map(changing, SLOPES[name]))


@misconception("q1")
def negative_sign_forgotten(ns):
    """`negative` sends `g` as it is. Its result falls when its operand grows.

    Which slope does the line -x have?
    """
    install(ns, "negative", lambda g, z, x: g)


@misconception("q1")
def negative_times_the_operand(ns):
    """`negative` sends `g` times the negative operand. Its slope is the same everywhere.

    By how much does -x change when x grows from 5 to 6?
    """
    install(ns, "negative", lambda g, z, x: g * z)


@misconception("q1")
def subtract_sign_forgotten(ns):
    """`subtract` sends `g` to both operands. The result falls when the second one grows.

    By how much does `a - b` change when b grows by 1?
    """
    install(ns, "subtract", lambda g, z, x, y: g, lambda g, z, x, y: g)


@misconception("q1")
def subtract_both_negative(ns):
    """`subtract` sends `-g` to both operands. Only the second one is taken away.

    By how much does `a - b` change when a grows by 1?
    """
    install(ns, "subtract", lambda g, z, x, y: -g, lambda g, z, x, y: -g)


@misconception("q1")
def subtract_turned_round(ns):
    """What is computed is the second operand minus the first.

    What should `5.0 - x` be for x = 2, and which is `a` there?
    """
    install(ns, "subtract", lambda g, z, x, y: -g, lambda g, z, x, y: g, compute=lambda x, y: y - x)


@misconception("q1")
def divide_turned_round(ns):
    """What is computed is the second operand divided by the first.

    What should `6.0 / x` be for x = 2, and which is `a` there?
    """
    install(
        ns,
        "divide",
        lambda g, z, x, y: -g * y / x**2,
        lambda g, z, x, y: g / x,
        compute=lambda x, y: y / x,
    )


@misconception("q1")
def divide_sign_forgotten(ns):
    """What is sent to the denominator lacks its minus. The quotient falls when that grows.

    Is 1/3 larger or smaller than 1/2?
    """
    install(ns, "divide", RIGHT["divide"][1], lambda g, z, x, y: g * x / y**2)


@misconception("q1")
def divide_square_forgotten(ns):
    """What is sent to the denominator is divided by it once. It should be its square.

    What is the derivative of 1 / y, and how does it look at y = 10?
    """
    install(ns, "divide", RIGHT["divide"][1], lambda g, z, x, y: -g * x / y)


@misconception("q1")
def divide_numerator_forgotten(ns):
    """What is sent to the denominator is that of `1 / b`, without the numerator.

    Does `a / b` react more strongly to b when a is large?
    """
    install(ns, "divide", RIGHT["divide"][1], lambda g, z, x, y: -g / y**2)


@misconception("q1")
def divide_letters_exchanged(ns):
    """In what is sent to the denominator, the two operands stand in each other's place.

    In the derivative of `a / b` by b, which of the two is squared?
    """
    install(ns, "divide", RIGHT["divide"][1], lambda g, z, x, y: -g * y / x**2)


@misconception("q1")
def divide_multiplied(ns):
    """What is sent to the numerator is `g` times the denominator, and should be divided by it.

    Does `a / 100` react strongly or weakly to a?
    """
    install(ns, "divide", lambda g, z, x, y: g * y, RIGHT["divide"][2])


@misconception("q1")
def divide_like_a_product(ns):
    """The messages are those of a product, `g * b` and `g * a`.

    What happens to `a / b` when b grows: does it grow, too?
    """
    install(ns, "divide", lambda g, z, x, y: g * y, lambda g, z, x, y: g * x)
