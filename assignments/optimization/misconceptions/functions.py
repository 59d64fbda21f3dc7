"""Wrong functions of entries, wrong products of matrices, and wrong means."""

import math

import numpy as np

from autograder.explaining.misconceptions import misconception


def unary(ns, name, compute, send):
    """Make an operation of one operand anew."""

    def operation(a):
        x = ns.value_of(a)
        z = compute(x)
        return ns.computed(z, (a, lambda g: send(g, z, x)))

    setattr(ns, name, operation)


@misconception("q1")
def exp_times_the_argument(ns):
    """`exp` sends `g` times what it was given. Its slope is its own value.

    What is the derivative of the exponential at 0?
    """
    unary(ns, "exp", np.exp, lambda g, z, x: g * x)


@misconception("q1")
def exp_like_a_power(ns):
    """`exp` sends what a power would, with the argument in front and in the exponent less 1.

    In e**x, is x the base or the exponent?
    """
    unary(ns, "exp", np.exp, lambda g, z, x: g * x * np.exp(x - 1.0))


@misconception("q1", ways=("exp", "tanh", "both"))
def slope_at_the_result(ns, way):
    """The slope is taken at the result. It is the slope at the operand that counts.

    Of `x` and `y = tanh(x)`, which one do you put into the derivative, and what stands for what?
    """
    if way != "tanh":
        unary(ns, "exp", np.exp, lambda g, z, x: g * np.exp(z))
    if way != "exp":
        unary(ns, "tanh", np.tanh, lambda g, z, x: g * (1.0 - np.tanh(z) ** 2))


@misconception("q1")
def tanh_square_of_the_argument(ns):
    """The slope of `tanh` is made with the square of the argument. It should be that of the result.

    Where does tanh become flat, and what does your slope give for x = 5?
    """
    unary(ns, "tanh", np.tanh, lambda g, z, x: g * (1.0 - x**2))


@misconception("q1")
def tanh_square_forgotten(ns):
    """The slope of `tanh` lacks the square.

    Is tanh as steep at -1 as at 1, and what does your slope say?
    """
    unary(ns, "tanh", np.tanh, lambda g, z, x: g * (1.0 - z))


@misconception("q1", ways=("1 + tanh²", "tanh² - 1"))
def tanh_sign_wrong(ns, way):
    """In the slope of `tanh` there is a wrong sign.

    How steep is tanh at 0, and far out?
    """
    unary(
        ns,
        "tanh",
        np.tanh,
        lambda g, z, x: g * (1.0 + z**2 if way == "1 + tanh²" else z**2 - 1.0),
    )


@misconception("q1")
def tanh_slope_of_a_sigmoid(ns):
    """The slope is that of the logistic function, y (1 - y).

    How steep is tanh at 0, where its value is 0?
    """
    unary(ns, "tanh", np.tanh, lambda g, z, x: g * z * (1.0 - z))


@misconception("q1")
def tanh_without_the_one(ns):
    """The slope of `tanh` is the square alone, without `1 -`.

    How steep is tanh at 0, and far out?
    """
    unary(ns, "tanh", np.tanh, lambda g, z, x: g * z**2)


@misconception("q1", ways=("exp", "tanh", "both"))
def functions_of_single_numbers(ns, way):
    """A function of `math` is called, which takes single numbers. A variable may hold an array.

    Which function of NumPy does the same to each entry?
    """
    if way != "tanh":
        unary(ns, "exp", math.exp, lambda g, z, x: g * z)
    if way != "exp":
        unary(ns, "tanh", math.tanh, lambda g, z, x: g * (1.0 - z**2))


def product(ns, first=None, second=None, compute=np.matmul):
    """Make `matmul` anew, of what it sends to each; None for what is right."""
    first = first or (lambda g, x, y: g @ y.T)
    second = second or (lambda g, x, y: x.T @ g)

    def matmul(a, b):
        x, y = ns.value_of(a), ns.value_of(b)
        return ns.computed(
            compute(x, y), (a, lambda g: first(g, x, y)), (b, lambda g: second(g, x, y))
        )

    ns.matmul = matmul


@misconception("q1", ways=("both", "the first", "the second"))
def matmul_without_transposes(ns, way):
    """A message multiplies by a matrix as it is. The shapes say that it has to be transposed.

    Which shape has `g`, and which one should the message have?
    """
    product(
        ns,
        None if way == "the second" else lambda g, x, y: g @ y,
        None if way == "the first" else lambda g, x, y: x @ g,
    )


@misconception("q1", ways=("both", "the first", "the second"))
def matmul_sides_exchanged(ns, way):
    """`g` stands on the wrong side of a product. Matrices may not be exchanged.

    On which side of `x @ y` does the operand stand that the message is for?
    """
    product(
        ns,
        None if way == "the second" else lambda g, x, y: y.T @ g,
        None if way == "the first" else lambda g, x, y: g @ x.T,
    )


@misconception("q1", ways=("messages", "value and messages"))
def matmul_entry_by_entry(ns, way):
    """Entries are multiplied with entries, as `*` does it. A product of matrices adds up along rows
    and columns.

    Which entries of the result depend on one entry of the first matrix?
    """
    product(
        ns,
        lambda g, x, y: g * y,
        lambda g, x, y: g * x,
        np.matmul if way == "messages" else np.multiply,
    )


@misconception("q1", ways=("both", "the first", "the second"))
def matmul_message_transposed(ns, way):
    """What is sent has rows and columns exchanged.

    Which shape has the message, and which one the matrix that it is sent to?
    """
    product(
        ns,
        None if way == "the second" else lambda g, x, y: y @ g.T,
        None if way == "the first" else lambda g, x, y: g.T @ x,
    )


@misconception("q1")
def mean_not_divided(ns):
    """Each entry is sent the whole of `g`. So together they get more than came in.

    If one of 10 entries grows by 1, by how much does the mean grow?
    """
    unary(ns, "mean", np.mean, lambda g, z, x: g * np.ones(x.shape))


@misconception("q1")
def mean_multiplied_by_the_number(ns):
    """`g` is multiplied by the number of entries, and should be divided by it.

    If one of 10 entries grows by 1, by how much does the mean grow?
    """
    unary(ns, "mean", np.mean, lambda g, z, x: g * np.ones(x.shape) * x.size)


@misconception("q1", ways=("shape[0]", "len", "shape[-1]"))
def mean_divided_by_one_axis(ns, way):
    """`g` is divided by the length of one axis. It should be the number of all entries.

    How many entries has an array of shape (2, 3)?
    """
    count = {"shape[0]": lambda x: x.shape[0], "len": len, "shape[-1]": lambda x: x.shape[-1]}[way]
    unary(ns, "mean", np.mean, lambda g, z, x: g * np.ones(x.shape) / count(x))


@misconception("q1")
def mean_times_the_entries(ns):
    """Each entry is sent something in proportion to itself. A mean counts all entries the same.

    By how much does the mean of 1 and 9 grow when the 9 grows by 1, and when the 1 does?
    """
    unary(ns, "mean", np.mean, lambda g, z, x: g * x / x.size)


@misconception("q1")
def mean_times_the_mean(ns):
    """Each entry is sent `g` times the mean. A slope says how fast the result changes, not how
    large it is.

    If all entries are 100, by how much does the mean grow when all grow by 1?
    """
    unary(ns, "mean", np.mean, lambda g, z, x: g * z * np.ones(x.shape))


@misconception("q1", ways=("with its own message", "with the message of a mean"))
def mean_is_a_sum(ns, way):
    """The entries are added up, and not divided by how many there are.

    What is the mean of 2 and 4?
    """
    own = way == "with its own message"
    unary(ns, "mean", np.sum, lambda g, z, x: g * np.ones(x.shape) / (1.0 if own else x.size))


@misconception("q1", ways=("the first", "the last"))
def mean_over_one_axis(ns, way):
    """The mean is taken over one axis, so that a matrix gives several numbers. It should give one.

    What shape should the mean of a matrix have?
    """
    axis = 0 if way == "the first" else -1
    unary(
        ns,
        "mean",
        lambda x: x.mean(axis=axis),
        lambda g, z, x: np.ones(x.shape) * np.expand_dims(g, axis) / x.shape[axis],
    )
