"""Wrong powers: the exponent that stays, the logarithm that is forgotten or taken of all."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def install(ns, base=None, exponent=None, compute=np.power):
    """Make `power` anew, of what it sends to base and exponent; None for what is right."""
    base = base or (lambda g, z, x, y: g * y * x ** (y - 1.0))
    exponent = exponent or (lambda g, z, x, y: g * z * np.log(x))

    def power(a, b):
        x, y = ns.value_of(a), ns.value_of(b)
        z = compute(x, y)
        return ns.computed(z, (a, lambda g: base(g, z, x, y)), (b, lambda g: exponent(g, z, x, y)))

    ns.power = power


@misconception("q1")
def power_exponent_not_lowered(ns):
    """In what is sent to the base, the exponent is as it was. It should be less by 1.

    What is the derivative of x³?
    """
    install(ns, lambda g, z, x, y: g * y * z)


@misconception("q1")
def power_exponent_not_in_front(ns):
    """In what is sent to the base, the exponent does not stand in front as a factor.

    What is the derivative of x³?
    """
    install(ns, lambda g, z, x, y: g * x ** (y - 1.0))


@misconception("q1")
def power_lowered_factor(ns):
    """In what is sent to the base, the factor in front is the exponent less 1. It should be the
    exponent as it was.

    What is the derivative of x³?
    """
    install(ns, lambda g, z, x, y: g * (y - 1.0) * x ** (y - 1.0))


@misconception("q1")
def power_always_a_square(ns):
    """What is sent to the base is that of a square, `2 * a`, whatever the exponent.

    What is the derivative of x³?
    """
    install(ns, lambda g, z, x, y: g * 2.0 * x)


@misconception("q1")
def power_logarithm_forgotten(ns):
    """What is sent to the exponent lacks the logarithm of the base.

    For which base is the slope of the exponential as large as its value?
    """
    install(ns, None, lambda g, z, x, y: g * z)


@misconception("q1")
def power_logarithm_of_the_exponent(ns):
    """In what is sent to the exponent, the logarithm is that of the exponent. It should be that of
    the base.

    If you write the power as exp(b · ln a), what stands as a factor beside b?
    """
    install(ns, None, lambda g, z, x, y: g * z * np.log(y))


@misconception("q1", ways=("log10", "log2"))
def power_another_logarithm(ns, way):
    """The logarithm is one to another base than e.

    Which of NumPy's logarithms turns `np.exp` round?
    """
    install(ns, None, lambda g, z, x, y: g * z * getattr(np, way)(x))


@misconception("q1")
def power_logarithm_alone(ns):
    """What is sent to the exponent is the logarithm of the base, without the power itself.

    Does 2**x grow equally fast everywhere?
    """
    install(ns, None, lambda g, z, x, y: g * np.log(x))


@misconception("q1")
def power_exponent_like_the_base(ns):
    """The exponent is sent what a base gets, with the two letters exchanged. An exponent is another
    thing than a base.

    Is 2**x a polynomial in x?
    """
    install(ns, None, lambda g, z, x, y: g * x * y ** (x - 1.0))


@misconception("q1")
def power_logarithm_for_the_base(ns):
    """The base is sent what belongs to the exponent, with its logarithm.

    In `a ** 2`, is there any logarithm in the derivative by a?
    """
    install(ns, lambda g, z, x, y: g * z * np.log(x))


@misconception("q1")
def power_computed_with_logarithms(ns):
    """The power is computed as exp(b · ln a). A negative base has no logarithm, and a power of a
    plain number all the same.

    What is (-2)², and what does your formula make of it?
    """
    install(
        ns,
        lambda g, z, x, y: g * z * y / x,
        compute=lambda x, y: np.exp(y * np.log(x)),
    )


@misconception("q1")
def power_divided_by_the_base(ns):
    """What is sent to the base is the power divided by the base. Where that is 0, this is
    0 / 0.

    What is the derivative of x² at 0, and what does 0 / 0 give?
    """
    install(ns, lambda g, z, x, y: g * y * z / x)


@misconception("q1")
def power_second_slope(ns):
    """The exponent in what is sent to the base is less by 2. It should be less by 1.

    What is the derivative of x³?
    """
    install(ns, lambda g, z, x, y: g * y * x ** (y - 2.0))
