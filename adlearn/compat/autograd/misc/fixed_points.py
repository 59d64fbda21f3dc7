"""Solutions of x = f(a)(x), differentiable by a."""

from adlearn.derivatives.own_rules import fixed_point as fixed_point
