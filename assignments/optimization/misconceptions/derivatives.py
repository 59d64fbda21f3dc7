"""Wrong derivatives of functions: another number is given, or none."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def walked(ns, f, x):
    """A new variable at x, what f makes of it, and the gradients of both."""
    variable = ns.Variable(x)
    y = f(variable)
    y.backward()
    return variable, y


@misconception("q2")
def derivative_gives_the_value(ns):
    """What is returned is the value of the function. The gradient is asked for.

    In which attribute of which variable is the gradient, after the way back?
    """
    ns.derivative = lambda f, x: walked(ns, f, x)[1].value


@misconception("q2", ways=("the input", "the end"))
def derivative_gives_a_variable(ns, way):
    """What is returned is a variable. An array is asked for, the gradient that the variable holds.

    Which attribute of the variable holds the gradient?
    """
    ns.derivative = lambda f, x: walked(ns, f, x)[0 if way == "the input" else 1]


@misconception("q2")
def derivative_without_the_way_back(ns):
    """The function is computed, and nothing is sent back. So the gradient is what it was at first.

    Who fills in `grad`, and when is that called?
    """

    def derivative(f, x):
        variable = ns.Variable(x)
        f(variable)
        return variable.grad

    ns.derivative = derivative


@misconception("q2")
def derivative_gives_nothing(ns):
    """Nothing is returned.

    What does the caller wait for, and where is the `return`?
    """
    ns.derivative = lambda f, x: walked(ns, f, x) and None


@misconception("q2")
def derivative_of_the_end(ns):
    """What is returned is the gradient of the function's value, which is 1. That of the input is
    asked for.

    Which of the two variables, the input and the end, changes when x changes?
    """
    ns.derivative = lambda f, x: walked(ns, f, x)[1].grad


@misconception("q2", ways=("what came", "an array"))
def derivative_of_a_plain_number(ns, way):
    """The function is given x as it came, and not a variable. Nobody notes what is computed from a
    plain number.

    What has a `Variable` that a number has not?
    """

    def derivative(f, x):
        x = x if way == "what came" else np.array(x, dtype=float)
        f(x).backward()
        return x.grad

    ns.derivative = derivative


@misconception("q2")
def derivative_for_single_numbers(ns):
    """The gradient is turned into one number with `float`. It has the shape of x.

    Which shape has the gradient if x is a matrix?
    """
    ns.derivative = lambda f, x: float(walked(ns, f, x)[0].grad)


@misconception("q2", ways=("added up", "forward difference", "two-sided difference"))
def derivative_one_for_all_entries(ns, way):
    """What is returned is one number: the derivatives by all entries added up, as a difference
    gives them when the whole array moves. Each entry of x has its own derivative.

    Which shape should the gradient have?
    """

    def derivative(f, x):
        if way == "added up":
            return walked(ns, f, x)[0].grad.sum()
        h, back = 1e-6, 0.0 if way == "forward difference" else 1e-6
        left, right = (f(ns.Variable(np.array(x) + move)).value for move in (-back, h))
        return (right - left) / (h + back)

    ns.derivative = derivative


@misconception("q2")
def derivative_times_x(ns):
    """What is returned is the gradient times x. The gradient alone is asked for.

    What is the derivative of x² at x = 3?
    """

    def derivative(f, x):
        variable, _ = walked(ns, f, x)
        return variable.grad * variable.value

    ns.derivative = derivative
