"""Wrong products of a Hessian with an array: what is differentiated, and when v comes in."""

import numpy as np

from autograder.explaining.misconceptions import misconception


@misconception("q5")
def hvp_of_the_first_derivative(ns):
    """The gradient is multiplied by `v`, and that is all. The Hessian holds derivatives of the
    gradient.

    How many times does your function differentiate, and how many times should it?
    """
    ns.hvp = lambda fun, x, v: ns.grad(fun)(x) * v


@misconception("q5")
def hvp_v_before_the_first_derivative(ns):
    """The function itself is multiplied by `v` and differentiated once. What has to be multiplied
    is its gradient.

    Which shape has `f(x)`, and which one the thing that `v` is multiplied with?
    """
    ns.hvp = lambda fun, x, v: ns.grad(lambda x: np.sum(fun(x) * v))(x)


@misconception("q5")
def hvp_without_v(ns):
    """The gradient is added up and differentiated, without `v`. That is the Hessian times ones.

    Where does `v` come in?
    """
    ns.hvp = lambda fun, x, v: ns.grad(lambda x: np.sum(ns.grad(fun)(x)))(x)


@misconception("q5")
def hvp_v_after_the_second_derivative(ns):
    """`v` is multiplied in at the end, when the rows of the Hessian have been added up already.
    Each entry of a row has its own entry of `v`.

    In a product of a matrix and a vector, what comes first: multiplying or adding up?
    """
    ns.hvp = lambda fun, x, v: ns.grad(lambda x: np.sum(ns.grad(fun)(x)))(x) * v


@misconception("q5")
def hvp_a_number(ns):
    """The product is multiplied by `v` once more and added up to a number. It should have the shape
    of `x`.

    What is a matrix times a vector: a vector, or a number?
    """
    right = ns.hvp
    ns.hvp = lambda fun, x, v: np.sum(right(fun, x, v) * v)


@misconception("q5")
def hvp_out_of_boxes(ns):
    """The product is zero everywhere, as it is where the inner gradient does not depend on what is
    differentiated: taken out of its box, or at a point that is in none, it is a constant.

    Which trace watches the inner gradient, and how does it get to know how that was computed?
    """

    def product(fun, x, v):
        return ns.grad(lambda x: np.sum(ns.unboxed(ns.grad(fun)(x)) * v))(x)

    ns.hvp = product


@misconception("q5")
def hvp_gradient_at_v(ns):
    """The gradient is asked at `v`. It has to be differentiated at `x`, and `v` says in which
    direction.

    At which point is the Hessian?
    """
    ns.hvp = lambda fun, x, v: ns.grad(fun)(v)


@misconception("q5", ways=("1.0", "1e-2", "1e-3", "1e-4", "1e-5", "1e-6"))
def hvp_by_a_difference(ns, way):
    """The gradient is taken at two points and subtracted. That estimates the product, and is not
    exact.

    Which function of `x` can be differentiated in place of the difference?
    """
    h = float(way)
    ns.hvp = lambda fun, x, v: (ns.grad(fun)(x + h * v) - ns.grad(fun)(x)) / h


@misconception("q5")
def hvp_grad_of_an_array(ns):
    """The gradient of the gradient is taken as if the gradient were a number. That adds up the rows
    of the Hessian before `v` comes in.

    Which shape has `grad(f)(x)`, and which functions does `grad` take?
    """
    ns.hvp = lambda fun, x, v: np.dot(ns.grad(ns.grad(fun))(x), v)


@misconception("q5")
def hvp_squared(ns):
    """The product of gradient and `v` is squared before it is differentiated. The gradient is
    multiplied by `v` once, and added up.

    What is the derivative of a square, and what does that bring in besides the Hessian?
    """
    ns.hvp = lambda fun, x, v: ns.grad(lambda x: np.sum((ns.grad(fun)(x) * v) ** 2))(x)
