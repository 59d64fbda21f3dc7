"""adlearn: automatic differentiation to learn with, from single numbers up.

import adlearn as ad

a, b = ad.AutogradValue(5), ad.AutogradValue(2)
L = -ad.log(5 * b + a)
L.backward()
a.grad, b.grad
"""

from adlearn.arrays import unwrap_gradient, wrap_array
from adlearn.errors import (
    AdlearnError,
    DivisionByZero,
    DomainError,
    IndependentOutputWarning,
    LostDerivative,
    NotANumber,
    TooLarge,
    WrongPartials,
)
from adlearn.forward import ForwardValue, derivative
from adlearn.functions import (
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atan2,
    atanh,
    cbrt,
    copysign,
    cos,
    cosh,
    degrees,
    digamma,
    dist,
    erf,
    erfc,
    exp,
    exp2,
    expm1,
    fabs,
    fmod,
    fsum,
    gamma,
    hypot,
    lgamma,
    log,
    log1p,
    log2,
    log10,
    polygamma,
    prod,
    radians,
    remainder,
    sin,
    sinh,
    sqrt,
    sumprod,
    tan,
    tanh,
)
from adlearn.functions import (
    pow as pow,
)
from adlearn.gradcheck import numerical_derivative, numerical_gradient
from adlearn.operations import function_of
from adlearn.primitive import Primitive, elementwise
from adlearn.reverse import grad
from adlearn.scalar import AutogradValue
from adlearn.show import graph_print, graph_table, plot_boundary, plot_training, snapshot

__version__ = "0.1.0"

# Everything but `pow`, which is the name of a builtin: `from adlearn import *` shadows none.
__all__ = [
    "AdlearnError",
    "AutogradValue",
    "DivisionByZero",
    "DomainError",
    "ForwardValue",
    "IndependentOutputWarning",
    "LostDerivative",
    "NotANumber",
    "Primitive",
    "TooLarge",
    "WrongPartials",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cbrt",
    "copysign",
    "cos",
    "cosh",
    "degrees",
    "derivative",
    "digamma",
    "dist",
    "elementwise",
    "erf",
    "erfc",
    "exp",
    "exp2",
    "expm1",
    "fabs",
    "fmod",
    "fsum",
    "function_of",
    "gamma",
    "grad",
    "graph_print",
    "graph_table",
    "hypot",
    "lgamma",
    "log",
    "log10",
    "log1p",
    "log2",
    "numerical_derivative",
    "numerical_gradient",
    "plot_boundary",
    "plot_training",
    "polygamma",
    "prod",
    "radians",
    "remainder",
    "sin",
    "sinh",
    "snapshot",
    "sqrt",
    "sumprod",
    "tan",
    "tanh",
    "unwrap_gradient",
    "wrap_array",
]
