#: title = "exp is a power of e, and tanh a quotient of exponentials that cannot overflow"

# %% [q1-functions-answer]
def exp(a):
    """e to the power of each entry."""
    return power(math.e, a)


def tanh(a):
    """The hyperbolic tangent of each entry."""
    sign = np.where(value_of(a) >= 0.0, 1.0, -1.0)
    small = exp(multiply(-2.0 * sign, a))
    return multiply(sign, divide(subtract(1.0, small), add(1.0, small)))


def matmul(a, b):
    """The product of two matrices."""
    x, y = value_of(a), value_of(b)
    return computed(x @ y, (a, lambda g: g @ y.T), (b, lambda g: x.T @ g))


def total(a):
    """The sum of all entries: fitted repeats what comes in."""
    return computed(np.sum(value_of(a)), (a, lambda g: g))


def mean(a):
    """The mean of all entries, one number."""
    return divide(total(a), value_of(a).size)
