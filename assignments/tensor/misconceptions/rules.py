"""What can be understood wrongly about every gradient: what it is of, and what it is made of."""

import numpy as np

from autograder.explaining.misconceptions import misconception

UNARY = ("PowerScalar", "DivScalar", "Summation", "BroadcastTo", "Reshape", "Negate", "Transpose")
BINARY = ("EWiseDiv", "MatMul", "EWisePow")


def around(ns, names, change):
    """Put `change(own rule, operation, out_grad, node)` in place of each rule."""

    def install(cls):
        own = cls.gradient
        cls.gradient = lambda self, out_grad, node: change(own, self, out_grad, node)

    for name in names:
        install(getattr(ns, name))


def forgetting(node):
    """A node like this one, without the history of its operands."""
    other = node.detach()
    other.inputs = [source.detach() for source in node.inputs]
    return other


def without_history(ns, names, way):
    """Calculate with the arrays of the operands, of what comes in, or of both."""

    def change(own, self, out_grad, node):
        if way in ("both", "incoming"):
            out_grad = out_grad.detach()
        sent = own(self, out_grad, forgetting(node) if way in ("both", "operands") else node)
        return sent

    around(ns, names, change)


def of_ones(ns, names):
    """Send what should be sent if ones came in."""

    def change(own, self, out_grad, node):
        ones = ns.Tensor(np.ones(out_grad.shape), requires_grad=False)
        return own(self, ones, node)

    around(ns, names, change)


@misconception("q2")
def gradient_of_ones(ns):
    """The gradient does not depend on `out_grad`: it is the derivative of the operation alone. The
    chain rule multiplies it by what comes in.

    If the loss changes by 5 for each unit of the result, by how much for each unit of the input?
    """
    of_ones(ns, (*UNARY, *BINARY))


@misconception("q2", ways=("both", "operands", "incoming"))
def gradient_without_history(ns, way):
    """The numbers are right, and they do not remember where they came from: the gradient is
    calculated with arrays. So it cannot be differentiated again.

    Which lines of your `gradient` leave the tensors, with `.numpy()`, `.detach()` or `.data`?
    """
    without_history(ns, (*UNARY, *BINARY), way)


@misconception("q2")
def gradient_gives_arrays(ns):
    """`gradient` returns NumPy arrays, and should return tensors. An array has no history, and
    the walk back goes on with what is returned.

    Which operations of the notebook take and give tensors?
    """

    def change(own, self, out_grad, node):
        sent = own(self, out_grad, node)
        if isinstance(sent, tuple):
            return tuple(one.numpy() for one in sent)
        return sent.numpy()

    around(ns, (*UNARY, *BINARY), change)


@misconception("q2")
def gradient_of_the_sum(ns):
    """`out_grad` is handed on as it came. That is the rule of a sum, where each operand changes
    the result as much as itself.

    If the operand grows by 1, does the result grow by 1, too?
    """
    around(
        ns,
        ("PowerScalar", "DivScalar", *BINARY),
        lambda own, self, out_grad, node: (out_grad,) * len(node.inputs),
    )


@misconception("q2", ways=("alone", "none", "zeros"))
def gradient_second_operand_forgotten(ns, way):
    """The first operand gets its gradient, and the second gets nothing. The result depends on
    both.

    If the second operand is nudged, does the result move?
    """

    def change(own, self, out_grad, node):
        first = own(self, out_grad, node)[0]
        nothing = ns.Tensor(np.zeros(node.inputs[1].shape)) if way == "zeros" else None
        return first if way == "alone" else (first, nothing)

    around(ns, BINARY, change)


@misconception("q2")
def gradient_value_times_incoming(ns):
    """What is sent is `out_grad` times the result. A derivative says how fast the result changes,
    not how large it is.

    If the result is large and does not move when the operand does, what is the gradient?
    """
    around(
        ns,
        ("PowerScalar", "DivScalar", "Negate", "EWiseDiv", "EWisePow"),
        lambda own, self, out_grad, node: (out_grad * node,) * len(node.inputs),
    )


@misconception("q2")
def gradient_one(ns):
    """Ones are sent, whatever the operation is and whatever comes in. That is the gradient of a sum
    of everything.

    If the operand grows by 1, does the result grow by 1, and the loss by as much?
    """

    def change(own, self, out_grad, node):
        return tuple(ns.Tensor(np.ones(source.shape)) for source in node.inputs)

    around(ns, (*UNARY, *BINARY), change)


@misconception("q2")
def gradient_zero(ns):
    """Zeros are sent: as if the result did not depend on the operands.

    If the operand is nudged, does the result move?
    """

    def change(own, self, out_grad, node):
        return tuple(ns.Tensor(np.zeros(source.shape)) for source in node.inputs)

    around(ns, (*UNARY, *BINARY), change)
