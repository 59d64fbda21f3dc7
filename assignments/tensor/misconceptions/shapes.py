"""Wrong shapes: what reshaping and transposing leave where it is, and what they move."""

import numpy as np

from autograder.explaining.misconceptions import misconception


@misconception("q1")
def reshape_by_columns(ns):
    """The shape is right, and the numbers are read column by column. Their order should stay what
    it was, row by row.

    What are the first three numbers of a matrix when it is written in one row?
    """
    ns.Reshape.compute = lambda self, a: np.reshape(a, self.shape, order="F")


@misconception("q1", ways=("np.transpose", "where axes is None", "T"))
def transpose_all_axes(ns, way):
    """All axes change places, or a whole new order of them is asked for. It should be two, and the
    others stay where they are.

    Which shape should `(5, 3, 2)` have after its last two axes have changed places?
    """
    swapped = ns.Transpose.compute

    def compute(self, a):
        if self.axes is None or way == "T":
            return np.transpose(a)
        return np.transpose(a, self.axes) if way == "np.transpose" else swapped(self, a)

    ns.Transpose.compute = compute


@misconception("q1")
def transpose_first_two(ns):
    """Without `axes`, the first two change places. It should be the last two, the rows and columns
    of each matrix of a batch.

    In an array of shape `(5, 3, 2)`, which axes are the rows and columns of each matrix?
    """
    ns.Transpose.compute = lambda self, a: np.swapaxes(a, *(self.axes or (0, 1)))


@misconception("q1")
def transpose_axes_ignored(ns):
    """The last two axes change places, whatever `axes` says.

    Where does your `compute` look at `self.axes`?
    """
    ns.Transpose.compute = lambda self, a: np.swapaxes(a, -1, -2)


@misconception("q2")
def reshape_handed_on(ns):
    """What comes in is sent on with the shape of the result. It should have that of the input.

    When `(2, 3)` became `(6,)`, which shape has to go back?
    """
    ns.Reshape.gradient = lambda self, out_grad, node: out_grad


@misconception("q2")
def reshape_transposed_too(ns):
    """Before it is reshaped, what comes in is turned on its side. Reshaping leaves the numbers in
    their order, on the way back as well.

    Does the first number of the result come from the first number of the input?
    """

    def gradient(self, out_grad, node):
        turned = out_grad.transpose() if len(out_grad.shape) > 1 else out_grad
        return turned.reshape(node.inputs[0].shape)

    ns.Reshape.gradient = gradient


@misconception("q2")
def transpose_handed_on(ns):
    """What comes in is sent on as it lies. The axes that changed places have to change back.

    When `(2, 3)` became `(3, 2)`, which shape has to go back?
    """
    ns.Transpose.gradient = lambda self, out_grad, node: out_grad


@misconception("q2")
def transpose_last_two_back(ns):
    """The last two axes change back, whatever `axes` says. It should be those that changed places.

    Which axes does `Transpose((0, 1))` exchange, and which ones have to be exchanged back?
    """
    ns.Transpose.gradient = lambda self, out_grad, node: out_grad.transpose()


@misconception("q2")
def transpose_axes_as_an_order(ns):
    """The axes are turned into an inverse order. They are no order of all axes here: they are a
    pair that changes places, and doing it once more undoes it.

    If two axes change places twice, where is everything?
    """

    def gradient(self, out_grad, node):
        inverse = None if self.axes is None else tuple(map(int, np.argsort(self.axes)))
        return out_grad.transpose(inverse)

    ns.Transpose.gradient = gradient


@misconception("q2")
def transpose_by_reshape(ns):
    """What comes in is reshaped to the input's shape. That fits, and puts numbers in places where
    they do not belong: reshaping moves no axis.

    Where does the second number of the first row go when rows and columns change places?
    """
    ns.Transpose.gradient = lambda self, out_grad, node: out_grad.reshape(node.inputs[0].shape)


@misconception("q1")
def transpose_forward_by_reshape(ns):
    """The shape is right, and the numbers are still in their old order. Reshaping moves no axis.

    Where does the second number of the first row go when rows and columns change places?
    """

    def compute(self, a):
        return np.reshape(a, np.swapaxes(a, *(self.axes or (-1, -2))).shape)

    ns.Transpose.compute = compute


@misconception("q2")
def reshape_one_row(ns):
    """The gradient is one long row. It should have the shape of the input.

    Which shape has the input, and which has what you return?
    """
    ns.Reshape.gradient = lambda self, out_grad, node: out_grad.reshape((-1,))
