"""Wrong Jacobians, wrong products with them, and wrong ways forward."""

import numpy as np

from autograder.explaining.misconceptions import misconception


def product(ns, by_W=lambda W, x, g: np.outer(g, x), by_x=lambda W, x, g: W.T @ g):
    ns.product_vjp = lambda W, x, z_bar: (by_W(W, x, z_bar), by_x(W, x, z_bar))


@misconception("q6")
def product_results_exchanged(ns):
    """What belongs to the vector stands first, and what belongs to the matrix second.

    In which order does the task ask for them?
    """
    right = ns.product_vjp
    ns.product_vjp = lambda W, x, z_bar: right(W, x, z_bar)[::-1]


@misconception("q6")
def product_not_transposed(ns):
    """What is sent to `x` is multiplied by the matrix as it lies. On the way back its rows and
    columns change places.

    Which shape has `z_bar`, and which matrix can it be multiplied by from the left?
    """
    product(ns, by_x=lambda W, x, g: W @ g)


@misconception("q6")
def product_outer_turned_round(ns):
    """The outer product has its arguments in the wrong order, so its rows and columns are
    exchanged.

    How many rows has `W`, and which of `x` and `z_bar` has as many entries?
    """
    product(ns, lambda W, x, g: np.outer(x, g))


@misconception("q6", ways=("elements", "dot"))
def product_of_vectors_for_the_matrix(ns, way):
    """What is sent to the matrix is a product of the two vectors that is no matrix. Each entry of
    `W` is used once, for one entry of `x` and one of `z`.

    By how much does `z_i` grow when `W_ij` grows by 1?
    """
    product(ns, lambda W, x, g: g * x if way == "elements" else np.dot(g, x))


@misconception("q6")
def product_of_the_matrix_itself(ns):
    """What is sent to the matrix is made of the matrix. By `W`, the derivative of `Wx` is made of
    `x`.

    By how much does `z_i` grow when `W_ij` grows by 1?
    """
    product(ns, lambda W, x, g: W * g[:, None])


@misconception("q6", ways=("ones", "derivatives alone"))
def product_without_z_bar(ns, way):
    """What comes in is left out: the results are the derivatives alone, or their sums.

    If the loss changes by 5 for each unit of `z`, by how much for each unit of `x`?
    """
    if way == "ones":
        ones = np.ones
        product(ns, lambda W, x, g: np.outer(ones(len(g)), x), lambda W, x, g: W.T @ ones(len(g)))
    else:
        product(ns, lambda W, x, g: x, lambda W, x, g: W.T)


@misconception("q6")
def exp_product_hands_on(ns):
    """`y_bar` is handed on as it came. The exponential stretches what goes through it.

    How steep is `exp` at `z`?
    """
    ns.exp_vjp = lambda z, y_bar: y_bar


@misconception("q6")
def exp_product_of_the_input(ns):
    """`y_bar` is multiplied by `z`, and should be by the slope of the exponential at `z`.

    How steep is `exp` at `z`?
    """
    ns.exp_vjp = lambda z, y_bar: z * y_bar


@misconception("q6")
def exp_product_without_y_bar(ns):
    """The slope alone is returned. What comes in has to be multiplied by it.

    If the loss changes by 5 for each unit of `y`, by how much for each unit of `z`?
    """
    ns.exp_vjp = lambda z, y_bar: np.exp(z)


@misconception("q6")
def exp_product_of_the_message(ns):
    """The exponential is that of what comes in. The slope depends on where the function is, at `z`.

    At which point is the slope wanted?
    """
    ns.exp_vjp = lambda z, y_bar: np.exp(y_bar)


@misconception("q6", ways=("dot", "sum"))
def exp_product_added_up(ns, way):
    """The result is one number. Each entry of `z` makes one entry of `y`, and gets its own message.

    Which shape has `z`, and which one must `z_bar` have?
    """
    ns.exp_vjp = lambda z, y_bar: (
        np.dot(np.exp(z), y_bar) if way == "dot" else np.sum(np.exp(z) * y_bar)
    )


@misconception("q6")
def exp_product_a_matrix(ns):
    """The result is a diagonal matrix, the Jacobian with what comes in on its diagonal. The product
    with it has to be made.

    Which shape has `z`, and which one must `z_bar` have?
    """
    ns.exp_vjp = lambda z, y_bar: np.diag((np.exp(z) * y_bar).ravel())


def rows_of(ns, fun, x, message):
    """Send back `message(i, size)` for each output."""
    vjp, ans = ns.make_vjp(fun, x)
    size = np.size(ans)
    rows = [vjp(np.reshape(message(i, size), np.shape(ans))) for i in range(size)]
    return np.array(rows), np.shape(ans), np.shape(x)


def one(i, size):
    return np.eye(size)[i]


@misconception("q6", ways=("moved", "input first"))
def jacobian_transposed(ns, way):
    """The shape of the input comes first. Rows belong to outputs, columns to inputs.

    For 2 outputs and 3 inputs, which shape has the Jacobian?
    """

    def jacobian(fun, x):
        rows, out, into = rows_of(ns, fun, x, one)
        if way == "moved":
            return rows.reshape(out + into).T
        return np.moveaxis(rows, 0, -1).reshape(into + out)

    ns.jacobian = jacobian


@misconception("q6")
def jacobian_rows_of_a_list(ns):
    """The outputs stand in one row, whatever their shape. The result begins with the shape of the
    output.

    For an output of shape `(2, 2)` and three inputs, which shape is asked for?
    """
    ns.jacobian = lambda fun, x: rows_of(ns, fun, x, one)[0]


@misconception("q6")
def jacobian_a_matrix_always(ns):
    """The result is a matrix, whatever the shapes of output and input are. It should have the shape
    of the one followed by that of the other.

    For a single number that depends on three inputs, which shape is asked for?
    """
    ns.jacobian = lambda fun, x: rows_of(ns, fun, x, one)[0].reshape(-1, np.size(x))


@misconception("q6", ways=("at once", "row by row"))
def jacobian_added_up(ns, way):
    """All rows of the Jacobian are added up: that is what one message of ones gives, too.

    Which `g` asks for the first output alone?
    """

    def jacobian(fun, x):
        if way == "row by row":
            return sum(rows_of(ns, fun, x, one)[0])
        vjp, ans = ns.make_vjp(fun, x)
        return vjp(np.ones_like(ans))

    ns.jacobian = jacobian


@misconception("q6")
def jacobian_ones_stay(ns):
    """The 1 of one output is still there when the next one is asked, so each row has those before
    it added.

    What should `g` hold at the first output while the second is asked?
    """

    def jacobian(fun, x):
        rows, out, into = rows_of(ns, fun, x, lambda i, size: 1.0 * (np.arange(size) <= i))
        return rows.reshape(out + into)

    ns.jacobian = jacobian


@misconception("q6")
def jacobian_every_row_the_sum(ns):
    """Ones are sent back for each output, so that every row is the sum of all.

    Which `g` asks for the first output alone?
    """

    def jacobian(fun, x):
        rows, out, into = rows_of(ns, fun, x, lambda i, size: np.ones(size))
        return rows.reshape(out + into)

    ns.jacobian = jacobian


@misconception("q6")
def jacobian_only_the_first_axis(ns):
    """The loop runs over the first axis of the output, and sends back a 1 for a whole row of it. A
    number has no first axis at all.

    How many outputs has a result of shape `(2, 3)`?
    """

    def jacobian(fun, x):
        vjp, ans = ns.make_vjp(fun, x)
        rows = []
        for i in range(len(ans)):
            g = np.zeros(np.shape(ans))
            g[i] = 1.0
            rows.append(vjp(g))
        return np.array(rows)

    ns.jacobian = jacobian


@misconception("q6")
def jacobian_as_many_rows_as_inputs(ns):
    """As many messages are sent back as there are inputs. Each output has one.

    For 2 outputs and 3 inputs, how many rows has the Jacobian?
    """

    def jacobian(fun, x):
        vjp, ans = ns.make_vjp(fun, x)
        rows = []
        for i in range(np.size(x)):
            g = np.zeros(np.size(ans))
            g[i] = 1.0
            rows.append(vjp(g.reshape(np.shape(ans))))
        return np.array(rows).reshape(np.shape(ans) + np.shape(x))

    ns.jacobian = jacobian
