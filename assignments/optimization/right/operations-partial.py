#: title = "functools and operator instead of lambda"

# %% [q1-arithmetic-answer]
import operator
from functools import partial


def multiply(a, b):
    """a * b"""
    x, y = value_of(a), value_of(b)
    return computed(
        operator.mul(x, y), (a, partial(operator.mul, y)), (b, partial(operator.mul, x))
    )


def negative(a):
    """-a"""
    return computed(operator.neg(value_of(a)), (a, operator.neg))


def subtract(a, b):
    """a - b"""
    return computed(operator.sub(value_of(a), value_of(b)), (a, operator.pos), (b, operator.neg))


def divide(a, b):
    """a / b"""
    x, y = value_of(a), value_of(b)
    return computed(
        operator.truediv(x, y),
        (a, partial(operator.mul, 1 / y)),
        (b, partial(operator.mul, -x / y**2)),
    )
