"""Every rule for a function of `scipy.special`: importing this fills the table."""

from adlearn.rules import (  # noqa: F401
    scipy_bessel,
    scipy_equations,
    scipy_integrals,
    scipy_probability,
    scipy_special,
)
