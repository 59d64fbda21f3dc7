"""Two small engines of arrays as a student would write them, each with its adapter and table.

`TENSORS` has operations with `compute` and `gradient`, and `y.backward(g)`. `FUNCTIONS` traces a
function, has a table of rules, and `grad(f, i)(*xs)`. Wrong answers are made of their texts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from autograder.asking.arrays.operations import Operation, Table
from autograder.asking.arrays.shapes import (
    broadcasting,
    exchanging,
    matrix_product,
    permuting,
    reduction,
    reshaping,
    stretching,
    with_number,
)
from autograder.asking.engine import Adapter, DeclaredEngine
from autograder.asking.sessions import LocalSession
from autograder.asking.submission import Submission

TENSORS = '''
import numpy as np


class Tensor:
    def __init__(self, array, op=None, inputs=()):
        self.array, self.op, self.inputs, self.grad = np.asarray(array), op, list(inputs), None

    shape = property(lambda self: self.array.shape)

    def realize_cached_data(self):
        return self.array

    def __add__(self, other):
        return EWiseAdd()(self, other)

    def __mul__(self, other):
        return EWiseMul()(self, other) if isinstance(other, Tensor) else MulScalar(other)(self)

    def __matmul__(self, other):
        return MatMul()(self, other)

    def backward(self, out_grad=None):
        out_grad = Tensor(np.ones(self.shape)) if out_grad is None else out_grad
        compute_gradient_of_variables(self, out_grad)


class TensorOp:
    def __call__(self, *args):
        return Tensor(self.compute(*[a.array for a in args]), self, args)


def fitting(grad, shape):
    """Add up what broadcasting made longer."""
    extra = len(grad.shape) - len(shape)
    grad = summation(grad, axes=tuple(range(extra))) if extra else grad
    ones = tuple(i for i, n in enumerate(shape) if n == 1 and grad.shape[i] != 1)
    return reshape(summation(grad, axes=ones), shape) if ones else grad


class EWiseAdd(TensorOp):
    def compute(self, a, b):
        return a + b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return fitting(out_grad, a.shape), fitting(out_grad, b.shape)


class EWiseMul(TensorOp):
    def compute(self, a, b):
        return a * b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return fitting(out_grad * b, a.shape), fitting(out_grad * a, b.shape)


class MulScalar(TensorOp):
    def __init__(self, scalar):
        self.scalar = scalar

    def compute(self, a):
        return a * np.asarray(self.scalar, dtype=a.dtype if a.dtype.kind in "fc" else float)

    def gradient(self, out_grad, node):
        return out_grad * self.scalar


class MatMul(TensorOp):
    def compute(self, a, b):
        return a @ b

    def gradient(self, out_grad, node):
        a, b = node.inputs
        return fitting(out_grad @ transpose(b), a.shape), fitting(transpose(a) @ out_grad, b.shape)


class Summation(TensorOp):
    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.sum(a, axis=self.axes)

    def gradient(self, out_grad, node):
        shape = list(node.inputs[0].shape)
        axes = range(len(shape)) if self.axes is None else np.atleast_1d(self.axes)
        for axis in axes:
            shape[axis] = 1
        return broadcast_to(reshape(out_grad, tuple(shape)), node.inputs[0].shape)


class Reshape(TensorOp):
    def __init__(self, shape):
        self.new_shape = shape

    def compute(self, a):
        return np.reshape(a, self.new_shape)

    def gradient(self, out_grad, node):
        return reshape(out_grad, node.inputs[0].shape)


class BroadcastTo(TensorOp):
    def __init__(self, shape):
        self.new_shape = shape

    def compute(self, a):
        return np.broadcast_to(a, self.new_shape)

    def gradient(self, out_grad, node):
        return fitting(out_grad, node.inputs[0].shape)


class Transpose(TensorOp):
    def __init__(self, axes=None):
        self.axes = axes

    def compute(self, a):
        return np.swapaxes(a, *(self.axes or (-1, -2)))

    def gradient(self, out_grad, node):
        return transpose(out_grad, self.axes)


class Log(TensorOp):
    def compute(self, a):
        return np.log(a)

    def gradient(self, out_grad, node):
        return out_grad * Tensor(1 / node.inputs[0].array)


class ReLU(TensorOp):
    def compute(self, a):
        return np.maximum(a, 0)

    def gradient(self, out_grad, node):
        return out_grad * Tensor((node.array > 0).astype(node.array.dtype))


def summation(a, axes=None):
    return Summation(axes)(a)


def reshape(a, shape):
    return Reshape(shape)(a)


def broadcast_to(a, shape):
    return BroadcastTo(shape)(a)


def transpose(a, axes=None):
    return Transpose(axes)(a)


def log(a):
    return Log()(a)


def relu(a):
    return ReLU()(a)


def find_topo_sort(node):
    order, seen = [], set()

    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for parent in node.inputs:
                visit(parent)
            order.append(node)

    visit(node)
    return order


def compute_gradient_of_variables(output, out_grad):
    sent = {id(output): [out_grad]}
    for node in reversed(find_topo_sort(output)):
        node.grad = sent[id(node)][0]
        for more in sent[id(node)][1:]:
            node.grad = node.grad + more
        if node.op is None:
            continue
        grads = node.op.gradient(node.grad, node)
        grads = grads if isinstance(grads, tuple) else (grads,)
        for parent, grad in zip(node.inputs, grads):
            sent.setdefault(id(parent), []).append(grad)
'''

away = lambda x: np.abs(x) > 0.1  # noqa: E731

TENSOR_TABLE = Table(
    (
        Operation("add", "{0} + {1}", np.add, broadcasting, "EWiseAdd"),
        Operation("mul", "{0} * {1}", np.multiply, broadcasting, "EWiseMul"),
        Operation(
            "scale",
            "{0} * {scalar}",
            lambda a, scalar: a * scalar,
            with_number("scalar", 3.0, -0.5),
            "MulScalar",
        ),
        Operation("matmul", "{0} @ {1}", np.matmul, matrix_product(vectors=False), "MatMul"),
        Operation(
            "sum",
            "summation({0}, axes={axes})",
            lambda a, axes: np.sum(a, axis=axes),
            reduction("axes"),
            "Summation",
        ),
        Operation(
            "reshape",
            "reshape({0}, {shape})",
            lambda a, shape: np.reshape(a, shape),  # by position: NumPy 2.0 calls it newshape
            reshaping(),
            "Reshape",
        ),
        Operation(
            "broadcast_to",
            "broadcast_to({0}, {shape})",
            np.broadcast_to,
            stretching(),
            "BroadcastTo",
        ),
        Operation(
            "transpose",
            "transpose({0}, axes={axes})",
            lambda a, axes: np.swapaxes(a, *(axes or (-1, -2))),
            exchanging(),
            "Transpose",
        ),
        Operation("log", "log({0})", np.log, rule="Log", allowed=lambda a: np.real(a) > 0.05),
        Operation("relu", "relu({0})", lambda a: np.maximum(a, 0.0), rule="ReLU", allowed=away),
    ),
    total=("sum", {"axes": None}),
    weigh="mul",
)

TENSOR_ADAPTER = Adapter(
    make="ns.Tensor(n)",
    read="t.realize_cached_data()",
    is_value="isinstance(t, ns.Tensor)",
    value_name="a Tensor",
    differentiate="y.backward(g)",
    gradient="x.grad",
    inner=True,
    operations=TENSOR_TABLE.rules,
    rule="(o, 'gradient')",
    wrap="lambda self, g, node: tell(lambda: own(self, g, node), g, node)",
    send="node.op.gradient(g, node)",
    constant="ns.Tensor(n)",
)

FUNCTIONS = """
import types

import numpy as real


class Box:
    def __init__(self, value, fun=None, args=(), keywords=None, parents=()):
        self.value, self.fun, self.args, self.keywords = value, fun, args, keywords or {}
        self.parents = parents

    __add__ = lambda self, other: np.add(self, other)
    __mul__ = lambda self, other: np.multiply(self, other)
    __matmul__ = lambda self, other: np.matmul(self, other)
    __radd__ = lambda self, other: np.add(other, self)
    __rmul__ = lambda self, other: np.multiply(other, self)
    __rmatmul__ = lambda self, other: np.matmul(other, self)
    __array_ufunc__ = None


def value_of(x):
    return x.value if isinstance(x, Box) else x


def primitive(fun):
    def call(*args, **keywords):
        parents = [(i, x) for i, x in enumerate(args) if isinstance(x, Box)]
        value = fun(*map(value_of, args), **keywords)
        if not parents:
            return value
        return Box(value, call, [value_of(x) for x in args], keywords, parents)

    call.__name__ = fun.__name__
    return call


names = ("add", "multiply", "matmul", "sum", "transpose", "exp", "real", "conj")
np = types.SimpleNamespace(**{name: primitive(getattr(real, name)) for name in names})
rules = {}


def defvjp(fun, *vjps):
    rules[fun] = dict(enumerate(vjps))


def fitting(g, x):
    shape = real.shape(x)
    while real.ndim(g) > len(shape):
        g = real.sum(g, axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            g = real.sum(g, axis=axis, keepdims=True)
    return g if real.iscomplexobj(x) else real.real(g)


def turned(x):
    return real.swapaxes(x, -1, -2)


def matmul_left(g, ans, x, y):
    if real.ndim(y) == 1:
        return fitting(real.asarray(g)[..., None] * y, x)
    if real.ndim(x) == 1:
        return fitting(real.sum(real.asarray(g)[..., None, :] * y, axis=-1), x)
    return fitting(g @ turned(y), x)


def matmul_right(g, ans, x, y):
    if real.ndim(x) == 1:
        return fitting(x[:, None] * real.asarray(g)[..., None, :] if real.ndim(y) > 1 else x * g, y)
    if real.ndim(y) == 1:
        outer = real.asarray(g)[..., None] * x
        return fitting(real.sum(outer, axis=tuple(range(real.ndim(x) - 1))), y)
    return fitting(turned(x) @ g, y)


def sum_rule(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = real.expand_dims(g, axis)
    return real.broadcast_to(g, real.shape(x)) + 0.0


def transpose_rule(g, ans, x, axes=None):
    return real.transpose(g) if axes is None else real.transpose(g, real.argsort(axes))


defvjp(np.add, lambda g, ans, x, y: fitting(g, x), lambda g, ans, x, y: fitting(g, y))
defvjp(np.multiply, lambda g, ans, x, y: fitting(g * y, x), lambda g, ans, x, y: fitting(g * x, y))
defvjp(np.matmul, matmul_left, matmul_right)
defvjp(np.sum, sum_rule)
defvjp(np.transpose, transpose_rule)
defvjp(np.exp, lambda g, ans, x: g * ans)


def toposort(end):
    order, seen = [], set()

    def visit(box):
        if id(box) not in seen:
            seen.add(id(box))
            for _, parent in box.parents:
                visit(parent)
            order.append(box)

    visit(end)
    return order[::-1]


def backward_pass(g, end, start):
    sent = {id(end): g}
    for box in toposort(end):
        g = sent[id(box)]
        if box is start:
            return g
        for i, parent in box.parents:
            more = rules[box.fun][i](g, box.value, *box.args, **box.keywords)
            sent[id(parent)] = sent[id(parent)] + more if id(parent) in sent else more


def make_vjp(f, x):
    start = Box(x)
    end = f(start)
    if not isinstance(end, Box):
        return (lambda g: real.zeros_like(x)), end
    vjp = lambda g: backward_pass(g, end, start)
    return vjp, end.value


def grad(f, argnum=0):
    def gradient(*args):
        one = lambda x: f(*args[:argnum], x, *args[argnum + 1 :])
        vjp, ans = make_vjp(one, args[argnum])
        found = vjp(real.ones_like(ans))
        return real.zeros_like(args[argnum], dtype=float) if found is None else found

    return gradient
"""

FUNCTION_TABLE = Table(
    (
        Operation("add", "{0} + {1}", np.add, broadcasting, "np.add"),
        Operation("mul", "{0} * {1}", np.multiply, broadcasting, "np.multiply"),
        Operation("matmul", "{0} @ {1}", np.matmul, matrix_product(), "np.matmul"),
        Operation(
            "sum",
            "np.sum({0}, axis={axis}, keepdims={keepdims})",
            np.sum,
            reduction("axis", "keepdims"),
            "np.sum",
        ),
        Operation(
            "transpose", "np.transpose({0}, {axes})", np.transpose, permuting(), "np.transpose"
        ),
        Operation("exp", "np.exp({0})", np.exp, rule="np.exp", allowed=lambda a: np.real(a) < 3.9),
    ),
    total=("sum", {"axis": None, "keepdims": False}),
    weigh="mul",
)

FUNCTION_ADAPTER = Adapter(
    make="n",
    read="ns.value_of(t)",
    differentiate="[ns.grad(f, i)(*xs) for i in range(len(xs))]",
    gradient="d[i]",
    operations=FUNCTION_TABLE.rules,
    rule="(ns.rules, o)",
    wrap=(
        "{i: (lambda g, ans, *x, i=i, **k: tell(lambda: own[i](g, ans, *x, **k), g, ans, i)) "
        "for i in own}"
    ),
    send="[ns.rules[o][i](g, node, *x, **k) for i in range(len(x))]",
    node="ns.value_of(t)",
    constant="n",
)

#: The same engine, asked by `make_vjp`: results of any shape are differentiated.
VJP_ADAPTER = replace(
    FUNCTION_ADAPTER,
    differentiate=(
        "[ns.make_vjp((lambda x, i=i: f(*xs[:i], x, *xs[i + 1:])), xs[i])[0](g) "
        "for i in range(len(xs))]"
    ),
)


def engine(source: str, adapter: Adapter, *changes: tuple[str, str]) -> DeclaredEngine:
    """Give an engine, perhaps with something in its text replaced."""
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    names: dict[str, Any] = {"__name__": "notebook"}
    exec(source, names)
    return DeclaredEngine(Submission(LocalSession(names)), adapter)


def tensors(*changes: tuple[str, str]) -> DeclaredEngine:
    """Give the engine with `backward`."""
    return engine(TENSORS, TENSOR_ADAPTER, *changes)


def functions(*changes: tuple[str, str]) -> DeclaredEngine:
    """Give the engine with `grad`."""
    return engine(FUNCTIONS, FUNCTION_ADAPTER, *changes)
