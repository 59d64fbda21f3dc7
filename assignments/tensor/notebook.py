# %% [markdown]
# # Build it yourself: automatic differentiation of arrays
#
# In this assignment you write the core of a deep learning library. The framework is given: a `Tensor` that remembers how it was computed. You write its operations, the walk through the graph that differentiates them, and at the end the training of a neural network that reads digits.
#
# | question | what you write | points | takes about |
# | --- | --- | --- | --- |
# | Q1 | operations, forward: `compute` | {{q1.points}} | 30 minutes |
# | Q2 | operations, backward: `gradient` | {{q2.points}} | 2 hours |
# | Q3 | a topological order of a graph | {{q3.points}} | 45 minutes |
# | Q4 | the gradient of everything | {{q4.points}} | 1 hour |
# | Q5 | logarithm, exponential, reading the files, and the softmax loss | {{q5.points}} | 45 minutes |
# | Q6 | a two-layer network and its training | {{q6.points}} | 1 hour |
#
# **How to work.** Run the cells from top to bottom. Where you read `# YOUR CODE HERE`, replace that line and the `raise NotImplementedError()` below it by your code. After each part a cell calls `check(...)`: run it as often as you like. It tells you what was asked, what your code gave, what was expected, and the smallest case that shows the difference.
#
# **How you are graded.** The checks you can run are public. When you hand in, hidden checks run as well: the same questions with more cases. Each operation is graded on its own, `compute` and `gradient` apart, and a mistake in one question does not cost you the points of another. Only {{q6-whole.points}} points of Q6 are for all of it working together.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "setup"}
# The build puts the first cell here: it installs adlearn where that is missing.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
# Run this cell, too: it imports what the others use.
import gzip
import struct

import numpy as np
import numpy as array_api  # the arrays inside of tensors: NumPy's here, others in a larger library

from adlearn.data import write_digits
from adlearn.show import plot_digits, plot_training, show

NDArray = np.ndarray

# %% tags=["hide-input"] cellView="form" collapsed=true jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "public-checks", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "public-checks"}
# The build puts the public checks here.

# %% [markdown]
# ## The framework
#
# Read this part: it is short, and everything you write fits into it.
#
# ### Operations
#
# An operation says two things about itself.
#
# - `compute` takes plain NumPy **arrays** and gives an array: the forward direction.
# - `gradient` takes **tensors** and gives tensors: the backward direction. `node` is the result of the operation, `node.inputs` are the tensors it was computed from, and `out_grad` is the gradient of the final loss with respect to that result. It returns the gradient with respect to each input: a tuple if there are several, a tensor if there is one.
#
# `Op` is any operation, `TensorOp` one whose result is a tensor. Calling an operation applies it: `EWiseAdd()(a, b)`. What does not change from element to element, such as an exponent or axes, is given when the operation is made: `AddScalar(3.0)(a)`.

# %% nbgrader={"grade": false, "grade_id": "ops", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Op:
    """An operation: how its result is computed, and what it sends back."""

    def __call__(self, *args):
        raise NotImplementedError()

    def compute(self, *args):
        """The result's array, from the inputs' arrays."""
        raise NotImplementedError()

    def gradient(self, out_grad, node):
        """The gradient with respect to each input, from the gradient with respect to the result."""
        raise NotImplementedError()

    def gradient_as_tuple(self, out_grad, node):
        """The same, as a tuple also where there is one input."""
        output = self.gradient(out_grad, node)
        return tuple(output) if isinstance(output, (tuple, list)) else (output,)


class TensorOp(Op):
    """An operation whose result is a tensor."""

    def __call__(self, *args):
        return Tensor.make_from_op(self, args)

# %% [markdown]
# ### Values
#
# A `Value` is a node of the graph. It keeps the operation `op` that made it and the `inputs` of that operation; a value that no operation made is a **leaf**. Its array is computed by `realize_cached_data` when it is first needed, and kept. With `LAZY_MODE = True` that is when somebody looks at it; otherwise at once, so that an error shows in the line that caused it.
#
# A `Tensor` is a value that holds an array. Its operators make nodes: `a * b` is `EWiseMul()(a, b)`, and `a * 3.0` is `MulScalar(3.0)(a)`. Operations on each element take arrays of **one shape**; to combine others, say which you mean with `broadcast_to`. `y.backward()` computes the gradient of `y` with respect to everything it was computed from, and leaves it in `.grad`. That works once you have written `compute_gradient_of_variables`.

# %% nbgrader={"grade": false, "grade_id": "tensor", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
LAZY_MODE = False


class Value:
    """A node of the graph: the result of an operation, or a leaf."""

    def _init(self, op, inputs, cached_data=None, requires_grad=None):
        if requires_grad is None:
            requires_grad = any(x.requires_grad for x in inputs)
        self.op = op
        self.inputs = list(inputs)
        self.cached_data = cached_data
        self.requires_grad = requires_grad

    def realize_cached_data(self):
        """The array. It is computed the first time, and kept."""
        if self.cached_data is None:
            arrays = [x.realize_cached_data() for x in self.inputs]
            array = self.op.compute(*arrays)
            if array is None or isinstance(array, Value):
                raise TypeError(
                    f"{type(self.op).__name__}.compute should return an array, and returned "
                    f"{'nothing' if array is None else 'a tensor'}"
                )
            self.cached_data = np.asarray(array)
        return self.cached_data

    def is_leaf(self):
        """Whether no operation made it."""
        return self.op is None


class Tensor(Value):
    """An array that remembers how it was computed."""


    def __init__(self, array, *, device=None, dtype=None, requires_grad=True, **kwargs):
        if isinstance(array, Tensor):
            array = array.realize_cached_data()
        self._init(None, [], np.array(array, dtype=dtype), requires_grad)
        self.grad = None

    @staticmethod
    def make_from_op(op, inputs):
        """The result of an operation. If no input needs a gradient, it keeps no history."""
        inputs = [x if isinstance(x, Tensor) else Tensor.make_const(x) for x in inputs]
        tensor = Tensor.__new__(Tensor)
        tensor._init(op, inputs)
        tensor.grad = None
        if not LAZY_MODE:
            tensor.realize_cached_data()
            if not tensor.requires_grad:
                return tensor.detach()
        return tensor

    @staticmethod
    def make_const(data, requires_grad=False):
        """A leaf that holds an array (or the array of another tensor)."""
        tensor = Tensor.__new__(Tensor)
        if isinstance(data, Tensor):
            data = data.realize_cached_data()
        tensor._init(None, [], np.asarray(data), requires_grad)
        tensor.grad = None
        return tensor

    @property
    def data(self):
        """The same array without history. Assign to it to put another array here."""
        return self.detach()

    @data.setter
    def data(self, value):
        self.cached_data = value.realize_cached_data() if isinstance(value, Tensor) else value

    def detach(self):
        """A tensor with the same array that remembers nothing."""
        return Tensor.make_const(self.realize_cached_data())

    def numpy(self):
        """The array."""
        return self.realize_cached_data()

    @property
    def shape(self):
        return self.realize_cached_data().shape

    @property
    def dtype(self):
        return self.realize_cached_data().dtype

    @property
    def device(self):
        return "cpu"

    def backward(self, out_grad=None):
        """Put the gradient of this tensor into `.grad` of everything it was computed from."""
        if out_grad is None:
            out_grad = Tensor.make_const(np.ones(self.shape, dtype=self.dtype))
        compute_gradient_of_variables(self, out_grad)

    def __add__(self, other):
        return EWiseAdd()(self, other) if isinstance(other, Tensor) else AddScalar(other)(self)

    def __sub__(self, other):
        if isinstance(other, Tensor):
            return EWiseAdd()(self, Negate()(other))
        return AddScalar(-other)(self)

    def __rsub__(self, other):
        return AddScalar(other)(Negate()(self))

    def __mul__(self, other):
        return EWiseMul()(self, other) if isinstance(other, Tensor) else MulScalar(other)(self)

    def __truediv__(self, other):
        return EWiseDiv()(self, other) if isinstance(other, Tensor) else DivScalar(other)(self)

    def __pow__(self, other):
        return EWisePow()(self, other) if isinstance(other, Tensor) else PowerScalar(other)(self)

    def __matmul__(self, other):
        return MatMul()(self, other)

    def matmul(self, other):
        return MatMul()(self, other)

    def __neg__(self):
        return Negate()(self)

    def sum(self, axes=None):
        return Summation(axes)(self)

    def broadcast_to(self, shape):
        return BroadcastTo(shape)(self)

    def reshape(self, shape):
        return Reshape(shape)(self)

    def transpose(self, axes=None):
        return Transpose(axes)(self)

    __radd__ = __add__
    __rmul__ = __mul__

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        """What NumPy is asked of tensors: `np.power(a, 2)` is `a ** 2`, and so on."""
        names = {"add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv"}
        names.update({"power": "pow", "negative": "neg", "matmul": "matmul"})
        name = names.get(ufunc.__name__)
        if name is None or method != "__call__" or kwargs:
            return NotImplemented
        first, *rest = inputs
        if isinstance(first, Tensor):
            return getattr(first, f"__{name}__")(*rest)
        reflected = getattr(rest[0], f"__r{name}__", None)
        return NotImplemented if reflected is None else reflected(first)

    def __repr__(self):
        return f"Tensor({self.realize_cached_data()})"

# %% [markdown]
# ### Four operations, done for you
#
# If $\ell$ is the loss and $f$ the result of an operation on $x$, then the chain rule says
#
# $$\frac{\partial \ell}{\partial x} = \frac{\partial \ell}{\partial f}\,\frac{\partial f}{\partial x}.$$
#
# `out_grad` is the first factor. For a sum, the second one is 1: what comes in goes on, to both operands. For a product it is the other operand. For a product with a number it is that number, and the number itself gets no gradient.
#
# Look at `EWiseMul.gradient`: it calculates with **tensors**, so what it returns has a history and can be differentiated again. That is how second derivatives come for free, and your gradients have to keep it so: no `.numpy()`, no `realize_cached_data` in them.

# %% nbgrader={"grade": false, "grade_id": "examples", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def one_shape(a, b):
    """See to it that two arrays have one shape."""
    if a.shape != b.shape:
        raise ValueError(
            f"these arrays have the shapes {a.shape} and {b.shape}: bring them to one shape with "
            "broadcast_to (and reshape) first"
        )


class EWiseAdd(TensorOp):
    """a + b"""

    def compute(self, a, b):
        one_shape(a, b)
        return a + b

    def gradient(self, out_grad, node):
        return out_grad, out_grad


class AddScalar(TensorOp):
    """a + a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a + self.scalar

    def gradient(self, out_grad, node):
        return out_grad


class EWiseMul(TensorOp):
    """a * b, element by element"""

    def compute(self, a, b):
        one_shape(a, b)
        return a * b

    def gradient(self, out_grad, node):
        lhs, rhs = node.inputs
        return out_grad * rhs, out_grad * lhs


class MulScalar(TensorOp):
    """a times a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a * self.scalar

    def gradient(self, out_grad, node):
        return out_grad * self.scalar


def add(a, b):
    return EWiseAdd()(a, b)


def add_scalar(a, scalar):
    return AddScalar(scalar)(a)


def multiply(a, b):
    return EWiseMul()(a, b)


def mul_scalar(a, scalar):
    return MulScalar(scalar)(a)


def power(a, b):
    return EWisePow()(a, b)


def power_scalar(a, scalar):
    return PowerScalar(scalar)(a)


def divide(a, b):
    return EWiseDiv()(a, b)


def divide_scalar(a, scalar):
    return DivScalar(scalar)(a)


def matmul(a, b):
    return MatMul()(a, b)


def summation(a, axes=None):
    return Summation(axes)(a)


def broadcast_to(a, shape):
    return BroadcastTo(shape)(a)


def reshape(a, shape):
    return Reshape(shape)(a)


def negate(a):
    return Negate()(a)


def transpose(a, axes=None):
    return Transpose(axes)(a)


def log(a):
    return Log()(a)


def exp(a):
    return Exp()(a)


def relu(a):
    return ReLU()(a)

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
a = Tensor([[1.0, 2.0], [3.0, 4.0]])
b = a * a + 1.0

print(b)  # 2, 5, 10, 17
print(type(b.op).__name__, "of the result of", type(b.inputs[0].op).__name__)

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
show(b)  # the graph: click a node to see its array

# %% [markdown]
# ## Q1 and Q2: operations
#
# Each class below has two holes. **Q1 ({{q1.points}} points)** is `compute`, usually one line that calls NumPy. **Q2 ({{q2.points}} points)** is `gradient`. Take all the `compute` first, run `check("q1")` at the end of this part, then come back for `gradient`: there is a page about it before `check("q2")`, with a way to test yours.
#
# The shape of `out_grad` is always that of the operation's result. The shape of what you return is always that of the input. Where those differ, something has to be added up, copied, or moved back.

# %% [markdown]
# **A power with a number.** `a ** n` for a number `n`, element by element.

# %% nbgrader={"grade": false, "grade_id": "q1-powerscalar-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class PowerScalar(TensorOp):
    """a to the power of a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        # Return a ** n, an array.
        ### BEGIN SOLUTION
        return a**self.scalar
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # Return the gradient with respect to a, a tensor.
        ### BEGIN SOLUTION
        (a,) = node.inputs
        return out_grad * self.scalar * a ** (self.scalar - 1)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-powerscalar", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-powerscalar")

# %% nbgrader={"grade": true, "grade_id": "q2-powerscalar", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q2"}
check.points("q2-powerscalar")

# %% [markdown]
# **A quotient**, element by element. What happens to `a / b` when `a` grows a little? And when `b` does?

# %% nbgrader={"grade": false, "grade_id": "q1-ewisediv-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class EWiseDiv(TensorOp):
    """a / b, element by element"""

    def compute(self, a, b):
        # Return a / b, an array.
        ### BEGIN SOLUTION
        return a / b
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # Return the gradients with respect to a and to b, two tensors.
        ### BEGIN SOLUTION
        a, b = node.inputs
        return out_grad / b, -(out_grad * a / b**2)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-ewisediv", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-ewisediv")

# %% nbgrader={"grade": true, "grade_id": "q2-ewisediv", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2"}
check.points("q2-ewisediv")

# %% [markdown]
# **A quotient with a number.**

# %% nbgrader={"grade": false, "grade_id": "q1-divscalar-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class DivScalar(TensorOp):
    """a divided by a number"""

    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        ### BEGIN SOLUTION
        return a / self.scalar
        ### END SOLUTION

    def gradient(self, out_grad, node):
        ### BEGIN SOLUTION
        return out_grad / self.scalar
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-divscalar", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-divscalar")

# %% nbgrader={"grade": true, "grade_id": "q2-divscalar", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q2"}
check.points("q2-divscalar")

# %% [markdown]
# **The product of matrices**, also of whole batches of them. `a` may have the shape `(5, 3, 2)`, five matrices, and `b` the shape `(2, 4)`: then NumPy multiplies each of the five by the same `b`. It also repeats along a batch axis of size 1. Whatever was used several times gets a gradient from each use.

# %% nbgrader={"grade": false, "grade_id": "q1-matmul-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2", "add_up": "q2"}}
class MatMul(TensorOp):
    """a @ b, the product of matrices; of batches of matrices, one by one"""

    def compute(self, a, b):
        ### BEGIN SOLUTION
        return a @ b
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # Return the gradients with respect to a and to b: of their shapes.
        ### BEGIN SOLUTION
        a, b = node.inputs
        by_a, by_b = out_grad @ b.transpose(), a.transpose() @ out_grad
        return self.add_up(by_a, a.shape), self.add_up(by_b, b.shape)

    def add_up(self, grad, shape):
        """Add up over the batch axes along which one matrix was used several times."""
        more = len(grad.shape) - len(shape)
        axes = tuple(i for i in range(len(grad.shape)) if i < more or shape[i - more] == 1)
        return grad.sum(axes).reshape(shape) if axes else grad
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-matmul", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-matmul")

# %% nbgrader={"grade": true, "grade_id": "q2-matmul", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q2"}
check.points("q2-matmul")

# %% [markdown]
# **A sum over axes.** `axes` is one axis, a tuple of them, or `None` for all; a negative axis counts from the end, as in NumPy. The axes that are summed over are gone from the result.

# %% nbgrader={"grade": false, "grade_id": "q1-summation-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class Summation(TensorOp):
    """The sum over some axes"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        ### BEGIN SOLUTION
        return np.sum(a, axis=self.axes)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # out_grad has fewer axes than the input. Each of its elements belongs to a whole line.
        ### BEGIN SOLUTION
        shape = node.inputs[0].shape
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        kept = list(shape)
        for axis in axes:
            kept[axis] = 1
        return out_grad.reshape(tuple(kept)).broadcast_to(shape)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-summation", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-summation")

# %% nbgrader={"grade": true, "grade_id": "q2-summation", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2"}
check.points("q2-summation")

# %% [markdown]
# **Broadcasting**: new axes in front, and axes of size 1 that are repeated, as `np.broadcast_to` does.

# %% nbgrader={"grade": false, "grade_id": "q1-broadcastto-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class BroadcastTo(TensorOp):
    """The same numbers, repeated until they have the given shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        ### BEGIN SOLUTION
        return np.broadcast_to(a, self.shape)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # An element that was repeated influences the loss through each of its copies.
        ### BEGIN SOLUTION
        shape = node.inputs[0].shape
        more = len(self.shape) - len(shape)
        axes = tuple(i for i in range(len(self.shape)) if i < more or shape[i - more] == 1)
        return out_grad.sum(axes).reshape(shape)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-broadcastto", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-broadcastto")

# %% nbgrader={"grade": true, "grade_id": "q2-broadcastto", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2"}
check.points("q2-broadcastto")

# %% [markdown]
# **Another shape** for the same numbers in the same order.

# %% nbgrader={"grade": false, "grade_id": "q1-reshape-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class Reshape(TensorOp):
    """The same numbers, in the same order, in another shape"""

    def __init__(self, shape):
        self.shape = shape

    def compute(self, a):
        ### BEGIN SOLUTION
        return np.reshape(a, self.shape)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        ### BEGIN SOLUTION
        return out_grad.reshape(node.inputs[0].shape)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-reshape", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-reshape")

# %% nbgrader={"grade": true, "grade_id": "q2-reshape", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q2"}
check.points("q2-reshape")

# %% [markdown]
# **The negative.**

# %% nbgrader={"grade": false, "grade_id": "q1-negate-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class Negate(TensorOp):
    """-a"""

    def compute(self, a):
        ### BEGIN SOLUTION
        return -a
        ### END SOLUTION

    def gradient(self, out_grad, node):
        ### BEGIN SOLUTION
        return -out_grad
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-negate", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-negate")

# %% nbgrader={"grade": true, "grade_id": "q2-negate", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q2"}
check.points("q2-negate")

# %% [markdown]
# **Two axes change places.** `axes` is a pair of them; `None` means the last two. All others stay where they are: this is `np.swapaxes`, not `np.transpose`.

# %% nbgrader={"grade": false, "grade_id": "q1-transpose-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class Transpose(TensorOp):
    """Two axes change places: those given, or the last two"""

    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        ### BEGIN SOLUTION
        first, second = self.axes or (-1, -2)
        return np.swapaxes(a, first, second)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        ### BEGIN SOLUTION
        return out_grad.transpose(self.axes)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-transpose", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-transpose")

# %% nbgrader={"grade": true, "grade_id": "q2-transpose", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q2"}
check.points("q2-transpose")

# %% [markdown]
# **Logarithm and exponential.** These two count for Q5, and you may leave them for later. But the gradient of the next operation needs the logarithm.

# %% nbgrader={"grade": false, "grade_id": "q5-log-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
class Log(TensorOp):
    """The natural logarithm of each element"""

    def compute(self, a):
        ### BEGIN SOLUTION
        return np.log(a)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        ### BEGIN SOLUTION
        return out_grad / node.inputs[0]
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-log", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q5"}
check.points("q5-log")

# %% nbgrader={"grade": false, "grade_id": "q5-exp-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
class Exp(TensorOp):
    """e to the power of each element"""

    def compute(self, a):
        ### BEGIN SOLUTION
        return np.exp(a)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # The result of the operation is node itself.
        ### BEGIN SOLUTION
        return out_grad * node
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-exp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q5"}
check.points("q5-exp")

# %% [markdown]
# **A power with a tensor**, element by element: both the base and the exponent get a gradient. Write $a^b$ as $e^{b \log a}$ to find that of the exponent; `log` and `exp` are there as functions of tensors once you have written `Log` and `Exp`.

# %% nbgrader={"grade": false, "grade_id": "q1-ewisepow-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1", "parts": {"gradient": "q2"}}
class EWisePow(TensorOp):
    """a to the power b, element by element"""

    def compute(self, a, b):
        ### BEGIN SOLUTION
        return a**b
        ### END SOLUTION

    def gradient(self, out_grad, node):
        # Return the gradients with respect to a and to b.
        ### BEGIN SOLUTION
        a, b = node.inputs
        return out_grad * b * a ** (b - 1), out_grad * node * log(a)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-ewisepow", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1"}
check.points("q1-ewisepow")

# %% nbgrader={"grade": true, "grade_id": "q2-ewisepow", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2"}
check.points("q2-ewisepow")

# %% nbgrader={"grade": false, "grade_id": "q1-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q1"}
check("q1")

# %% [markdown]
# ### Q2: how to find a gradient, and how to test it
#
# Pretend that everything is a number, and take the derivative of that. Multiply by `out_grad`. Then look at the shapes: the product must be brought back to the shape of the input. If an input was **repeated** on the way forward, its gradients are **added up** on the way back; if it was added up, its gradient is repeated; if it was moved, its gradient is moved back.
#
# Write gradients with the operations of this notebook only, on tensors. Where you need an operation that is not written yet, write it first.
#
# A derivative can always be tested by a **finite difference**: nudge one element by a little, up and down, and see how much the result moves,
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + \varepsilon e_i) - f(x - \varepsilon e_i)}{2\varepsilon}.$$
#
# The result of `f` is a whole array here, so it is weighed with random numbers and added up: one number $c \cdot f(x)$, whose gradient is what your operation sends back when $c$ comes in. Why random numbers, and not ones? With ones, a forgotten factor or an exchanged axis may not show.

# %% nbgrader={"grade": false, "grade_id": "gradient-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def gradient_check(f, *args, tol=1e-6, backward=False, **kwargs):
    """Compare the gradient of `f` at tensors with finite differences; return the gradients.

    With `backward=True` it is found by `.backward()` (Q4); otherwise `f` must be one operation,
    whose `gradient` is asked.
    """
    eps = 1e-5
    args = [Tensor(arg.numpy().astype(np.float64)) for arg in args]  # others have too few digits
    result = f(*args, **kwargs)
    c = np.random.default_rng(0).standard_normal(result.shape)

    def weighed():
        return float(np.sum(f(*args, **kwargs).numpy() * c))

    if backward:
        result.backward(Tensor(c))
        gradients = [arg.grad for arg in args]
    else:
        gradients = result.op.gradient_as_tuple(Tensor(c), result)
    for number, (arg, gradient) in enumerate(zip(args, gradients), start=1):
        assert gradient is not None, f"argument {number} has no gradient"
        assert gradient.shape == arg.shape, (
            f"the gradient of argument {number} has the shape {gradient.shape}, "
            f"and the argument {arg.shape}"
        )
        array, mine = arg.realize_cached_data(), gradient.numpy()
        for index in np.ndindex(array.shape):
            there = array[index]
            array[index] = there + eps
            up = weighed()
            array[index] = there - eps
            down = weighed()
            array[index] = there
            right = (up - down) / (2 * eps)
            assert abs(mine[index] - right) <= tol * max(1.0, abs(right)), (
                f"the gradient of argument {number} at {list(index)} is {mine[index]:.6g}, "
                f"and a finite difference says {right:.6g}"
            )
    return [gradient.numpy() for gradient in gradients]

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
random = np.random.default_rng(1)


def tensor(*shape):
    """A tensor of random numbers."""
    return Tensor(random.standard_normal(shape))


gradient_check(multiply, tensor(3, 2), tensor(3, 2))  # is silent: the given one is right
gradient_check(divide, tensor(3, 2), Tensor(random.uniform(1, 2, (3, 2))))
gradient_check(matmul, tensor(5, 3, 2), tensor(2, 4))
gradient_check(summation, tensor(3, 2, 4), axes=(0, 2))
gradient_check(broadcast_to, tensor(3, 1), shape=(2, 3, 4))
print("all of these gradients agree with finite differences")

# %% nbgrader={"grade": false, "grade_id": "q2-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q2"}
check("q2")

# %% [markdown]
# ## Q3: an order to walk in ({{q3.points}} points)
#
# `out_grad` must be complete before an operation passes it on. So the graph is walked backward in an order in which every node comes after everything that **uses** it. Turned round, that is a **topological order**: every node comes after its inputs.
#
# Write `find_topo_sort(node_list)`. It takes a list of nodes, and returns a list of **all** nodes that these were computed from, and they themselves:
#
# - every node stands after all of its inputs;
# - every node stands there **once**, however many others use it, and however many of `node_list` lead to it;
# - nothing is computed for it, and nothing is changed.
#
# The usual way is a **depth-first search in post-order**: visit the inputs of a node from left to right, and put the node on the list after them. For `a * b + a` it lists `a`, `b`, `a * b`, and then the sum. `topo_sort_dfs` is a helper for that; use it or not. Graphs may be wide, and a few hundred nodes deep.

# %% nbgrader={"grade": false, "grade_id": "q3-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
def find_topo_sort(node_list):
    """All nodes that lead to the given ones, and these, each after its inputs."""
    ### BEGIN SOLUTION
    visited, topo_order = set(), []
    for node in node_list:
        topo_sort_dfs(node, visited, topo_order)
    return topo_order
    ### END SOLUTION


def topo_sort_dfs(node, visited, topo_order):
    """Append what leads to a node, and then the node, to the order; nothing twice."""
    ### BEGIN SOLUTION
    if node in visited:
        return
    visited.add(node)
    for source in node.inputs:
        topo_sort_dfs(source, visited, topo_order)
    topo_order.append(node)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-order", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 8} adlearn={"role": "points", "question": "q3"}
check.points("q3-order")

# %% nbgrader={"grade": true, "grade_id": "q3-shared", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 8} adlearn={"role": "points", "question": "q3"}
check.points("q3-shared")

# %% nbgrader={"grade": true, "grade_id": "q3-several", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-several")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q3"}
a, b = Tensor([2.0]), Tensor([3.0])
product = a * b
total = product + a

named = {a: "a", b: "b", product: "a * b", total: "a * b + a"}
print([named[node] for node in find_topo_sort([total])])  # a, b, a * b, a * b + a

# %% nbgrader={"grade": false, "grade_id": "q3-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q3"}
check("q3")

# %% [markdown]
# ## Q4: the gradient of everything ({{q4.points}} points)
#
# Now put it together. `compute_gradient_of_variables(output_tensor, out_grad)` stores in `.grad` of **every** tensor that leads to `output_tensor` the gradient with respect to it.
#
# Walk the nodes backward. Each node has received something from every operation that uses it: add that up, and it is the node's gradient. Then ask the node's operation what it sends to its inputs, given that gradient, and note it for each of them. If one tensor is used twice, also by **one** operation (`a * a`), it gets both.
#
# - A gradient is a `Tensor`. Add gradients as tensors, so that the result can be differentiated again.
# - Leaves have no operation and send nothing.
# - `.grad` is set anew each time. What an earlier `backward` left there is not added to.
# - A tensor made with `requires_grad=False` is a constant; whether you give it a `.grad` is up to you.

# %% nbgrader={"grade": false, "grade_id": "q4-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def compute_gradient_of_variables(output_tensor, out_grad):
    """Put the gradient of `output_tensor` into `.grad` of every tensor it was computed from."""
    # For each node, what it has received from the operations that use it.
    node_to_output_grads_list = {output_tensor: [out_grad]}
    # Every node after all those that use it.
    reverse_topo_order = list(reversed(find_topo_sort([output_tensor])))
    ### BEGIN SOLUTION
    for node in reverse_topo_order:
        node.grad = sum_node_list(node_to_output_grads_list[node])
        if node.op is None:
            continue
        for source, sent in zip(node.inputs, node.op.gradient_as_tuple(node.grad, node)):
            node_to_output_grads_list.setdefault(source, []).append(sent)
    ### END SOLUTION


def sum_node_list(node_list):
    """The sum of several tensors, as a tensor."""
    total = node_list[0]
    for node in node_list[1:]:
        total = total + node
    return total

# %% nbgrader={"grade": true, "grade_id": "q4-chain", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q4"}
check.points("q4-chain")

# %% nbgrader={"grade": true, "grade_id": "q4-shared", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 8} adlearn={"role": "points", "question": "q4"}
check.points("q4-shared")

# %% nbgrader={"grade": true, "grade_id": "q4-operands", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q4"}
check.points("q4-operands")

# %% nbgrader={"grade": true, "grade_id": "q4-again", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q4"}
check.points("q4-again")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
x = Tensor([[1.0, 2.0], [3.0, 4.0]])
y = (x * x).sum()
y.backward()
print(x.grad)  # twice the numbers of x

gradient_check(lambda a, b: (a @ b + b) / a, tensor(2, 2) + 3.0, tensor(2, 2), backward=True);

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
show(y)  # step backward through the graph: each operation sends out_grad times its derivative

# %% [markdown]
# A gradient is a graph as well. It can be walked again: the derivative of the derivative.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
x = Tensor([1.0, 2.0, 3.0])
(x**3).backward()
first = x.grad
first.backward()
print(first)  # 3 x^2
print(x.grad)  # 6 x

# %% nbgrader={"grade": false, "grade_id": "q4-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q4"}
check("q4")

# %% [markdown]
# ## Q5: the softmax loss ({{q5.points}} points)
#
# From here on the engine is used. The network will read digits: images of 28 by 28 pixels, in the format of the well known MNIST files. The next cell draws some and writes them into the folder `digits`, so nothing is downloaded.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
files = write_digits("digits", train=3000, test=500, seed=0)
for path in files:
    print(path)

# %% [markdown]
# **Reading the files.** The format is called idx. After unpacking (`gzip.open`), a file of images starts with four big-endian 32-bit integers: the magic number 2051, how many images there are, and how many rows and columns each has. The pixels follow, one byte each, image after image, row after row. A file of labels starts with two integers: 2049, and how many labels there are; then they follow, one byte each.
#
# Write `parse_mnist(image_filename, label_filename)`. It returns two arrays: the images, **float32**, one row of 784 numbers each, scaled from 0..255 to 0.0..1.0; and the labels, **uint8**.

# %% nbgrader={"grade": false, "grade_id": "q5-parse-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def parse_mnist(image_filename, label_filename):
    """Images as rows of float32 in 0..1, shape (n, 784), and labels as uint8, shape (n,)."""
    ### BEGIN SOLUTION
    with gzip.open(image_filename) as file:
        _, count, rows, columns = struct.unpack(">4i", file.read(16))
        pixels = np.frombuffer(file.read(), dtype=np.uint8)
    with gzip.open(label_filename) as file:
        file.read(8)
        labels = np.frombuffer(file.read(), dtype=np.uint8)
    return pixels.reshape(count, rows * columns).astype(np.float32) / 255.0, labels
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-parse", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q5"}
check.points("q5-parse")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
X, y = parse_mnist("digits/train-images-idx3-ubyte.gz", "digits/train-labels-idx1-ubyte.gz")
print(X.shape, X.dtype, X.min(), X.max(), y.shape, y.dtype)
plot_digits(X[:30].reshape(-1, 28, 28), y[:30]);

# %% [markdown]
# **The loss.** For one image the network gives a vector of logits $z$, one for each class. If the true class is $y$, the softmax loss is
#
# $$\ell(z, y) = \log \sum_i e^{z_i} - z_y.$$
#
# `softmax_loss(Z, y_one_hot)` takes the logits of a batch, a tensor of shape `(m, k)`, and the true classes as a tensor of the same shape: a 1 where the class is, 0 elsewhere. It returns the **mean** loss over the batch, as a tensor with a history.

# %% nbgrader={"grade": false, "grade_id": "q5-loss-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def softmax_loss(Z, y_one_hot):
    """The mean softmax loss of a batch: logits and one-hot classes, both of shape (m, k)."""
    ### BEGIN SOLUTION
    losses = log(exp(Z).sum(axes=1)) - (Z * y_one_hot).sum(axes=1)
    return losses.sum() / Z.shape[0]
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-loss", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q5"}
check.points("q5-loss")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
logits = Tensor([[2.0, 0.0, -1.0], [0.0, 0.0, 0.0]])
classes = Tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
print(softmax_loss(logits, classes))  # 0.634...

# %% nbgrader={"grade": false, "grade_id": "q5-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q5"}
check("q5")

# %% [markdown]
# ## Q6: a network that reads digits ({{q6.points}} points)
#
# **ReLU** is the positive part of each element: 0 for what is negative. Its slope is 1 where the input is positive and 0 where it is negative; at 0, either will do. The slope does not change with the input, so this one gradient may look at the array: `node.realize_cached_data()`.

# %% nbgrader={"grade": false, "grade_id": "q6-relu-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
class ReLU(TensorOp):
    """The positive part of each element"""

    def compute(self, a):
        ### BEGIN SOLUTION
        return np.maximum(a, 0)
        ### END SOLUTION

    def gradient(self, out_grad, node):
        ### BEGIN SOLUTION
        positive = node.realize_cached_data() > 0
        return out_grad * Tensor.make_const(positive.astype(node.dtype))
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-relu", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q6"}
check.points("q6-relu")

# %% [markdown]
# **Training.** The network has two matrices of weights. For a batch of images $X$ (one a row) its logits are
#
# $$Z = \mathrm{ReLU}(X W_1)\,W_2.$$
#
# Write `nn_epoch(X, y, W1, W2, lr, batch)`: one pass of stochastic gradient descent. `X` and `y` are NumPy arrays as `parse_mnist` gives them, `W1` and `W2` are tensors.
#
# - Take the examples **in their order**, `batch` at a time. If the number of examples is no multiple of `batch`, the last batch is shorter.
# - The one-hot rows have as many columns as `W2` has, also where the highest class does not occur in `y`.
# - After each batch, each matrix is replaced by itself minus `lr` times the gradient of the batch's softmax loss. Make **new** tensors of the new arrays (or put the arrays into the tensors by `.data = ...`): otherwise the history of all batches would be kept, and walked.
# - Return the new `W1` and `W2`. `X`, `y` and the arrays of the tensors you were given stay as they are.
#
# The gradients have to come from your `backward`; formulas derived by hand get no points here.

# %% nbgrader={"grade": false, "grade_id": "q6-epoch-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def nn_epoch(X, y, W1, W2, lr=0.1, batch=100):
    """One epoch of stochastic gradient descent; returns the new W1 and W2."""
    ### BEGIN SOLUTION
    classes = np.eye(W2.shape[1], dtype=W2.dtype)
    for start in range(0, len(X), batch):
        inputs = Tensor(X[start : start + batch], requires_grad=False)
        one_hot = Tensor(classes[y[start : start + batch]], requires_grad=False)
        loss = softmax_loss(relu(inputs @ W1) @ W2, one_hot)
        loss.backward()
        W1 = Tensor(W1.numpy() - lr * W1.grad.numpy())
        W2 = Tensor(W2.numpy() - lr * W2.grad.numpy())
    return W1, W2
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-epoch", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q6"}
check.points("q6-epoch")

# %% [markdown]
# The last {{q6-whole.points}} points are for the whole. Up to here each question was asked on its own. Now nothing is put in place of your answers: your operations, your order, your gradients and your `nn_epoch` together must differentiate a few programs and make the loss of a small network fall.

# %% nbgrader={"grade": true, "grade_id": "q6-whole", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q6"}
check.points("q6-whole")

# %% nbgrader={"grade": false, "grade_id": "q6-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q6"}
check("q6")

# %% [markdown]
# ### Train it
#
# Everything is in place. The next cells train a network with the derivatives that **you** compute, and show what it still misreads. They take some ten seconds. Change the size of the hidden layer, the learning rate and the batch, and see what happens.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
def loss_and_error(X, y, W1, W2):
    """The mean loss, and the share of digits that are misread."""
    logits = np.maximum(X @ W1.numpy(), 0) @ W2.numpy()
    one_hot = np.eye(logits.shape[1], dtype=logits.dtype)[y]
    loss = softmax_loss(Tensor(logits), Tensor(one_hot)).numpy()
    return float(loss), float(np.mean(logits.argmax(axis=1) != y))


X_test, y_test = parse_mnist("digits/t10k-images-idx3-ubyte.gz", "digits/t10k-labels-idx1-ubyte.gz")
random = np.random.default_rng(0)
W1 = Tensor((random.standard_normal((784, 100)) / 10).astype(np.float32))
W2 = Tensor((random.standard_normal((100, 10)) / 3).astype(np.float32))
losses = []
for epoch in range(6):
    W1, W2 = nn_epoch(X, y, W1, W2, lr=0.2, batch=20)
    loss, error = loss_and_error(X, y, W1, W2)
    losses.append(loss)
    _, test_error = loss_and_error(X_test, y_test, W1, W2)
    print(f"epoch {epoch + 1}: loss {loss:.3f}, misread {error:.1%}, new digits {test_error:.1%}")
plot_training(losses);

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
logits = np.maximum(X_test @ W1.numpy(), 0) @ W2.numpy()
read_as = logits.argmax(axis=1)
wrong = np.flatnonzero(read_as != y_test)
print(f"{len(wrong)} of {len(y_test)} new digits are misread; these are the first of them")
wrong = wrong[:20]
plot_digits(X_test[wrong].reshape(-1, 28, 28), y_test[wrong], read_as[wrong]);

# %% [markdown]
# That was a deep learning library, from the first operation to a trained network. Before you hand in, restart the kernel and run everything once more from the top.
