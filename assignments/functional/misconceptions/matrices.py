"""Wrong rules of a product of matrices and vectors: transposes, operands, and what has one axis."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def by_x(g, ans, x, y):
    """The right rule of the first argument."""
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(g, y)
    return np.dot(g, y.T) if np.ndim(y) == 2 else g * y


def by_y(g, ans, x, y):
    """The right rule of the second argument."""
    if np.ndim(x) == 1 and np.ndim(y) == 2:
        return np.outer(x, g)
    return np.dot(x.T, g) if np.ndim(x) == 2 else g * x


def rule(ns, first=by_x, second=by_y):
    ns.defvjp(ns.dot, first, second)


def by_cases(ns, first, second, vectors):
    """Wrong rules for matrices; `vectors` is "right" where those of vectors are not concerned."""

    def one(wrong, right):
        def sent(g, ans, x, y):
            both = np.ndim(x) == 2 and np.ndim(y) == 2
            return (wrong if both or vectors != "right" else right)(g, ans, x, y)

        return sent

    rule(ns, one(first, by_x), one(second, by_y))


#: Vectors go another way in many answers, and are right then.
WAYS = ("right", "alike")


@misconception("q3", ways=WAYS)
def dot_no_transposes(ns, way):
    """Nothing is transposed. For matrices of equal sides the shapes fit even so, and the numbers
    are those of another product.

    Which shapes have `g` and `y`, and how must `y` lie so that their product is like `x`?
    """
    by_cases(ns, lambda g, ans, x, y: np.dot(g, y), lambda g, ans, x, y: np.dot(x, g), way)


@misconception("q3", ways=WAYS)
def dot_factors_exchanged(ns, way):
    """The transposed matrix stands on the wrong side of `g`. With matrices the order of the factors
    counts, on the way back as well.

    `y` stands on the right in `np.dot(x, y)`: on which side of `g` does it stand?
    """
    by_cases(ns, lambda g, ans, x, y: np.dot(y.T, g), lambda g, ans, x, y: np.dot(g, x.T), way)


@misconception("q3", ways=WAYS)
def dot_own_operand(ns, way):
    """Each rule is built with the argument that it belongs to, and should be with the other one.

    In `x * y`, what is the derivative by `x`: `x` or `y`?
    """
    by_cases(ns, lambda g, ans, x, y: np.dot(g, x.T), lambda g, ans, x, y: np.dot(y.T, g), way)


@misconception("q3")
def dot_rules_exchanged(ns):
    """The two rules stand in each other's place. The first belongs to `x`.

    Which of your two products has the shape of `x`?
    """
    rule(ns, by_y, by_x)


@misconception("q3", ways=WAYS)
def dot_result_transposed(ns, way):
    """What is sent lies on its side: rows and columns have changed places.

    Which shape has `x`, and which one has what you send?
    """
    by_cases(ns, lambda *a: by_x(*a).T, lambda *a: by_y(*a).T, way)


@misconception("q3", ways=WAYS)
def dot_as_elementwise(ns, way):
    """The rules are those of `x * y`, element by element. Here rows were multiplied by columns and
    added up.

    Which shape must be sent to `x`, and which has `g * y`?
    """
    by_cases(ns, lambda g, ans, x, y: g * y, lambda g, ans, x, y: g * x, way)


@misconception("q3", ways=("x.T", "x"))
def dot_matrices_only(ns, way):
    """The rules are right for two matrices. A vector has no rows and columns that could be
    transposed: its cases need products of their own.

    If a `(2, 3)` was multiplied by a `(3,)`, which shapes have `g` and what you send?
    """
    rule(ns, lambda g, ans, x, y: np.dot(g, y.T), lambda g, ans, x, y: np.dot(x.T, g))
    if way == "x":
        rule(ns, lambda g, ans, x, y: g @ y.T, lambda g, ans, x, y: x.T @ g)


@misconception("q3")
def dot_vector_on_the_left_forgotten(ns):
    """A vector times a matrix is treated as if the vector were a matrix. What is sent to the matrix
    then is no matrix.

    If a `(3,)` was multiplied by a `(3, 2)`, which shapes have `x`, `g` and what you send to `y`?
    """

    def second(g, ans, x, y):
        return by_y(g, ans, x, y) if np.ndim(x) == 2 or np.ndim(y) == 1 else np.dot(x.T, g)

    rule(ns, second=second)


@misconception("q3")
def dot_vector_on_the_right_forgotten(ns):
    """A matrix times a vector is treated as if the vector were a matrix. What is sent to the matrix
    then is no matrix.

    If a `(2, 3)` was multiplied by a `(3,)`, which shapes have `g`, `y` and what you send to `x`?
    """

    def first(g, ans, x, y):
        return by_x(g, ans, x, y) if np.ndim(x) == 1 or np.ndim(y) == 2 else np.dot(g, y.T)

    rule(ns, first)


@misconception("q3")
def dot_outer_turned_round(ns):
    """The outer product has its arguments in the wrong order, so rows and columns are exchanged.

    If `g` has 2 entries and `y` has 3, which shape has `np.outer(y, g)`, and which one has `x`?
    """

    def first(g, ans, x, y):
        return np.outer(y, g) if np.ndim(x) == 2 and np.ndim(y) == 1 else by_x(g, ans, x, y)

    def second(g, ans, x, y):
        return np.outer(g, x) if np.ndim(x) == 1 and np.ndim(y) == 2 else by_y(g, ans, x, y)

    rule(ns, first, second)


@misconception("q3")
def dot_outer_for_every_vector(ns):
    """Wherever a vector is concerned, the outer product is sent. The vector itself should get a
    vector.

    If a `(2, 3)` was multiplied by a `(3,)`, which shape is sent to the vector?
    """

    def first(g, ans, x, y):
        return np.outer(g, y) if np.ndim(x) == 1 or np.ndim(y) == 1 else by_x(g, ans, x, y)

    def second(g, ans, x, y):
        return np.outer(x, g) if np.ndim(x) == 1 or np.ndim(y) == 1 else by_y(g, ans, x, y)

    rule(ns, first, second)


@misconception("q3", ways=WAYS)
def dot_g_transposed(ns, way):
    """`g` is transposed where the other matrix should be.

    `g` has the rows of `x` and the columns of `y`: which of the two sides has to vanish?
    """
    by_cases(ns, lambda g, ans, x, y: np.dot(g.T, y), lambda g, ans, x, y: np.dot(x, g.T), way)


@misconception("q3", ways=WAYS)
def dot_only_x_transposed(ns, way):
    """What is sent to `y` has its transposed matrix, and what is sent to `x` has not.

    Which shapes have `g` and `y`, and how must `y` lie so that their product is like `x`?
    """
    by_cases(ns, lambda g, ans, x, y: np.dot(g, y), by_y, way)


@misconception("q3", ways=WAYS)
def dot_only_y_transposed(ns, way):
    """What is sent to `x` has its transposed matrix, and what is sent to `y` has not.

    Which shapes have `x` and `g`, and how must `x` lie so that their product is like `y`?
    """
    by_cases(ns, by_x, lambda g, ans, x, y: np.dot(x, g), way)
