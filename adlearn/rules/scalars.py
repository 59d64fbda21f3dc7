"""The rule table: every primitive with its derivative, by family. There is no other calculus in the
house.

A line reads `name`, the function, then its partial derivative by `x` and by `y`; `ans` is the
function's value. `nothing` is the slope 0 of what has no part in the value. `sign` and `nonzero`
are constant almost everywhere, and have no slope at 0.

What holds where a derivative does not exist is listed in `adlearn.conventions`.
"""

from __future__ import annotations

from adlearn.rules.primitive import Primitive, elementwise

LN2, LN10 = "0.6931471805599453", "2.302585092994046"
TWO_OVER_ROOT_PI = "1.1283791670955126"

# What functions take, as an error says it.
NOT_0, ABOVE_0 = "divisors other than 0", "numbers greater than 0"
FINITE, UNIT = "finite numbers", "numbers from -1 to 1"
NO_POLE = "numbers other than 0, -1, -2, ..."

ARITHMETIC = (
    elementwise("add", "x + y", "1.0", "1.0"),
    elementwise("sub", "x - y", "1.0", "-1.0"),
    elementwise("mul", "x * y", "y", "x"),
    elementwise("div", "x / y", "1.0 / y", "-ans / y", domain=NOT_0),
    elementwise("neg", "-x", "-1.0"),
    elementwise("abs", "abs(x)", "sign(x)"),
)

POWERS = (
    elementwise(
        "pow",
        "x ** y",
        "y * x ** where((x == 0) & (y == 0), sign(y), y - 1)",
        "where((x == 0) & (0 < y) & (y <= 1), sign(x), "
        "ans * log(where((x == 0) & (ans == 0), 1.0, x)))",
        domain="a base of 0 only with an exponent of at least 0, "
        "and a negative base only with a whole exponent",
    ),
    elementwise("sqrt", "sqrt(x)", "0.5 / ans", domain="numbers of at least 0"),
    elementwise("cbrt", "cbrt(x)", "1.0 / (3.0 * ans * ans)"),
    elementwise("hypot", "hypot(x, y)", *(f"{a} / nonzero(ans)" for a in "xy")),
)

EXPONENTIALS = (
    elementwise("exp", "exp(x)", "ans"),
    elementwise("exp2", "exp2(x)", f"ans * {LN2}"),
    elementwise("expm1", "expm1(x)", "exp(x)"),
    elementwise("log", "log(x)", "1.0 / x", domain=ABOVE_0),
    elementwise("log2", "log2(x)", f"1.0 / (x * {LN2})", domain=ABOVE_0),
    elementwise("log10", "log10(x)", f"1.0 / (x * {LN10})", domain=ABOVE_0),
    elementwise("log1p", "log1p(x)", "1.0 / (1.0 + x)", domain="numbers greater than -1"),
)

TRIGONOMETRIC = (
    elementwise("sin", "sin(x)", "cos(x)", domain=FINITE),
    elementwise("cos", "cos(x)", "-sin(x)", domain=FINITE),
    elementwise("tan", "tan(x)", "1.0 + ans * ans", domain=FINITE),
    elementwise("asin", "asin(x)", "1.0 / sqrt((1.0 - x) * (1.0 + x))", domain=UNIT),
    elementwise("acos", "acos(x)", "-1.0 / sqrt((1.0 - x) * (1.0 + x))", domain=UNIT),
    elementwise("atan", "atan(x)", "1.0 / (1.0 + x * x)"),
    elementwise(
        "atan2", "atan2(x, y)", "y / hypot(x, y) / hypot(x, y)", "x / hypot(x, y) / -hypot(x, y)"
    ),
    elementwise("degrees", "degrees(x)", "degrees(1.0)"),
    elementwise("radians", "radians(x)", "radians(1.0)"),
)

HYPERBOLIC = (
    elementwise("sinh", "sinh(x)", "cosh(x)"),
    elementwise("cosh", "cosh(x)", "sinh(x)"),
    elementwise("tanh", "tanh(x)", "1.0 - ans * ans"),
    elementwise("asinh", "asinh(x)", "1.0 / hypot(1.0, x)"),
    elementwise(
        "acosh", "acosh(x)", "1.0 / (sqrt(x - 1.0) * sqrt(x + 1.0))", domain="numbers of at least 1"
    ),
    elementwise(
        "atanh", "atanh(x)", "1.0 / ((1.0 - x) * (1.0 + x))", domain="numbers between -1 and 1"
    ),
)

# polygamma(n, x) is the n-th derivative of digamma; its order n is a whole number and no variable:
# hence the slope nan.
SPECIAL = (
    elementwise("erf", "erf(x)", f"{TWO_OVER_ROOT_PI} * exp(-x * x)"),
    elementwise("erfc", "erfc(x)", f"-{TWO_OVER_ROOT_PI} * exp(-x * x)"),
    elementwise("gamma", "gamma(x)", "ans * digamma(x)", domain=NO_POLE),
    elementwise("lgamma", "lgamma(x)", "digamma(x)", domain=NO_POLE),
    elementwise("digamma", "digamma(x)", "polygamma(1, x)", domain=NO_POLE),
    elementwise(
        "polygamma",
        "polygamma(x, y)",
        "nan",
        "polygamma(x + 1, y)",
        domain="a whole order of at least 0, and numbers other than 0, -1, -2, ...",
    ),
)

PIECEWISE = (
    elementwise("fabs", "fabs(x)", "sign(x)"),
    elementwise("copysign", "copysign(x, y)", "sign(x) * copysign(1.0, y)", "nothing"),
    elementwise("relu", "where(x <= 0.0, 0.0, x)", "where(x > 0.0, 1.0, nothing)"),
    elementwise("floordiv", "x // y", "nothing", "nothing", domain=NOT_0),
    elementwise("mod", "x % y", "1.0", "-(x // y)", domain=NOT_0),
    elementwise("fmod", "fmod(x, y)", "1.0", "round((ans - x) / y)", domain=NOT_0),
    elementwise("remainder", "remainder(x, y)", "1.0", "round((ans - x) / y)", domain=NOT_0),
)

RULES: dict[str, Primitive] = {
    rule.name: rule
    for family in (ARITHMETIC, POWERS, EXPONENTIALS, TRIGONOMETRIC, HYPERBOLIC, SPECIAL, PIECEWISE)
    for rule in family
}
