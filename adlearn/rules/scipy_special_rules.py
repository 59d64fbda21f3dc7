"""Every rule for a function of `scipy.special`: importing this fills the table.

What they all stand on, `scipy_special`, comes with them.
"""

from adlearn.rules import scipy_equations, scipy_integrals, scipy_probability  # noqa: F401
