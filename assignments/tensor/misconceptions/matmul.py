"""Wrong products of matrices: another product, transposes and operands, and batches."""

import numpy as np

from autograder.explaining.misconceptions import misconception

#: A batch is added up as it should be, or not at all.
FIT = ("added up", "as it is")


def send(ns, rule, added_up=True):
    """Install a rule of what comes in, a and b; by default, batches are added up as they should."""

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = rule(out_grad, a, b)
        if added_up:
            return self.add_up(by_a, a.shape), self.add_up(by_b, b.shape)
        return by_a, by_b

    ns.MatMul.gradient = gradient


def right(g, a, b):
    return g @ b.transpose(), a.transpose() @ g


@misconception("q1")
def matmul_elementwise(ns):
    """The elements are multiplied one by one. The product of matrices multiplies rows by columns
    and adds up.

    What is the difference between `a * b` and `a @ b` in NumPy?
    """
    ns.MatMul.compute = lambda self, a, b: a * b


@misconception("q1")
def matmul_reversed(ns):
    """The matrices are multiplied in the other order. For matrices that is another product.

    If `a` has 2 rows and `b` has 4 columns, which shape should `a @ b` have?
    """
    ns.MatMul.compute = lambda self, a, b: b @ a


@misconception("q1")
def matmul_dot(ns):
    """Single matrices are right, batches are not. `np.dot` combines each matrix of one batch with
    each of the other.

    Which shape should five matrices times five matrices have, and what does `np.dot` give?
    """
    ns.MatMul.compute = lambda self, a, b: np.dot(a, b)


@misconception("q2", ways=FIT)
def matmul_no_transposes(ns, way):
    """Nothing is transposed. For matrices of equal sides the shapes fit even so, and the numbers
    are those of another product.

    Which shapes have `out_grad` and `b`, and how must `b` lie so that their product is like `a`?
    """
    send(ns, lambda g, a, b: (g @ b, a @ g), way == FIT[0])


@misconception("q2", ways=FIT)
def matmul_out_grad_transposed(ns, way):
    """`out_grad` is transposed where the other operand should be.

    `out_grad` has the rows of `a` and the columns of `b`: which of the two sides has to vanish?
    """
    send(ns, lambda g, a, b: (g.transpose() @ b, a @ g.transpose()), way == FIT[0])


@misconception("q2", ways=FIT)
def matmul_gradients_exchanged(ns, way):
    """The two gradients stand in each other's place. The first belongs to `a`.

    Which of your two products has the shape of `a`?
    """

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = right(out_grad, a, b)
        if way == "added up":
            return self.add_up(by_b, b.shape), self.add_up(by_a, a.shape)
        return by_b, by_a

    ns.MatMul.gradient = gradient


@misconception("q2", ways=FIT)
def matmul_factors_exchanged(ns, way):
    """The transposed operand stands on the wrong side of `out_grad`. With matrices the order of
    the factors counts, on the way back as well.

    `b` stands on the right in `a @ b`: on which side of `out_grad` does it stand?
    """
    send(ns, lambda g, a, b: (b.transpose() @ g, g @ a.transpose()), way == FIT[0])


@misconception("q2", ways=FIT)
def matmul_own_operand(ns, way):
    """Each gradient is built with the operand that it belongs to, and should be with the other
    one.

    In `a * b`, what is the derivative by `a`: `a` or `b`?
    """
    send(ns, lambda g, a, b: (g @ a.transpose(), b.transpose() @ g), way == FIT[0])


@misconception("q2")
def matmul_as_elementwise(ns):
    """The gradients are those of `a * b`, element by element. Here rows were multiplied by
    columns and added up.

    Which shape must the gradient of `a` have, and which has `out_grad * b`?
    """
    send(ns, lambda g, a, b: (g * b, g * a), added_up=False)


@misconception("q2")
def matmul_result_transposed(ns):
    """Both gradients lie on their side: rows and columns have changed places.

    Which shape has `a`, and which one has what you return for it?
    """
    send(
        ns,
        lambda g, a, b: tuple(one.transpose() for one in right(g, a, b)),
        added_up=False,
    )


@misconception("q2")
def matmul_only_matrices(ns):
    """All is right as long as both operands have as many axes. A matrix that was used for a whole
    batch comes back as a batch of gradients.

    If one matrix was multiplied by five others, how many gradients does it receive?
    """
    send(ns, right, added_up=False)


@misconception("q2", ways=("reshaped", "as it is"))
def matmul_only_new_axes(ns, way):
    """The axes that a matrix did not have are added up. A batch axis of size 1 was repeated as
    well, and is not.

    Which shapes broadcast to `(5, 3, 2)`: only `(3, 2)`, or `(1, 3, 2)` as well?
    """

    def add_up(self, grad, shape):
        more = len(grad.shape) - len(shape)
        grad = grad.sum(tuple(range(more))) if more else grad
        return grad.reshape(shape) if way == "reshaped" else grad

    ns.MatMul.add_up = add_up


@misconception("q2")
def matmul_batch_mean(ns):
    """The gradients of a matrix that was used for a whole batch are averaged. Each use changes
    the loss, and these changes add up.

    If a weight is used five times and each use adds 1 to the loss, by how much does it change?
    """
    own = ns.MatMul.add_up

    def add_up(self, grad, shape):
        sum_ = own(self, grad, shape)
        times = np.prod(grad.shape) / np.prod(shape)
        return sum_ / float(times) if times != 1 else sum_

    ns.MatMul.add_up = add_up


@misconception("q2")
def matmul_first_operand_not_added_up(ns):
    """The gradient of `b` is added up over the batch, that of `a` is not. Either of them may be
    the one that was used several times.

    If `a` is one matrix and `b` holds five, how many gradients does `a` receive?
    """

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = right(out_grad, a, b)
        return by_a, self.add_up(by_b, b.shape)

    ns.MatMul.gradient = gradient


@misconception("q2")
def matmul_second_operand_not_added_up(ns):
    """The gradient of `a` is added up over the batch, that of `b` is not. Either of them may be
    the one that was used several times.

    If `a` holds five matrices and `b` is one, how many gradients does `b` receive?
    """

    def gradient(self, out_grad, node):
        a, b = node.inputs
        by_a, by_b = right(out_grad, a, b)
        return self.add_up(by_a, a.shape), by_b

    ns.MatMul.gradient = gradient


@misconception("q2", ways=FIT)
def matmul_only_b_transposed(ns, way):
    """One of the two operands is transposed, and the other one is not.

    Which shapes have `a` and `out_grad`, and how must `a` lie so that their product is like `b`?
    """
    send(ns, lambda g, a, b: (g @ b.transpose(), a @ g), way == FIT[0])


@misconception("q2", ways=FIT)
def matmul_all_axes_turned(ns, way):
    """For batches all axes are turned round. The batch has to stay where it is, only the rows and
    columns of each matrix change places.

    Which shape should five matrices `(5, 3, 2)` have after each of them was transposed?
    """

    def turned(x):
        return x.transpose((0, -1)) if len(x.shape) > 2 else x.transpose()

    send(ns, lambda g, a, b: (g @ turned(b), turned(a) @ g), way == FIT[0])
