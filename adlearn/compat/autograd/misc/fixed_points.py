"""Solutions of x = f(a)(x), differentiable by a."""

from adlearn.derivatives.fixed_points import fixed_point as fixed_point
