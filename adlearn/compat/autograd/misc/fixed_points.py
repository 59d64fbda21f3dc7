"""Solutions of x = f(a)(x), differentiable by a."""

from adlearn.extend import fixed_point as fixed_point
