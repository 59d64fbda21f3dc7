# %% [markdown]
# # Build it yourself: a tracer
#
# In this assignment you write a library that differentiates ordinary NumPy code, in about a page; it takes some seven hours in all. It **watches** a function run and notes every operation; that is called tracing. Then it walks back over its notes. What you end up with is `grad`: give it a function, and it gives you the function that computes the derivative.
#
# | question | what you write | points | takes about |
# | --- | --- | --- | --- |
# | Q1 | what it is not: finite differences | {{q1.points}} | 20 minutes |
# | Q2 | the tracer: `primitive` | {{q2.points}} | 1 hour |
# | Q3 | a table of rules | {{q3.points}} | 1 hour 15 minutes |
# | Q4 | the backward pass, and `grad` | {{q4.points}} | 1 hour 15 minutes |
# | Q5 | derivatives of derivatives | {{q5.points}} | 30 minutes |
# | Q6 | Jacobians, and forward mode | {{q6.points}} | 45 minutes |
# | Q7 | a rule of your own, and a test for rules | {{q7.points}} | 1 hour |
# | Q8 | using it: fits, and a derivation by hand | {{q8.points}} | 1 hour |
#
# **How to work.** Run the cells from top to bottom. Where you read `# YOUR CODE HERE`, replace that line and the `raise NotImplementedError()` below it by your code. After each part a cell calls `check(...)`: run it as often as you like. It tells you what was asked, what your code gave, what was expected, and the smallest case that shows the difference.
#
# **How you are graded.** The checks you can run are public. When you hand in, hidden checks run as well: the same questions with more cases. Each question is graded on its own, and a mistake in one does not cost you the points of another. Only the last {{q8-whole.points}} points of Q8 are for all of it working together.
#
# **If you have done the scalar assignment**, you know the idea: values that remember what they were computed from, and messages that are added up on the way back. Here it returns with arrays, and with functions in the place of `backward()`. Such places are marked with ↺.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "setup"}
# The build puts the first cell here: it installs adlearn where that is missing.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
# Run this cell, too: it imports what the others use.
import functools
import inspect
import types

import matplotlib.pyplot as plt
import numpy
import numpy as np

from adlearn.data import make_moons
from adlearn.show import plot_boundary, plot_training, show

# %% tags=["hide-input"] cellView="form" collapsed=true jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "public-checks", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "public-checks"}
# The build puts the public checks here.

# %% [markdown]
# ## Q1: what it is not ({{q1.points}} points)
#
# A derivative can be **estimated** by moving the input a little and watching the output:
#
# $$\frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x)}{h} \qquad\text{or}\qquad \frac{\partial f}{\partial x_i} \approx \frac{f(x + h e_i) - f(x - h e_i)}{2h}.$$
#
# The first one looks to one side, the second one to both. $e_i$ is 1 at the entry $i$ and 0 elsewhere: one entry moves at a time.
#
# Write both. `f` takes an array of the shape of `x` and gives a number; what you return has the shape of `x`. The caller's `x` stays as it is, and it may hold integers.

# %% nbgrader={"grade": false, "grade_id": "q1-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
def one_sided(f, x, h):
    """The gradient of f at x by one-sided differences: an array of the shape of x."""
    ### BEGIN SOLUTION
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += h
        found[index] = (f(moved) - f(x)) / h
    return found
    ### END SOLUTION


def two_sided(f, x, h):
    """The gradient of f at x by two-sided differences: an array of the shape of x."""
    ### BEGIN SOLUTION
    x = np.array(x, dtype=float)
    found = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        found[index] = (f(up) - f(down)) / (2 * h)
    return found
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-one-sided", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1", "answer": "q1-answer"}
check.points("q1-one-sided")

# %% nbgrader={"grade": true, "grade_id": "q1-two-sided", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1", "answer": "q1-answer"}
check.points("q1-two-sided")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
# How wrong are they? The slope of exp at 1 is e. Choose the step from large to small.
steps = 10.0 ** -np.arange(0.0, 15.5, 0.5)
for differences, label in ((one_sided, "one-sided"), (two_sided, "two-sided")):
    errors = [abs(differences(np.exp, np.array(1.0), h) - np.e) for h in steps]
    plt.loglog(steps, np.maximum(errors, 1e-17), "o-", label=label)
plt.xlabel("step h")
plt.ylabel("error of the derivative")
plt.legend();

# %% [markdown]
# The error has the shape of a **V**. On the right the step is too large, and the curve is not straight over it. On the left it is too small: two numbers that agree in most of their digits are subtracted, and what is left of them is rounding. The best you can do is in between, and you lose at least a third of the digits.
#
# And look at what it costs: the function is run again for each entry of `x`.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
calls = 0


def counted(x):
    """The sum of squares, and one more call."""
    global calls
    calls += 1
    return np.sum(x**2)


for n in (1, 10, 100):
    calls = 0
    two_sided(counted, np.ones(n), 1e-5)
    print(f"{n:4} inputs: {calls} runs of the function for one gradient")

# %% [markdown]
# It is not **symbolic** differentiation either. That turns a formula into a formula, and formulas swell: where a program uses a value twice, the formula holds it twice. Below, $x$ is replaced by $4x(1-x)$ again and again. The program takes three operations each time. Its formula, and the derivative of that, are counted for you.

# %% nbgrader={"grade": false, "grade_id": "symbolic", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def D(e):
    """The derivative of a formula by x. A formula is "x", a number, or (operation, left, right)."""
    if e == "x":
        return 1
    if not isinstance(e, tuple):
        return 0
    operation, a, b = e
    if operation == "*":
        return ("+", ("*", D(a), b), ("*", a, D(b)))
    return (operation, D(a), D(b))


def symbols(e):
    """How many operations, numbers and x a formula is written with."""
    return 1 + symbols(e[1]) + symbols(e[2]) if isinstance(e, tuple) else 1

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
formula = "x"
for n in range(1, 8):
    formula = ("*", ("*", 4, formula), ("-", 1, formula))
    slope = symbols(D(formula))
    print(f"{n} times: {3 * n:2} operations, a formula of {symbols(formula):4} symbols, its derivative {slope:6}")

# %% nbgrader={"grade": false, "grade_id": "q1-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q1"}
check("q1")

# %% [markdown]
# ## Q2: the tracer ({{q2.points}} points)
#
# Automatic differentiation runs the **program**, once, and notes what it does. Two classes are enough for that. They are given; read them, everything you write fits into them.
#
# A `Node` is one line of the notes: which function was called, with what, and what came out.
#
# - `value`: what came out;
# - `fun`, `args`, `kwargs`: the primitive that was called, and what it was called with, without the boxes of its own trace;
# - `argnums`: at which places of `args` there were watched values, and
# - `parents`: the nodes of these values, in the same order.
#
# `node.recipe` has all but the last in one tuple: `(fun, value, args, kwargs, argnums)`. `Node.new_root()` is the node of an input: nothing was called for it. (↺ The scalar assignment kept `parents` and `func` on every value, too.)

# %% nbgrader={"grade": false, "grade_id": "node", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Node:
    """One operation that was watched: what was called, with what, and what came out."""

    def __init__(self, value, fun, args, kwargs, argnums, parents):
        self.recipe = (fun, value, tuple(args), dict(kwargs), tuple(argnums))
        self.parents = list(parents)

    @classmethod
    def new_root(cls, value=None):
        """The node of an input: nothing was called for it."""
        return cls(value, None, (), {}, (), ())

    fun = property(lambda self: self.recipe[0])
    value = property(lambda self: self.recipe[1])
    args = property(lambda self: self.recipe[2])
    kwargs = property(lambda self: self.recipe[3])
    argnums = property(lambda self: self.recipe[4])
    operation = property(lambda self: getattr(self.fun, "__name__", "input"))

    def __repr__(self):
        return f"<node of {self.operation}: {self.value}>"

    def __graph_reading__(self):
        """What `show` draws of it: nodes and numbers in the places where they stood."""
        nodes = dict(zip(self.argnums, self.parents))
        parents = [nodes.get(place, arg) for place, arg in enumerate(self.args)]
        parents = [one for one in parents if isinstance(one, (Node, int, float, numpy.ndarray))]
        return {"value": self.value, "parents": parents, "operation": self.operation}

# %% [markdown]
# A `Box` stands for a value that is being watched. It holds the value, its node, and the number of the **trace** that watches it. A function that is given a box instead of an array does not notice: the box has the operators of an array, and NumPy's functions accept it. All of these end up in the table `primitives` below.
#
# `trace(start_node, fun, x)` runs `fun` on a box in the place of `x`, and returns the value and the node that it ended with. While a function is being traced it may itself differentiate something: then a second trace begins within the first, and its number is higher by one.

# %% nbgrader={"grade": false, "grade_id": "box", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Box:
    """A value that is being watched, the trace that watches it, and its node there."""

    def __init__(self, value, trace, node):
        self._value, self._trace, self._node = value, trace, node

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if method != "__call__":
            raise TypeError(f"np.{ufunc.__name__}.{method} cannot be traced")
        return primitive_of(ufunc)(*inputs, **kwargs)

    def __array_function__(self, fun, types, args, kwargs):
        return primitive_of(fun)(*args, **kwargs)

    def __array__(self, *args, **kwargs):
        raise TypeError(
            "a box cannot be put into an array, its history would be lost: calculate with the "
            "box itself, and with whole arrays"
        )

    def __float__(self):
        raise TypeError(
            "float() and functions of `math` take a number out of its box, and its history is "
            "lost: use NumPy's functions"
        )

    __int__ = __index__ = __complex__ = __float__

    def __bool__(self):
        return bool(self._value)

    def __len__(self):
        return len(self._value)

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def __repr__(self):
        return f"Box({self._value!r})"

    shape = property(lambda self: self._value.shape)
    ndim = property(lambda self: self._value.ndim)
    size = property(lambda self: self._value.size)
    dtype = property(lambda self: self._value.dtype)
    T = property(lambda self: primitives["transpose"](self))

    def __neg__(self): return primitives["negative"](self)
    def __abs__(self): return primitives["absolute"](self)
    def __add__(self, other): return primitives["add"](self, other)
    def __radd__(self, other): return primitives["add"](other, self)
    def __sub__(self, other): return primitives["subtract"](self, other)
    def __rsub__(self, other): return primitives["subtract"](other, self)
    def __mul__(self, other): return primitives["multiply"](self, other)
    def __rmul__(self, other): return primitives["multiply"](other, self)
    def __truediv__(self, other): return primitives["divide"](self, other)
    def __rtruediv__(self, other): return primitives["divide"](other, self)
    def __pow__(self, other): return primitives["power"](self, other)
    def __rpow__(self, other): return primitives["power"](other, self)
    def __matmul__(self, other): return primitives["matmul"](self, other)
    def __rmatmul__(self, other): return primitives["matmul"](other, self)
    def __getitem__(self, index): return primitives["getitem"](self, index)
    def __eq__(self, other): return unboxed(self) == unboxed(other)
    def __ne__(self, other): return unboxed(self) != unboxed(other)
    def __lt__(self, other): return unboxed(self) < unboxed(other)
    def __le__(self, other): return unboxed(self) <= unboxed(other)
    def __gt__(self, other): return unboxed(self) > unboxed(other)
    def __ge__(self, other): return unboxed(self) >= unboxed(other)

    __hash__ = object.__hash__

    def sum(self, axis=None, keepdims=False):
        return primitives["sum"](self, axis=axis, keepdims=keepdims)

    def mean(self, axis=None, keepdims=False):
        return primitives["mean"](self, axis=axis, keepdims=keepdims)

    def dot(self, other):
        return primitives["dot"](self, other)

    def reshape(self, *shape):
        return primitives["reshape"](self, shape[0] if len(shape) == 1 else shape)

    def ravel(self):
        return primitives["reshape"](self, (-1,))

    def transpose(self, *axes):
        return primitives["transpose"](self, (axes[0] if len(axes) == 1 else axes) or None)


def new_box(value, trace, node):
    """Put a value into a box."""
    return Box(value, trace, node)


def isbox(x):
    """Whether x is a box."""
    return isinstance(x, Box)


def unboxed(x):
    """The plain value, out of all boxes around it."""
    while isbox(x):
        x = x._value
    return x


def primitive_of(fun):
    """The function that is called in the place of one of NumPy's."""
    if fun.__name__ not in primitives:
        raise TypeError(
            f"np.{fun.__name__} cannot be traced, there is no primitive for it: write it with "
            "other functions, or make one with primitive and defvjp"
        )
    return primitives[fun.__name__]

# %% nbgrader={"grade": false, "grade_id": "trace", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
depth = 0  # how many traces are running now


def trace(start_node, fun, x):
    """Run `fun` on a box in the place of x; return the value and the node that it ended with."""
    global depth
    if isinstance(x, (dict, list, tuple)):  # of many arrays: they are traced as one vector
        vector, unflatten = flatten(x)
        inside = fun
        start_node = Node(vector, flattened, (x,), {}, (0,), (start_node,))
        x, fun = vector, lambda vector: inside(unflatten(vector))
    elif not isbox(x) and (isinstance(x, float) or numpy.asarray(x).dtype.kind in "iub"):
        x = numpy.asarray(x, float)[()]  # a number of NumPy's; of integers there is no derivative
    depth += 1
    level = depth
    try:
        end = fun(new_box(x, level, start_node))
    finally:
        depth -= 1
    if isbox(end) and end._trace == level:
        return end._value, end._node
    if not isbox(end) and numpy.asarray(end).dtype.kind not in "iufb":
        raise TypeError(
            "a function that is differentiated gives a number or an array, and this one gave "
            f"something of type {type(end).__name__}"
        )
    return end, Node(end, independent, (x,), {}, (0,), (start_node,))


def flattened(x):
    """Stands in the notes where a container became a vector."""


def independent(x):
    """Stands in the notes where the output does not depend on the input."""

# %% [markdown]
# ### `primitive`
#
# A **primitive** is a function that is noted as one step; nobody looks inside. `primitive(f_raw)` makes one of a NumPy function: called with plain values it does what `f_raw` does; called with boxes it also makes a node.
#
# Write what happens with boxes:
#
# 1. Find the boxes among `args` that belong to the **latest** trace: the highest `_trace` among them. Only these are watched now.
# 2. Take the values out of them. Everything else stays as it is, boxes of an earlier trace too.
# 3. Call **`f_wrapped`**, the primitive itself, with these values. If there still is a box of an earlier trace among them, that call makes a node for that trace, in the same way.
# 4. Make a `Node` of the result, and return it in a new box of that trace.
#
# Keyword arguments are never boxes; they are handed on.
#
# Why the latest one only? Think of $f(x) = x \cdot g'(x)$ where $g(y) = x + y$. While $g$ is being differentiated, $x$ is a constant, although it is in a box. A tracer that mixes the two up gives a derivative of $x$ where none was asked for. You will see it below.

# %% nbgrader={"grade": false, "grade_id": "q2-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q2"}
def primitive(f_raw):
    """A function that does what f_raw does, and makes a node of it where values are watched."""

    @functools.wraps(f_raw)
    def f_wrapped(*args, **kwargs):
        if not any(isbox(arg) for arg in args):
            return f_raw(*args, **kwargs)
        ### BEGIN SOLUTION
        top = max(arg._trace for arg in args if isbox(arg))
        argnums = [i for i, arg in enumerate(args) if isbox(arg) and arg._trace == top]
        argvals = [arg._value if i in argnums else arg for i, arg in enumerate(args)]
        value = f_wrapped(*argvals, **kwargs)
        parents = [args[i]._node for i in argnums]
        return new_box(value, top, Node(value, f_wrapped, argvals, kwargs, argnums, parents))
        ### END SOLUTION

    return f_wrapped

# %% nbgrader={"grade": true, "grade_id": "q2-primitive", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q2", "answer": "q2-answer"}
check.points("q2-primitive")

# %% nbgrader={"grade": true, "grade_id": "q2-several", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q2", "answer": "q2-answer"}
check.points("q2-several")

# %% nbgrader={"grade": true, "grade_id": "q2-levels", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q2", "answer": "q2-answer"}
check.points("q2-levels")

# %% [markdown]
# Now the primitives are made, of NumPy's functions, and `np` is changed: from here on it is a copy of NumPy in which these functions are primitives. That is the whole trick by which ordinary code is traced. What only looks at values, such as `np.sign` or `np.argmax`, takes them out of their boxes: no derivative goes through it.

# %% nbgrader={"grade": false, "grade_id": "primitives", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def getitem(x, index):
    return x[index]


def untake(g, shape, index):
    """An array of zeros with g at an index: what getitem sends back."""
    found = numpy.zeros(shape)
    numpy.add.at(found, index, g)
    return found


def on_values(fun):
    """The function, on plain values: nothing is noted."""

    @functools.wraps(fun)
    def call(*args, **kwargs):
        return fun(*map(unboxed, args), **kwargs)

    return call


WATCHED = """
    negative exp log add multiply subtract divide power tanh sin cos sqrt square reciprocal absolute
    sinh cosh arctan log1p expm1 maximum minimum where sum mean max dot matmul outer reshape ravel transpose swapaxes roll expand_dims squeeze
    broadcast_to full
"""
UNWATCHED = """
    sign floor ceil round isnan isfinite isinf argmax argmin argsort shape ndim size zeros_like
    ones_like equal not_equal less less_equal greater greater_equal logical_and logical_or
    logical_not any all array_equal allclose isclose
"""
primitives = {name: primitive(getattr(numpy, name)) for name in WATCHED.split()}
primitives.update(getitem=primitive(getitem), untake=primitive(untake))
primitives.update({name: on_values(getattr(numpy, name)) for name in UNWATCHED.split()})

np = types.ModuleType("numpy")
vars(np).update(vars(numpy))
vars(np).update({name: fun for name, fun in primitives.items() if hasattr(numpy, name)})

negative, exp, log, tanh, dot = np.negative, np.exp, np.log, np.tanh, np.dot
add, subtract, multiply, divide, power = np.add, np.subtract, np.multiply, np.divide, np.power

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
def logistic(z):
    return 1.0 / (1.0 + np.exp(-z))


y, end_node = trace(Node.new_root(1.5), logistic, 1.5)

node = end_node
while node.parents:
    print(node)
    node = node.parents[0]

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
show(end_node)  # the notes as a graph: click a node to see its value

# %% nbgrader={"grade": false, "grade_id": "q2-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q2"}
check("q2")

# %% [markdown]
# ## Q3: a table of rules ({{q3.points}} points)
#
# For every primitive we must say how derivatives go back through it. Let $\bar y$ be the derivative of the final result by the output $y$ of a primitive: we call it `g`. The rule says what becomes of it at an argument:
#
# $$\bar x = \bar y\,\frac{\partial y}{\partial x}.$$
#
# That is a **vector-Jacobian product** (VJP). A rule is a function `(g, ans, *args)`: the derivative that comes in, the value `ans` that the primitive gave, and its arguments. `defvjp(fun, *vjps)` puts the rules of `fun` into the table `primitive_vjps`, one for each argument. (Where you know autograd: its own form, `lambda ans, x: lambda g: ...`, is taken, too.)
#
# `g` has the shape of `ans`, and what a rule gives has the shape of its argument. (↺ In the scalar assignment, `grads` gave the local derivatives, and somebody else multiplied by what comes in. With arrays the rule does both: the whole Jacobian would be too large to write down.)
#
# Write rules with `np` and with operators only. Then they can be traced as well: that is where second derivatives come from.

# %% nbgrader={"grade": false, "grade_id": "defvjp", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Table(dict):
    """primitive_vjps[fun][argnum] is the rule of that argument."""

    def __missing__(self, fun):
        if primitive_for(fun) is not fun:
            return self[primitive_for(fun)]
        name = getattr(fun, "__name__", fun)
        raise LookupError(f"there is no rule for {name} yet: write defvjp({name}, ...)")


class Rules(dict):
    """The rules of one primitive, by the place of the argument, counted from 0."""

    def __missing__(self, argnum):
        raise LookupError(
            f"the rules {list(self)} are there, and none for the argument at place {argnum}: "
            "defvjp takes one rule for each argument"
        )


primitive_vjps = Table()


def primitive_for(fun):
    """The primitive of one of NumPy's own functions, where somebody has imported NumPy again."""
    name = getattr(fun, "__name__", "")
    return primitives[name] if name in primitives and fun is getattr(numpy, name, None) else fun


#: Functions that act on each element, and stretch what is too short.
ELEMENTWISE = {add, subtract, multiply, divide, power, np.maximum, np.minimum, np.where}


def defvjp(fun, *vjps, argnums=None):
    """Put the rules of a primitive into the table, one for each argument (None for none)."""
    fun = primitive_for(fun)
    places = range(len(vjps)) if argnums is None else argnums
    rules = Rules({} if argnums is None else primitive_vjps.get(fun, {}))
    for argnum, vjp in zip(places, vjps):
        if vjp is not None:
            rules[argnum] = fitted(fun, argnum, in_one_call(vjp, len(vjps)))
    primitive_vjps[fun] = rules


def in_one_call(vjp, count):
    """A rule `(g, ans, *args)`, also of one that is written `(ans, *args)` and gives that of g."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(vjp).parameters.values()
    names = [p.name for p in parameters if p.kind in kinds and p.default is p.empty]
    starred = any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters)
    counted = names and names[0] != "g" and len(names) == 1 + count and not starred
    if counted or names[:1] == ["ans"]:
        return lambda g, ans, *args, **kwargs: vjp(ans, *args, **kwargs)(g)
    return vjp


def fitted(fun, argnum, vjp):
    """A rule that undoes stretching, where the function stretches its arguments."""
    if fun not in ELEMENTWISE:
        return vjp

    def rule(g, ans, *args, **kwargs):
        sent = vjp(g, ans, *args, **kwargs)
        if np.shape(sent) == np.shape(args[argnum]):
            return sent
        return unbroadcast(args[argnum], sent)

    return rule


defvjp(negative, lambda g, ans, x: -g)
defvjp(np.sin, lambda g, ans, x: g * np.cos(x))
defvjp(np.cos, lambda g, ans, x: -g * np.sin(x))

# %% [markdown]
# **First rules.** `negative`, `sin` and `cos` are done. Write `defvjp(...)` for `exp`, `log`, `add`, `multiply` and `subtract`. Both arguments have one shape here; everything happens element by element.

# %% tags=["raises-exception"] nbgrader={"grade": false, "grade_id": "q3-first-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
# defvjp(exp, ...), and so on for log, add, multiply, subtract
### BEGIN SOLUTION
defvjp(exp, lambda g, ans, x: ans * g)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: y * g, lambda g, ans, x, y: x * g)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-first", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q3"}
check.points("q3-first")

# %% [markdown]
# **What was stretched is added up.** NumPy stretches arrays that do not fit: in `a + b` with the shapes `(2, 3)` and `(3,)`, each entry of `b` is used twice. What comes back for `b` has the shape `(2, 3)`, and has to be **added up** over the uses.
#
# Write `unbroadcast(target, g)`: it adds `g` up until it has the shape of `target`. The given `defvjp` calls it where shapes differ, so your rules above are right for all shapes then. NumPy compares shapes **from the right**: axes that `target` does not have were put in front; an axis of length 1 was repeated.

# %% nbgrader={"grade": false, "grade_id": "q3-unbroadcast-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    ### BEGIN SOLUTION
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=0)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = np.sum(g, axis=axis, keepdims=True)
    return g
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-unbroadcast", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-unbroadcast")

# %% [markdown]
# **More rules**, for `divide`, `power` and `tanh`. `power(x, y)` is $x^y$; the exponent gets a derivative as well, and $x$ is positive where that one is asked.

# %% tags=["raises-exception"] nbgrader={"grade": false, "grade_id": "q3-more-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
# defvjp(divide, ...), defvjp(power, ...), defvjp(tanh, ...)
### BEGIN SOLUTION
defvjp(divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * x / y**2)
defvjp(
    power,
    lambda g, ans, x, y: g * y * x ** (y - 1.0),
    lambda g, ans, x, y: g * ans * np.log(x),
)
defvjp(tanh, lambda g, ans, x: g * (1.0 - ans**2))
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-divide", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q3", "answer": "q3-more-answer"}
check.points("q3-divide")

# %% nbgrader={"grade": true, "grade_id": "q3-power", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q3", "answer": "q3-more-answer"}
check.points("q3-power")

# %% nbgrader={"grade": true, "grade_id": "q3-tanh", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q3", "answer": "q3-more-answer"}
check.points("q3-tanh")

# %% [markdown]
# **A sum**, `np.sum(x, axis=None, keepdims=False)`: its rule gets the keywords too, `(g, ans, x, axis=None, keepdims=False)`. What was added up gets `g` back, each entry; so `g` is repeated to the shape of `x`. After a sum over one axis, that axis is gone in `g`, unless `keepdims` kept it: put it back first. `axis` is None, an integer (perhaps negative), or a tuple.

# %% tags=["raises-exception"] nbgrader={"grade": false, "grade_id": "q3-sum-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
# defvjp(np.sum, ...)
### BEGIN SOLUTION
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, np.shape(x))


defvjp(np.sum, sum_vjp)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-sum", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-sum")

# %% [markdown]
# **A product of matrices**, `np.dot(x, y)`: of two matrices, of a matrix and a vector (either way round), or of two vectors. No more than two axes are asked.

# %% tags=["raises-exception"] nbgrader={"grade": false, "grade_id": "q3-dot-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
# defvjp(dot, ...)
### BEGIN SOLUTION
def dot_vjp_x(g, ans, x, y):
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(g, y)
    return np.dot(g, y.T) if np.ndim(y) == 2 else g * y


def dot_vjp_y(g, ans, x, y):
    if np.ndim(x) == 1 and np.ndim(y) == 2:
        return np.outer(x, g)
    return np.dot(x.T, g) if np.ndim(x) == 2 else g * x


defvjp(dot, dot_vjp_x, dot_vjp_y)
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-dot", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-dot")

# %% [markdown]
# The other rules are given. They are of the same kinds: elements, shapes that are changed back, what was copied that is added up.

# %% nbgrader={"grade": false, "grade_id": "rules", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
defvjp(np.sqrt, lambda g, ans, x: g * 0.5 / ans)
defvjp(np.square, lambda g, ans, x: g * 2.0 * x)
defvjp(np.reciprocal, lambda g, ans, x: -g * ans * ans)
defvjp(np.absolute, lambda g, ans, x: g * np.sign(x))
defvjp(np.sinh, lambda g, ans, x: g * np.cosh(x))
defvjp(np.cosh, lambda g, ans, x: g * np.sinh(x))
defvjp(np.arctan, lambda g, ans, x: g / (1.0 + x**2))
defvjp(np.log1p, lambda g, ans, x: g / (1.0 + x))
defvjp(np.expm1, lambda g, ans, x: g * (ans + 1.0))


def share(x, y):
    """1 where x is the larger one, 0 where y is, and a half where they are equal."""
    return (np.greater(x, y) + 0.5 * np.equal(x, y)) * 1.0


defvjp(
    np.maximum,
    lambda g, ans, x, y: g * share(x, y),
    lambda g, ans, x, y: g * share(y, x),
)
defvjp(
    np.minimum,
    lambda g, ans, x, y: g * share(y, x),
    lambda g, ans, x, y: g * share(x, y),
)
defvjp(
    np.where,
    lambda g, ans, c, x, y: np.zeros_like(c) * 1.0,
    lambda g, ans, c, x, y: g * np.not_equal(c, 0),
    lambda g, ans, c, x, y: g * np.equal(c, 0),
)


def back(g, axis, keepdims):
    """Put the axes back that a reduction took away, of length 1."""
    return g if axis is None or keepdims else np.expand_dims(g, axis)


def mean_vjp(g, ans, x, axis=None, keepdims=False):
    count = np.size(x) / np.size(ans)
    return np.broadcast_to(back(g, axis, keepdims) / count, np.shape(x))


def max_vjp(g, ans, x, axis=None, keepdims=False):
    largest = np.equal(x, back(unboxed(ans), axis, keepdims)) * 1.0
    count = np.sum(largest, axis=axis, keepdims=True)
    return back(g, axis, keepdims) * (largest / count)


def moved_back(g, ans, x, axes=None):
    return np.transpose(g) if axes is None else np.transpose(g, tuple(np.argsort(axes)))


def reshaped_back(g, ans, x, *args, **kwargs):
    return np.reshape(g, np.shape(x))


defvjp(np.mean, mean_vjp)
defvjp(np.max, max_vjp)
defvjp(np.transpose, moved_back)
defvjp(np.swapaxes, lambda g, ans, x, i, j: np.swapaxes(g, i, j), None, None)
defvjp(np.roll, lambda g, ans, x, n, axis=None: np.roll(g, -numpy.asarray(n), axis), None)
for fun in (np.reshape, np.ravel, np.expand_dims, np.squeeze):
    defvjp(fun, reshaped_back)
defvjp(np.broadcast_to, lambda g, ans, x, shape: unbroadcast(x, g), None)
defvjp(np.full, None, lambda g, ans, shape, x: unbroadcast(x, g))


def as_dot(place):
    """The rule of dot, for one of matmul; of stacks of matrices there is none here."""

    def rule(g, ans, x, y):
        if np.ndim(x) > 2 or np.ndim(y) > 2:
            raise TypeError("stacks of matrices cannot be traced: multiply one after the other")
        return primitive_vjps[dot][place](g, ans, x, y)

    return rule


defvjp(np.matmul, as_dot(0), as_dot(1))
defvjp(
    np.outer,
    lambda g, ans, x, y: np.reshape(np.dot(g, np.ravel(y)), np.shape(x)),
    lambda g, ans, x, y: np.reshape(np.dot(np.ravel(x), g), np.shape(y)),
)
getitem, untake = primitives["getitem"], primitives["untake"]
defvjp(getitem, lambda g, ans, x, index: untake(g, np.shape(x), index), None)
defvjp(untake, lambda g, ans, x, shape, index: getitem(g, index), None, None)
defvjp(flattened, lambda g, ans, x: flatten(x)[1](g))
defvjp(independent, lambda g, ans, x: np.zeros_like(x))

# %% nbgrader={"grade": false, "grade_id": "q3-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q3"}
check("q3")

# %% [markdown]
# ## Q4: the backward pass ({{q4.points}} points)
#
# Each node of the graph **receives messages** from the nodes that used it, adds them up, and passes messages on to its parents: each is a VJP by the rule in the table. No node needs to know where its messages come from.
#
# **An order.** A node may pass on only when it has received everything. Write `toposort(end_node)`: it gives all nodes that lead to `end_node`, itself included, each **once**, and each **after all nodes that use it**. So `end_node` comes first. A list will do, or a generator. Try `a * a`: it uses `a` twice, and `parents` has it twice. Graphs may be wide, and some hundred nodes deep. (↺ In the scalar assignment this was the order of `backward()`.)

# %% nbgrader={"grade": false, "grade_id": "q4-toposort-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    ### BEGIN SOLUTION
    uses, waiting = {}, [end_node]
    while waiting:
        node = waiting.pop()
        if node not in uses:
            waiting.extend(node.parents)
        uses[node] = uses.get(node, 0) + 1
    ready = [end_node]
    while ready:
        node = ready.pop()
        yield node
        for parent in node.parents:
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-toposort", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q4"}
check.points("q4-toposort")

# %% [markdown]
# **The walk.** `backward_pass(g, end_node)` starts with the message `g` at `end_node`, and returns what arrives at the input: the last node of the order. For each node, look up the rule of each argument that was watched, `primitive_vjps[fun][argnum]`, call it with what the node has received, and add what it gives to what the parent has so far. Begin with the first message, not with 0: an input may be a dict of arrays (you will see that in Q8), and then a dict arrives there.

# %% nbgrader={"grade": false, "grade_id": "q4-backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def backward_pass(g, end_node):
    """Send g back from end_node to the input; return what arrives there."""
    ### BEGIN SOLUTION
    outgrads = {end_node: g}
    for node in toposort(end_node):
        outgrad = outgrads.pop(node)
        fun, value, args, kwargs, argnums = node.recipe
        for argnum, parent in zip(argnums, node.parents):
            vjp = primitive_vjps[fun][argnum]
            sent = vjp(outgrad, value, *args, **kwargs)
            outgrads[parent] = add_outgrads(outgrads.get(parent), sent)
    return outgrad
    ### END SOLUTION


def add_outgrads(prev_g, g):
    """The sum of what was received before (None for nothing) and one more message."""
    ### BEGIN SOLUTION
    if prev_g is None:
        return g
    return prev_g + g
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-chain", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q4", "answer": "q4-backward-answer"}
check.points("q4-chain")

# %% nbgrader={"grade": true, "grade_id": "q4-shared", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q4", "answer": "q4-backward-answer"}
check.points("q4-shared")

# %% [markdown]
# **Functions of functions.** `make_vjp(fun, x)` traces `fun` at `x` and returns two things: a function that sends a `g` back to `x`, and the value of `fun(x)`. The function can be called many times; the tracing is done once.
#
# `grad(fun, argnum=0)` returns a **function** that computes the gradient of `fun` with respect to its positional argument number `argnum`. `fun` gives a number then, so a 1 is sent back. It may have other arguments, also keywords: they are handed on as they are. `subval` is a helper.

# %% nbgrader={"grade": false, "grade_id": "subval", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def subval(args, argnum, value):
    """The arguments, with another value at one place."""
    return (*args[:argnum], value, *args[argnum + 1 :])

# %% nbgrader={"grade": false, "grade_id": "q4-vjp-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def make_vjp(fun, x):
    """A function that sends g back through fun, from fun(x) to x; and fun(x)."""
    ### BEGIN SOLUTION
    end_value, end_node = trace(Node.new_root(x), fun, x)
    return lambda g: backward_pass(g, end_node), end_value
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-vjp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q4"}
check.points("q4-vjp")

# %% nbgrader={"grade": false, "grade_id": "q4-grad-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def grad(fun, argnum=0):
    """The function that computes the gradient of fun by its argument number argnum."""
    ### BEGIN SOLUTION
    def gradfun(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return vjp(np.ones_like(ans))

    return gradfun
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-grad", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q4"}
check.points("q4-grad")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
def halved(x):
    """Python's own control flow is not noted: only what happened is."""
    while x > 1.0:
        x = x / 2.0
    return x * np.sin(x)


x = np.linspace(0.2, 4.0, 300)
plt.plot(x, [halved(one) for one in x], label="f")
plt.plot(x, [grad(halved)(one) for one in x], ".", markersize=3, label="grad(f)")
plt.legend();

# %% nbgrader={"grade": false, "grade_id": "q4-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q4"}
check("q4")

# %% [markdown]
# ## Q5: derivatives of derivatives ({{q5.points}} points)
#
# `grad(fun)` is a function like any other. While it runs, everything it does is done by primitives, so it can be traced: `grad(grad(fun))`. A second trace runs within the first.
#
# Write two functions that use this.
#
# - `value_and_grad(fun, argnum=0)`: like `grad`, but what it gives is the pair of value and gradient. `fun` runs **once** for both. Both can be differentiated again, as what `grad` gives can.
# - `hvp(fun, x, v)`: the product $Hv$ of the Hessian matrix of second derivatives of `fun` at `x` with an array `v` of the shape of `x`. The Hessian itself need not be made: $Hv$ is the gradient of $\nabla f(x)\cdot v$.

# %% nbgrader={"grade": false, "grade_id": "q5-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    ### BEGIN SOLUTION
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return ans, vjp(np.ones_like(ans))

    return both
    ### END SOLUTION


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    ### BEGIN SOLUTION
    return grad(lambda x: np.sum(grad(fun)(x) * v))(x)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-value-and-grad", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q5", "answer": "q5-answer"}
check.points("q5-value-and-grad")

# %% nbgrader={"grade": true, "grade_id": "q5-again", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q5", "answer": "q5-answer"}
check.points("q5-again")

# %% nbgrader={"grade": true, "grade_id": "q5-hvp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q5", "answer": "q5-answer"}
check.points("q5-hvp")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
x = np.linspace(-4.0, 4.0, 200)
f = np.tanh
for order in range(4):
    plt.plot(x, [f(one) for one in x], label=f"derivative {order}" if order else "tanh")
    f = grad(f)
plt.legend();

# %% [markdown]
# **The example that goes wrong without levels.** Let $f(x) = x \cdot \frac{d}{dy}(x + y)$ at $y = 2$. The inner derivative is 1, whatever $x$ is. So $f(x) = x$, and its derivative is 1. A tracer that does not know which box belongs to which derivative takes $x$ for a $y$, adds one more 1, and says 2.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
def f(x):
    return x * grad(lambda y: x + y)(2.0)


print(f"f(3) = {f(3.0)}, and its derivative there is {grad(f)(3.0)}")

# %% nbgrader={"grade": false, "grade_id": "q5-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q5"}
check("q5")

# %% [markdown]
# ## Q6: Jacobians, and forward mode ({{q6.points}} points)
#
# A function with $n$ inputs and $m$ outputs has $m \cdot n$ derivatives: its **Jacobian matrix** $J$, with $J_{ij} = \partial y_i / \partial x_j$. A rule never makes it. It computes $\bar x = \bar y^\top J$ directly.
#
# **By hand.** Write what is sent back through two functions, without a tracer, and without the Jacobian:
#
# - `product_vjp(W, x, z_bar)` for $z = Wx$, a matrix times a vector: returns $\bar W$ and $\bar x$.
# - `exp_vjp(z, y_bar)` for $y = \exp(z)$, element by element: returns $\bar z$. Its Jacobian is diagonal.

# %% nbgrader={"grade": false, "grade_id": "q6-products-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    ### BEGIN SOLUTION
    return np.outer(z_bar, x), np.dot(W.T, z_bar)
    ### END SOLUTION


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    ### BEGIN SOLUTION
    return np.exp(z) * y_bar
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-products", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q6"}
check.points("q6-products")

# %% [markdown]
# **The Jacobian, where somebody wants it.** `jacobian(fun, x)` is the array of all derivatives, of the shape of the output followed by the shape of the input. Trace once; then send back a `g` that is 1 at one output and 0 elsewhere, for each output: that gives one row.

# %% nbgrader={"grade": false, "grade_id": "q6-jacobian-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    ### BEGIN SOLUTION
    vjp, ans = make_vjp(fun, x)
    rows = []
    for i in range(np.size(ans)):
        g = numpy.zeros(np.size(ans))
        g[i] = 1.0
        rows.append(vjp(g.reshape(np.shape(ans))))
    return numpy.array(rows).reshape(np.shape(ans) + np.shape(x))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-jacobian", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q6"}
check.points("q6-jacobian")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
# What each costs: numbers that have to be computed and kept, for n inputs and n outputs.
random = np.random.default_rng(0)
for n in (3, 30, 300):
    W, x, g = random.standard_normal((n, n)) / n, random.standard_normal(n), np.ones(n)
    J = jacobian(lambda x: np.exp(np.dot(W, x)), x)
    vjp, _ = make_vjp(lambda x: np.exp(np.dot(W, x)), x)
    print(f"n = {n:3}: the Jacobian has {J.size:5} numbers and takes {n:3} walks,", end=" ")
    print(f"the product {vjp(g).size:3} numbers and 1 walk; they agree: {np.allclose(g @ J, vjp(g))}")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
# A node that three others use receives three messages, and adds them up.
z = np.array([0.5, 1.0])
uses = {"r = exp(z)": np.exp, "s = z * z": lambda z: z * z, "t = sin(z)": np.sin}
messages = {name: make_vjp(fun, z)[0](np.ones(2)) for name, fun in uses.items()}
for name, message in messages.items():
    print(f"{name:10} sends {message}")
total, _ = make_vjp(lambda z: np.exp(z) + z * z + np.sin(z), z)
print(f"together   {sum(messages.values())}, and the walk says {total(np.ones(2))}")

# %% [markdown]
# **The other direction.** Forward mode asks: if the input moves with the velocity $\dot x$, how does the output move? $\dot y = J \dot x$, a **Jacobian-vector product** (JVP). For the whole Jacobian it takes one pass for each *input*, where the way back takes one for each *output*.
#
# Do we need a second table of rules? No. A rule, as a function of `g` alone, is **linear**: it multiplies by a matrix, $g \mapsto g^\top J$. The derivative of a linear function is that matrix. So differentiating a *rule* gives $J$ from the other side. `transposed(pull, like)` does that: of a function that sends `g` back, with `like` an array of the shape of `g`, it makes one that pushes a velocity forward.
#
# Write `make_jvp(fun, x)`. It returns two things, as `make_vjp` does, and traces `fun` once for all velocities: a function that takes $\dot x$ and gives $\dot y$, and the value of `fun(x)`. There are two ways, and both are good:
#
# - walk over the nodes in the order in which they were computed (`toposort`, turned round), each with its velocity, and push each step through `transposed` of its rules; add up where a node has several parents;
# - or turn round the whole `vjp` at once.
#
# What it pushes forward can be differentiated again, as what `make_vjp` sends back can: your test in Q7 needs that.

# %% nbgrader={"grade": false, "grade_id": "transposed", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def transposed(pull, like):
    """The transpose of a linear function `pull`, whose argument is of the shape of `like`."""

    def push(v):
        vjp, _ = make_vjp(pull, np.zeros_like(like) * 1.0)
        return vjp(v)

    return push

# %% nbgrader={"grade": false, "grade_id": "q6-jvp-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    ### BEGIN SOLUTION
    start_node = Node.new_root(x)
    end_value, end_node = trace(start_node, fun, x)
    nodes = list(toposort(end_node))[::-1]

    def jvp(v):
        velocities = {start_node: v}
        for node in nodes:
            _, value, _, _, argnums = node.recipe
            moved = None
            for argnum, parent in zip(argnums, node.parents):
                push = transposed(rule_of(node, argnum), value)
                moved = add_outgrads(moved, push(velocities[parent]))
            if node is not start_node:
                velocities[node] = moved
        return velocities[end_node]

    return jvp, end_value


def rule_of(node, argnum):
    """The rule of one step, as a function of g alone."""
    fun, value, args, kwargs, _ = node.recipe
    return lambda g: primitive_vjps[fun][argnum](g, value, *args, **kwargs)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-jvp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q6"}
check.points("q6-jvp")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
x = np.linspace(-3.0, 3.0, 25)
push, y = make_jvp(lambda x: np.sin(x) * x, x)
slopes = push(np.ones(25))  # every entry moves with velocity 1
plt.quiver(x, y, np.ones(25), slopes, angles="xy", scale_units="xy", scale=4, width=0.003)
plt.plot(x, y, ".");

# %% nbgrader={"grade": false, "grade_id": "q6-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q6"}
check("q6")

# %% [markdown]
# ## Q7: a rule of your own, and a test for rules ({{q7.points}} points)
#
# $$\mathrm{logsumexp}(x) = \log \sum_i e^{x_i}$$
#
# stands in the loss of every classifier with a softmax. Written like that it overflows: $e^{1000}$ is too large for a number of the computer. Subtract the largest entry $m$ first: $m + \log \sum_i e^{x_i - m}$.
#
# Make `logsumexp(x)` a **primitive**, of an array `x` of any shape; it gives one number. And give it a rule. Work it out: the derivative by $x_i$ is $e^{x_i}$ divided by the sum of all. Can you write that without overflow, with the help of `ans`?

# %% nbgrader={"grade": false, "grade_id": "q7-logsumexp-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q7"}
@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    ### BEGIN SOLUTION
    largest = numpy.max(x)
    return largest + numpy.log(numpy.sum(numpy.exp(x - largest)))
    ### END SOLUTION


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    ### BEGIN SOLUTION
    return g * np.exp(x - ans)
    ### END SOLUTION


defvjp(logsumexp, logsumexp_vjp)

# %% nbgrader={"grade": true, "grade_id": "q7-logsumexp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q7"}
check.points("q7-logsumexp")

# %% [markdown]
# **Is a rule right?** A test tells, and you have everything for it: Q1's differences know nothing about rules. `check_grads(fun, modes=("fwd", "rev"), order=2)` returns a **function** that takes a point `x`, an array, and compares the derivatives of `fun` there with two-sided differences. Where they differ by more than a little (say 1e-5, times the size of the numbers or 1, whichever is larger), it raises an `AssertionError`; else it returns nothing.
#
# - `"rev"`: choose random `v` of the shape of `fun(x)`, and compare what `make_vjp` sends back of it with the differences of $v \cdot f(x)$. (Why random numbers and not ones? With ones, an exchanged axis or a forgotten `g` may not show.)
# - `"fwd"`: the same for `make_jvp`: a random velocity $u$, and $v \cdot \dot y$ beside $\frac{d}{dh}\, v \cdot f(x + hu)$.
# - `order=2`: then the same for the **derivative**, as a function of `x`: a rule can be right and not be traceable. A call of `check_grads` itself, with `order - 1`, can do that.

# %% nbgrader={"grade": false, "grade_id": "q7-check-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q7"}
def check_grads(fun, modes=("fwd", "rev"), order=2):
    """A function that compares the derivatives of fun at a point with two-sided differences."""
    ### BEGIN SOLUTION
    def check(x):
        x = np.array(x, dtype=float)
        random = np.random.default_rng(0)
        v = random.standard_normal(np.shape(fun(x)))
        u = random.standard_normal(np.shape(x))

        def pulled(x):
            return make_vjp(fun, x)[0](v)

        def pushed(x):
            return make_jvp(fun, x)[0](u)

        weighed = two_sided(lambda x: np.sum(fun(x) * v), x, 1e-5)
        if "rev" in modes:
            close(pulled(x), weighed, "what make_vjp sends back")
            if order > 1:
                check_grads(pulled, modes, order - 1)(x)
        if "fwd" in modes:
            close(np.sum(pushed(x) * v), np.sum(weighed * u), "what make_jvp pushes forward")
            if order > 1:
                check_grads(pushed, modes, order - 1)(x)

    return check


def close(mine, differences, what):
    size = max(1.0, np.max(np.abs(differences)))
    assert np.shape(mine) == np.shape(differences), f"{what} has the shape {np.shape(mine)}"
    assert np.max(np.abs(mine - differences)) < 1e-5 * size, f"{what} is {mine}, not {differences}"
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q7-check-first", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q7", "answer": "q7-check-answer"}
check.points("q7-check-first")

# %% nbgrader={"grade": true, "grade_id": "q7-check-second", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q7", "answer": "q7-check-answer"}
check.points("q7-check-second")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
def example(y):
    return np.sum(logsumexp(y**2) * y)


point = np.random.default_rng(0).standard_normal(5)
print("gradient:", grad(example)(point))
check_grads(example, modes=["rev"], order=2)(point)  # is silent: it agrees with differences
check_grads(np.tanh)(point)
print("logsumexp and tanh have passed")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
@primitive
def cubed(x):
    return x**3


defvjp(cubed, lambda g, ans, x: 2.0 * g * x**2)  # wrong on purpose
try:
    check_grads(cubed)(point)
    print("nobody noticed")
except AssertionError as error:
    print("noticed:", error)

# %% nbgrader={"grade": false, "grade_id": "q7-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q7"}
check("q7")

# %% [markdown]
# ## Q8: using it ({{q8.points}} points)
#
# ### A derivation by hand
#
# What have you built? Something that turns the left side into the right side. On the left stands how the loss of a logistic model is computed for one example, on the right its derivative by everything on the left, a line for each, from the bottom up. $\bar{y}$ is the derivative of $\mathcal{L}$ by $y$.
#
# | computing the loss | computing the derivatives |
# | --- | --- |
# | $z = wx + b$ | $\bar{\mathcal{L}} = 1$ |
# | $y = \sigma(z)$ | $\bar{y} = \;?$ |
# | $\mathcal{L} = {{q8.a}}\,(y - t)^2$ | $\bar{z} = \;?$ |
# | | $\bar{w} = \;?$ |
# | | $\bar{b} = \;?$ |
#
# Fill in the right side as a program, line by line, each from the lines above it. $\sigma(z) = 1 / (1 + e^{-z})$, and its slope is $\sigma(z)\,(1 - \sigma(z))$. Do not use `grad` here. Each line is checked by itself: given the line above, as you have it.

# %% nbgrader={"grade": false, "grade_id": "q8-derivation-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q8"}
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = {{q8.a}} * (y - t) ** 2
    L_bar = 1.0
    y_bar = z_bar = w_bar = b_bar = None  # not filled in yet
    ### BEGIN SOLUTION
    y_bar = L_bar * 2.0 * {{q8.a}} * (y - t)
    z_bar = y_bar * y * (1.0 - y)
    w_bar = z_bar * x
    b_bar = z_bar
    ### END SOLUTION
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}

# %% nbgrader={"grade": true, "grade_id": "q8-derivation", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q8"}
check.points("q8-derivation")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
def logistic_loss(w, x, b, t):
    y = 1.0 / (1.0 + np.exp(-(w * x + b)))
    return {{q8.a}} * (y - t) ** 2


at = {{q8.w}}, {{q8.x}}, {{q8.b}}, {{q8.t}}
lines = derivation(*at)
print("by hand:    ", lines["w_bar"], lines["b_bar"])
print("by the walk:", grad(logistic_loss)(*at), grad(logistic_loss, 2)(*at))

# %% [markdown]
# ### Logistic regression
#
# The same model with many examples at once, and a loss for probabilities. Everything in these two cells is ordinary NumPy code; the derivative comes from `grad`.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
def sigmoid(x):
    return 0.5 * (np.tanh(x / 2.0) + 1.0)


def logistic_predictions(weights, inputs):
    """The probability that each label is 1."""
    return sigmoid(np.dot(inputs, weights))


def training_loss(weights):
    """The negative log-likelihood of the labels."""
    preds = logistic_predictions(weights, inputs)
    label_probabilities = preds * targets + (1 - preds) * (1 - targets)
    return -np.sum(np.log(label_probabilities))


X, targets = make_moons(100, noise=0.1, seed=0)
inputs = np.column_stack([X, np.ones(len(X))])

training_gradient_fun = grad(training_loss)
weights = np.zeros(3)
losses = []
print("Initial loss:", training_loss(weights))
for i in range(100):
    weights = weights - training_gradient_fun(weights) * 0.01
    losses.append(training_loss(weights))
print("Trained loss:", losses[-1])
plot_training(losses);

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
plot_boundary(lambda X: logistic_predictions(weights, np.column_stack([X, np.ones(len(X))])), X, targets);

# %% [markdown]
# ### Many parameters: `flatten`
#
# A model's parameters stand in dicts and lists of arrays. An optimizer wants **one vector**. `flatten(value)` makes it: it returns the vector of all numbers in `value`, and a function that puts such a vector back into the form of `value`.
#
# `value` is a number, an array, or a list, tuple or dict of such things, nested as deep as you like. What comes back has the same form: lists are lists, tuples are tuples, dicts have the same keys, arrays their shapes. The vector may be a **box** when it is put back (`trace` does that, so that you can write `grad(loss)(params)`): take it apart by slices and `np.reshape`. (What is flattened holds plain numbers: a derivative by a dict cannot itself be differentiated by what is in it.)

# %% nbgrader={"grade": false, "grade_id": "q8-flatten-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q8"}
def flatten(value):
    """The vector of all numbers in value, and a function that puts a vector back in form."""
    ### BEGIN SOLUTION
    if isinstance(value, dict):
        vector, unflatten_list = flatten(list(value.values()))
        return vector, lambda vector: dict(zip(value, unflatten_list(vector)))
    if isinstance(value, (list, tuple)):
        parts = [flatten(item) for item in value]

        def unflatten(vector):
            items, start = [], 0
            for part, unflatten_item in parts:
                items.append(unflatten_item(vector[start : start + len(part)]))
                start += len(part)
            return type(value)(items)

        return np.concatenate([np.zeros(0), *[part for part, _ in parts]]), unflatten
    array = np.array(value, dtype=float)
    if array.ndim == 0:
        return array.reshape(1), lambda vector: vector[0]
    return array.ravel(), lambda vector: np.reshape(vector, array.shape)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q8-flatten", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q8"}
check.points("q8-flatten")

# %% nbgrader={"grade": false, "grade_id": "flatten-func", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def flatten_func(fun, example):
    """A function of containers as one of vectors; how these are put back; the example's vector."""
    vector, unflatten = flatten(example)

    def flat(x, *args):
        return flatten(fun(unflatten(x), *args))[0]

    return flat, unflatten, vector

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
flat_params, unflatten_func = flatten({"weights": [1.0, 2.0, 3.0, 4.0], "biases": [1.0, 2.0]})
print("Flattened:", flat_params)
print("Unflattened:", unflatten_func(flat_params))

# %% [markdown]
# ### Descent with momentum: `sgd`
#
# Write the optimizer. Its argument is called `grad`, as it often is, and hides your own in there: `grad(params, i)` is the gradient at step `i`, in the form of the parameters. The velocity $v$ begins with zeros, and in each of `num_iters` steps
#
# $$v \leftarrow \mathrm{mass} \cdot v - (1 - \mathrm{mass}) \cdot g, \qquad x \leftarrow x + \mathrm{step\_size} \cdot v.$$
#
# Where nothing else is said, there are {{q8.num_iters}} steps with a step size of {{q8.step_size}} and a mass of {{q8.mass}}.
#
# If there is a `callback`, it is called **before** each step with the parameters, the number `i` of the step and the gradient, both in the form of the parameters. Return the final parameters in that form (`flatten`, and `flatten_func` above, let you compute with vectors in between); those you were given stay as they are, and so do those that the callback got: make new ones in each step.

# %% nbgrader={"grade": false, "grade_id": "q8-sgd-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q8"}
def sgd(grad, init_params, callback=None, num_iters={{q8.num_iters}}, step_size={{q8.step_size}}, mass={{q8.mass}}):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    ### BEGIN SOLUTION
    flattened_grad, unflatten, x = flatten_func(grad, init_params)
    velocity = np.zeros(len(x))
    for i in range(num_iters):
        g = flattened_grad(x, i)
        if callback:
            callback(unflatten(x), i, unflatten(g))
        velocity = mass * velocity - (1.0 - mass) * g
        x = x + step_size * velocity
    return unflatten(x)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q8-sgd", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q8"}
check.points("q8-sgd")

# %% [markdown]
# ### A line, a polynomial, a network
#
# Three fits to points with noise. Look how little changes from one to the next: the function that predicts, and what its parameters are.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
random = np.random.default_rng(0)
x = np.linspace(0.0, 10.0, 100)
t = 4.0 * x + 10.0 + random.normal(0.0, 2.0, x.shape)


def cost(params, i=0):
    y = params["w"] * x + params["b"]
    return np.mean(0.5 * np.square(y - t))


params = sgd(grad(cost), {"w": 0.0, "b": 0.0}, num_iters=1000, step_size=0.02)
print("4 and 10 were drawn; found:", params)
plt.plot(x, t, "r.")
plt.plot(x, params["w"] * x + params["b"], "b-");

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
x = np.linspace(-3.0, 3.0, 100)
t = x**4 - 10.0 * x**2 + 10.0 * x + random.normal(0.0, 4.0, x.shape)
feature_matrix = np.array([[item**i for i in range(5)] for item in x])


def cost(W, i=0):
    y = np.dot(feature_matrix, W)
    return np.mean(0.5 * np.square(y - t))


losses = []
W = sgd(
    grad(cost),
    random.standard_normal(5),
    callback=lambda W, i, g: losses.append(cost(W)),
    num_iters=2000,
    step_size=0.002,
)
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
left.plot(x, t, "r.")
left.plot(x, np.dot(feature_matrix, W), "b-")
right.semilogy(losses)
right.set(xlabel="step", ylabel="cost");

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
x = np.linspace(-3.0, 3.0, 100)
t = x**3 - 4.0 * x + 2.0 + random.normal(0.0, 1.0, x.shape)
inputs = x.reshape(-1, 1)
params = {
    "W1": random.standard_normal((1, 8)),
    "b1": random.standard_normal(8),
    "W2": random.standard_normal((8, 8)) / 2.0,
    "b2": np.zeros(8),
    "W3": random.standard_normal((8, 1)),
    "b3": np.zeros(1),
}


def predict(params, inputs):
    h1 = np.tanh(np.dot(inputs, params["W1"]) + params["b1"])
    h2 = np.tanh(np.dot(h1, params["W2"]) + params["b2"])
    return np.dot(h2, params["W3"]) + params["b3"]


def loss(params, i):
    output = predict(params, inputs)
    return np.mean(0.5 * np.square(output.reshape(len(x)) - t))


losses = []
trained = sgd(
    grad(loss),
    params,
    callback=lambda params, i, g: losses.append(loss(params, i)),
    num_iters=2000,
    step_size=0.02,
)
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
left.plot(x, t, "r.")
left.plot(x, predict(trained, inputs), "b-")
right.semilogy(losses)
right.set(xlabel="step", ylabel="loss");

# %% [markdown]
# The last {{q8-whole.points}} points are for the whole. Up to here each question was asked on its own. Now nothing is put in place of your answers: your tracer, your rules, your walk, nested derivatives and a short training have to work together, and to agree with finite differences.

# %% nbgrader={"grade": true, "grade_id": "q8-whole", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q8"}
check.points("q8-whole")

# %% nbgrader={"grade": false, "grade_id": "q8-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q8"}
check("q8")

# %% [markdown]
# That was automatic differentiation, all of it. Before you hand in, restart the kernel and run everything once more from the top.
