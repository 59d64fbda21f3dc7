"""digamma and polygamma on floats: what the derivatives of `gamma` and `lgamma` are made of.

Both use the same two facts. The recurrence psi_n(x) = psi_n(x + 1) - (-1)**n n! / x**(n + 1) moves
the argument to the right, where the asymptotic series in Bernoulli numbers is exact to the last
digit; for x < 0 the recurrence is used as it stands as far as it is cheap, and the reflection
formula where it is not.

Sources: NIST Digital Library of Mathematical Functions, 5.5.2 and 5.5.4 (recurrence, reflection),
5.11.2 (series), 5.15 (polygamma).
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

#: The asymptotic series is used from here on (plus the order: higher derivatives converge later).
SERIES_FROM = 15.0
#: Left of this, stepping up one by one costs more than it is worth.
STEP_FROM = -1000.0
TERMS = 16


@cache
def bernoulli(count: int) -> tuple[Fraction, ...]:
    """The Bernoulli numbers B_0 ... B_(count - 1), exactly, by their defining recurrence."""
    numbers: list[Fraction] = []
    for m in range(count):
        total = sum((math.comb(m + 1, k) * numbers[k] for k in range(m)), Fraction(0))
        numbers.append(Fraction(1) if m == 0 else -total / (m + 1))
    return tuple(numbers)


def digamma(x: float) -> float:
    """The derivative of log(gamma(x)).

    Parameters
    ----------
    x : float
        Any real number but 0, -1, -2, ...

    Returns
    -------
    float

    Raises
    ------
    ValueError
        At a pole.

    Examples
    --------
    >>> round(digamma(1.0), 12)  # minus the Euler-Mascheroni constant
    -0.577215664902
    """
    x = float(x)
    refuse_pole(x)
    if x < STEP_FROM:  # reflection: psi(1 - x) - psi(x) = pi / tan(pi x)
        return digamma(1.0 - x) - math.pi / math.tan(math.pi * math.fmod(x, 1.0))
    steps = []
    while x < SERIES_FROM:
        steps.append(-1.0 / x)
        x += 1.0
    square = 1.0 / (x * x)
    power = 1.0
    series = [math.log(x), -0.5 / x]
    for k in range(1, TERMS // 2 + 1):
        power *= square
        series.append(-float(bernoulli(TERMS + 1)[2 * k]) / (2 * k) * power)
    return math.fsum(steps + series)


def polygamma(order: float, x: float) -> float:
    """The derivative of `digamma`, `order` times.

    Parameters
    ----------
    order : int
        At least 0; order 0 is `digamma` itself.
    x : float
        Any real number but 0, -1, -2, ...

    Returns
    -------
    float

    Raises
    ------
    ValueError
        At a pole, for an order that is no whole number of at least 0, or far left on the axis for
        orders above 0.

    Examples
    --------
    >>> round(polygamma(1, 1.0) * 6 / math.pi ** 2, 12)
    1.0
    """
    if order != int(order) or order < 0:
        raise ValueError(f"polygamma's order must be a whole number of at least 0, not {order}")
    n, x = int(order), float(x)
    if n == 0:
        return digamma(x)
    refuse_pole(x)
    if x < STEP_FROM:
        raise ValueError(
            f"polygamma({n}, {x}): orders above 0 are computed for x of at least {STEP_FROM:g}"
        )
    sign = -1.0 if n % 2 == 0 else 1.0
    factorial = math.factorial(n)
    terms = []
    while x < SERIES_FROM + n:
        terms.append(over(factorial, x, n + 1))
        x += 1.0
    terms.append(over(math.factorial(n - 1), x, n))
    terms.append(over(factorial / 2.0, x, n + 1))
    for k in range(1, TERMS // 2 + 5):
        # (2k + n - 1)! / (2k)!, as a product: both factorials overflow long before their quotient
        # does.
        ratio = math.perm(2 * k + n - 1, n - 1)
        terms.append(over(float(bernoulli(TERMS + 10)[2 * k] * ratio), x, 2 * k + n))
    return sign * math.fsum(terms)


def over(numerator: float, x: float, power: int) -> float:
    """numerator / x ** power: 0 where the power is too large for a float, and too large a result
    where it is too small."""
    try:
        return numerator / x**power
    except OverflowError:
        return 0.0
    except ZeroDivisionError:
        raise OverflowError("the result is too large for a float") from None


def refuse_pole(x: float) -> None:
    """Raise where gamma has a pole."""
    if x <= 0 and (x == -math.inf or x == math.floor(x)):
        raise ValueError(f"digamma and polygamma have a pole at {x:g}")
