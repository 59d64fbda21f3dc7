#: title = "comments of the stub and its raise are left behind the answer"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    # YOUR CODE HERE
    var = Variable(x)
    out = f(var)
    out.backward()
    return var.grad
    raise NotImplementedError()

# %% [q4-rates-answer]
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    # YOUR CODE HERE
    return abs(1 - c * lr)
    raise NotImplementedError()


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    # YOUR CODE HERE
    return 2 / c
    raise NotImplementedError()
