# %% [markdown]
# # Build it yourself: optimization
#
# In this assignment you make numbers better, step by step. First you write an engine of variables that know their past, as PyTorch's do. Then you write what stands on it: modules, gradient descent, a perceptron, momentum and Adam. And you draw what happens on the way, because a descent is easier to see than to tell. It takes some six hours in all.
#
# | question | what you write | points | takes about |
# | --- | --- | --- | --- |
# | Q1 | variables: operations that know what to send back | {{q1.points}} | 45 minutes |
# | Q2 | `backward`, and a derivative of something messy | {{q2.points}} | 45 minutes |
# | Q3 | modules, and gradient descent | {{q3.points}} | 45 minutes |
# | Q4 | a parabola, from two starts: how fast does it go down? | {{q4.points}} | 40 minutes |
# | Q5 | a surface with hills: where does it go? | {{q5.points}} | 40 minutes |
# | Q6 | a perceptron | {{q6.points}} | 1 hour |
# | Q7 | what the perceptron has learned | {{q7.points}} | 30 minutes |
# | Q8 | momentum and Adam, and the whole | {{q8.points}} | 1 hour |
#
# **How to work.** Run the cells from top to bottom. Where you read `# YOUR CODE HERE`, replace that line and the `raise NotImplementedError()` below it by your code. After each part a cell calls `check(...)`: run it as often as you like. It tells you what was asked, what your code gave, what was expected, and the smallest case that shows the difference.
#
# **How you are graded.** The checks you can run are public. When you hand in, hidden checks run as well: the same questions with more cases. Each question is graded on its own, and a mistake in one does not cost you the points of another. Only the last {{q8-whole.points}} points of Q8 are for all of it working together. Pictures are part of the answer: what counts is the data that they draw, not how they look.
#
# **If you have built the tracer**, you ended with `sgd`, a function that takes a gradient and goes down. Here you start there, from the other side: there, a function was watched as a whole; here, each variable keeps its own past, and a parameter is a thing that has a value and a gradient. Places where an idea returns are marked with ↺.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "setup"}
# The build puts the first cell here: it installs adlearn where that is missing.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
# Run this cell, too: it imports what the others use.
import math

import matplotlib.pyplot as plt
import numpy as np

from adlearn.data import make_blobs
from adlearn.show import show

# %% tags=["hide-input"] cellView="form" collapsed=true jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "public-checks", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "public-checks"}
# The build puts the public checks here.

# %% [markdown]
# ## Q1: variables that know their past ({{q1.points}} points)
#
# A `Variable` holds a `value`, an array of floats, and a `grad` of the same shape, which is 0 until something is sent there. A variable that was **computed** also has `edges`: for each variable that it was computed from, a pair of that variable and a function. The function takes `g`, what comes in at the result, and gives the **message**: what is sent back along this edge.
#
# For $y = ab$ these are
#
# $$a \leftarrow g \cdot b, \qquad b \leftarrow g \cdot a.$$
#
# ↺ It is the rule of the tracer's table, `lambda g, ans, x, y: y * g`. Here there is no table: each result carries the rules that it needs, with the numbers already in them.

# %% nbgrader={"grade": false, "grade_id": "variable", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Variable:
    """A number or an array that knows what it was computed from.

    edges holds a pair for each variable that it was computed from: that variable, and a function
    from what comes in here to what is sent there.
    """

    __array_ufunc__ = None  # so that array * variable is left to the variable

    def __init__(self, value, edges=()):
        self.value = np.array(value, dtype=float)
        self.edges = list(edges)
        self.grad = np.zeros(self.value.shape)

    def __repr__(self):
        return f"Variable({self.value})"

    def __graph_reading__(self):
        """What show() draws of it."""
        return {
            "label": None,
            "operation": "" if not self.edges else "computed",
            "value": self.value,
            "gradient": self.grad,
            "partials": (None,) * len(self.edges),
            "parents": [parent for parent, _ in self.edges],
        }


def value_of(x):
    """The value of a variable; a plain number or array as an array of floats."""
    return x.value if isinstance(x, Variable) else np.array(x, dtype=float)


def fitted(g, shape):
    """Add up what NumPy stretched, so that a message has the shape of what it is sent to."""
    g = np.broadcast_to(g, np.broadcast_shapes(np.shape(g), shape))
    g = g.sum(axis=tuple(range(g.ndim - len(shape))))
    stretched = tuple(i for i, n in enumerate(shape) if n == 1 and g.shape[i] != 1)
    return g.sum(axis=stretched, keepdims=True)


def computed(value, *messages):
    """A variable that was computed.

    messages are pairs, one for each operand: the operand, and a function from g to what is sent to
    it. Operands that are plain numbers have no gradient and are left out.
    """
    return Variable(
        value,
        [
            (operand, lambda g, operand=operand, send=send: fitted(send(g), operand.value.shape))
            for operand, send in messages
            if isinstance(operand, Variable)
        ],
    )


def add(a, b):
    """a + b: what comes in is sent on to both."""
    return computed(value_of(a) + value_of(b), (a, lambda g: g), (b, lambda g: g))

# %% nbgrader={"grade": false, "grade_id": "operators", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
Variable.__add__ = lambda self, other: add(self, other)
Variable.__radd__ = lambda self, other: add(other, self)
Variable.__sub__ = lambda self, other: subtract(self, other)
Variable.__rsub__ = lambda self, other: subtract(other, self)
Variable.__mul__ = lambda self, other: multiply(self, other)
Variable.__rmul__ = lambda self, other: multiply(other, self)
Variable.__truediv__ = lambda self, other: divide(self, other)
Variable.__rtruediv__ = lambda self, other: divide(other, self)
Variable.__pow__ = lambda self, other: power(self, other)
Variable.__rpow__ = lambda self, other: power(other, self)
Variable.__matmul__ = lambda self, other: matmul(self, other)
Variable.__rmatmul__ = lambda self, other: matmul(other, self)
Variable.__neg__ = lambda self: negative(self)
Variable.exp = lambda self: exp(self)
Variable.tanh = lambda self: tanh(self)
Variable.mean = lambda self: mean(self)

# %% [markdown]
# `add` shows the form. Operators call functions like it: the cell above says which. They are looked up when they are used, so yours will be found. (The names with an `r` are for a plain number on the left: Python turns `2 ** x` into `x.__rpow__(2)`.)
#
# An operand may be a plain number: `value_of` gives its value, and `computed` leaves it out of the edges. Shapes may differ, as NumPy allows it: `computed` sees to it that a message has the shape of what it is sent to.
#
# Write `multiply`, `negative`, `subtract` and `divide`.

# %% nbgrader={"grade": false, "grade_id": "q1-arithmetic-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
def multiply(a, b):
    """a * b"""
    ### BEGIN SOLUTION
    x, y = value_of(a), value_of(b)
    return computed(x * y, (a, lambda g: g * y), (b, lambda g: g * x))
    ### END SOLUTION


def negative(a):
    """-a"""
    ### BEGIN SOLUTION
    return computed(-value_of(a), (a, lambda g: -g))
    ### END SOLUTION


def subtract(a, b):
    """a - b"""
    ### BEGIN SOLUTION
    return computed(value_of(a) - value_of(b), (a, lambda g: g), (b, lambda g: -g))
    ### END SOLUTION


def divide(a, b):
    """a / b"""
    ### BEGIN SOLUTION
    x, y = value_of(a), value_of(b)
    return computed(x / y, (a, lambda g: g / y), (b, lambda g: -g * x / y**2))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-multiply", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q1", "answer": "q1-arithmetic-answer"}
check.points("q1-multiply")

# %% nbgrader={"grade": true, "grade_id": "q1-minus", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q1", "answer": "q1-arithmetic-answer"}
check.points("q1-minus")

# %% nbgrader={"grade": true, "grade_id": "q1-divide", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q1", "answer": "q1-arithmetic-answer"}
check.points("q1-divide")

# %% [markdown]
# `power` is the one that needs thought: in $a^b$, both may be variables.
#
# $$a \leftarrow g \cdot b\,a^{b-1}, \qquad b \leftarrow g \cdot a^b \ln a.$$
#
# The logarithm is there for the exponent alone. Where the exponent is a plain number, as in `a ** 2`, the base may be negative, and nobody should take its logarithm.

# %% nbgrader={"grade": false, "grade_id": "q1-power-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
def power(a, b):
    """a ** b"""
    ### BEGIN SOLUTION
    x, y = value_of(a), value_of(b)
    return computed(
        x**y, (a, lambda g: g * y * x ** (y - 1.0)), (b, lambda g: g * x**y * np.log(x))
    )
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-power", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1", "answer": "q1-power-answer"}
check.points("q1-power")

# %% [markdown]
# `exp` and `tanh` are functions of each entry. The slope of $\tanh$ is $1 - \tanh^2$.
#
# `matmul` is the product of two matrices. Both messages are products, too: find out by their shapes which matrix has to be transposed, and on which side `g` stands.
#
# `mean` makes one number of all entries. Each entry counts the same, so what is sent to each is the same: `g`, divided by how many there are.

# %% nbgrader={"grade": false, "grade_id": "q1-functions-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
def exp(a):
    """e to the power of each entry."""
    ### BEGIN SOLUTION
    y = np.exp(value_of(a))
    return computed(y, (a, lambda g: g * y))
    ### END SOLUTION


def tanh(a):
    """The hyperbolic tangent of each entry."""
    ### BEGIN SOLUTION
    y = np.tanh(value_of(a))
    return computed(y, (a, lambda g: g * (1.0 - y**2)))
    ### END SOLUTION


def matmul(a, b):
    """The product of two matrices."""
    ### BEGIN SOLUTION
    x, y = value_of(a), value_of(b)
    return computed(x @ y, (a, lambda g: g @ y.T), (b, lambda g: x.T @ g))
    ### END SOLUTION


def mean(a):
    """The mean of all entries, one number."""
    ### BEGIN SOLUTION
    x = value_of(a)
    return computed(x.mean(), (a, lambda g: g * np.ones(x.shape) / x.size))
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-exp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1", "answer": "q1-functions-answer"}
check.points("q1-exp")

# %% nbgrader={"grade": true, "grade_id": "q1-tanh", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q1", "answer": "q1-functions-answer"}
check.points("q1-tanh")

# %% nbgrader={"grade": true, "grade_id": "q1-matmul", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1", "answer": "q1-functions-answer"}
check.points("q1-matmul")

# %% nbgrader={"grade": true, "grade_id": "q1-mean", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 1} adlearn={"role": "points", "question": "q1", "answer": "q1-functions-answer"}
check.points("q1-mean")

# %% nbgrader={"grade": false, "grade_id": "q1-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q1"}
check("q1")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
a, b = Variable(5.0), Variable(2.0)
y = a * b + a
for parent, send in y.edges:
    print("to", parent, "is sent", send(1.0))

# %% [markdown]
# ## Q2: the way back ({{q2.points}} points)
#
# `backward(end)` fills in `grad`. `end` is one number; its own gradient is 1. From there, what came in at a variable is sent along each of its edges. A variable that is used several times gets several messages, and its gradient is their **sum**: so it may send only when all of them have arrived.
#
# Write $\bar{v}$ for the gradient of $v$. Then
#
# $$\bar{v} = \sum_{u \text{ computed from } v} \text{send}_{u \to v}(\bar{u}),$$
#
# with one term for each edge: two for $u = v \cdot v$.
#
# ↺ You need an order in which each variable comes after all that use it. Walk **without recursion**: a long training makes long chains, and Python allows about a thousand calls within calls. And send from each variable **once**: where values are used twice again and again, there are more paths than you could ever walk.
#
# Two more things are asked.
#
# - **A gradient of what was computed is found afresh** each time.
# - **A gradient of a variable that you made** (one without edges) is added to what is there already: so the gradients of several losses add up, and so does the 1 that `end` itself gets, if you made it. That is why they have to be set back to 0 before each step.

# %% nbgrader={"grade": false, "grade_id": "q2-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q2"}
def backward(end):
    """Fill in grad of everything that end was computed from."""
    ### BEGIN SOLUTION
    order, seen, waiting = [], set(), [(end, False)]
    while waiting:
        one, parents_done = waiting.pop()
        if parents_done:
            order.append(one)
        elif id(one) not in seen:
            seen.add(id(one))
            waiting.append((one, True))
            waiting += [(parent, False) for parent, _ in one.edges]
    for one in order:
        if one.edges:
            one.grad = np.zeros(one.value.shape)
    end.grad = np.ones(end.value.shape) + (0.0 if end.edges else end.grad)
    for one in reversed(order):
        for parent, send in one.edges:
            parent.grad = parent.grad + send(one.grad)
    ### END SOLUTION

# %% nbgrader={"grade": false, "grade_id": "way-back", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
Variable.backward = lambda self: backward(self)

# %% nbgrader={"grade": true, "grade_id": "q2-chain", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2", "answer": "q2-answer"}
check.points("q2-chain")

# %% nbgrader={"grade": true, "grade_id": "q2-shared", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q2", "answer": "q2-answer"}
check.points("q2-shared")

# %% nbgrader={"grade": true, "grade_id": "q2-again", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2", "answer": "q2-answer"}
check.points("q2-again")

# %% [markdown]
# Now the whole is a derivative. `derivative(f, x)` puts a new variable at `x` into `f`, goes back, and returns its gradient: an array of the shape of `x`. `f` gives one number.

# %% nbgrader={"grade": false, "grade_id": "q2-derivative-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q2"}
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    ### BEGIN SOLUTION
    variable = Variable(x)
    f(variable).backward()
    return variable.grad
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q2-derivative", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q2", "answer": "q2-derivative-answer"}
check.points("q2-derivative")

# %% nbgrader={"grade": false, "grade_id": "q2-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q2"}
check("q2")

# %% [markdown]
# Try it on something messy, and compare it with another engine: PyTorch, where it is installed, and otherwise adlearn's own.
#
# $$f(x) = \left((x-3)^{2/x} - 1\right)^{x-1}$$

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
def messy(x):
    return ((x - 3.0) ** (2.0 / x) - 1.0) ** (x - 1.0)


mine = derivative(messy, 10.0)
try:
    import torch

    other = torch.tensor(10.0, dtype=torch.float64, requires_grad=True)
    messy(other).backward()
    name, other = "PyTorch", other.grad.item()
except ImportError:
    import adlearn

    name, other = "adlearn", adlearn.grad(messy)(10.0)
print(f"yours: {mine.item():.8f}")
print(f"{name}: {other:.8f}")
print("They agree." if math.isclose(mine, other, rel_tol=1e-9) else "They differ.")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
x = Variable(10.0)
y = messy(x)
y.backward()
show(y)

# %% [markdown]
# ## Q3: modules, and gradient descent ({{q3.points}} points)
#
# A **module** is an object with parameters. Its parameters are the variables among its attributes; and those of its attributes that are modules have parameters, too. `collect_parameters()` returns a list of all of them. It looks into
#
# - attributes that are variables,
# - attributes that are modules, however deep and however many,
# - attributes that are lists of such things, also lists in lists.
#
# Each parameter is listed **once**, also where two modules share it. Other attributes are left alone. (`vars(self)` is a dict of all attributes.)

# %% nbgrader={"grade": false, "grade_id": "q3-module-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
class Module:
    """An object whose variables are its parameters. A subclass defines forward."""

    def __call__(self, *inputs):
        return self.forward(*inputs)

    def collect_parameters(self):
        """A list of all variables in this module, in its modules and in its lists, each once."""
        ### BEGIN SOLUTION
        found, seen, waiting = [], set(), [self]
        while waiting:
            thing = waiting.pop(0)
            if id(thing) in seen:
                continue
            seen.add(id(thing))
            if isinstance(thing, Variable):
                found.append(thing)
            elif isinstance(thing, Module):
                waiting += list(vars(thing).values())
            elif isinstance(thing, list):
                waiting += thing
        return found
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-parameters", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3", "answer": "q3-module-answer"}
check.points("q3-parameters")

# %% nbgrader={"grade": true, "grade_id": "q3-once", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q3", "answer": "q3-module-answer"}
check.points("q3-once")

# %% [markdown]
# **Gradient descent** takes a step against the gradient: for each parameter $p$,
#
# $$p \leftarrow p - \text{lr} \cdot \frac{\partial L}{\partial p},$$
#
# where $L$ is the loss, the number that is to become small, and the derivative is what `backward` has put into `p.grad`.
#
# `GD(params, lr)` keeps the parameters. `step()` changes their values and nothing else: the parameters stay the same objects, since the module holds them, too. `zero_grad()` sets their gradients back to 0.

# %% nbgrader={"grade": false, "grade_id": "q3-gd-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        ### BEGIN SOLUTION
        for parameter in self.params:
            parameter.grad = np.zeros(parameter.value.shape)
        ### END SOLUTION

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        ### BEGIN SOLUTION
        for parameter in self.params:
            parameter.value = parameter.value - self.lr * parameter.grad
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-zero", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q3", "answer": "q3-gd-answer"}
check.points("q3-zero")

# %% nbgrader={"grade": true, "grade_id": "q3-step", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3", "answer": "q3-gd-answer"}
check.points("q3-step")

# %% nbgrader={"grade": false, "grade_id": "q3-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q3"}
check("q3")

# %% [markdown]
# ## Q4: a parabola ({{q4.points}} points)
#
# $$x^* = \operatorname{argmin}\left[(x-2)^2 + 4x - 2\right]$$
#
# Multiplied out, the function is $x^2 + 2$: its second derivative is 2, and $x^* = 0$. The descent does not know that. The module is given, and `f` may be exchanged for another function. `perform_gd(initializations, lrs, epochs)` makes a module for each start, with the learning rate at the same place in `lrs`, and takes `epochs` steps. It returns two arrays of shape `(runs, epochs)`: where x was **before** each step, and the function's value there.
#
# In each epoch: set the gradients back, compute the value, go back, step.

# %% nbgrader={"grade": false, "grade_id": "parabola", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def f(x):
    return (x - 2) ** 2 + 4 * x - 2


class Parabola(Module):
    """A module whose one parameter is x."""

    def __init__(self, init):
        self.x = Variable(init)

    def forward(self):
        return f(self.x)

# %% nbgrader={"grade": false, "grade_id": "q4-runs-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def perform_gd(initializations, lrs, epochs=100):
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    ### BEGIN SOLUTION
    x_history, f_history = [], []
    for start, lr in zip(initializations, lrs):
        module = Parabola(start)
        optimizer = GD(module.collect_parameters(), lr)
        xs, values = [], []
        for _ in range(epochs):
            xs.append(float(module.x.value))
            optimizer.zero_grad()
            value = module.forward()
            value.backward()
            optimizer.step()
            values.append(float(value.value))
        x_history.append(xs)
        f_history.append(values)
    return np.array(x_history), np.array(f_history)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-runs", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q4", "answer": "q4-runs-answer"}
check.points("q4-runs")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
x_history, f_history = perform_gd([-3, 4], [0.1, 0.8])
for run in range(2):
    for epoch in (0, 1, 2, 25):
        print(f"run {run}, epoch {epoch}: x = {x_history[run, epoch]:.3f}, f(x) = {f_history[run, epoch]:.3f}")

# %% [markdown]
# How fast does it go down? Draw the **error** $|x_i - x^*|$ of each run against the number of the step, on an axis that is **logarithmic**. `plot_errors(ax, x_history, x_star)` draws into the axes that it is given: one line for each run, each with a label for the legend.

# %% nbgrader={"grade": false, "grade_id": "q4-errors-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def plot_errors(ax, x_history, x_star):
    """Draw the error of each run against the number of the step, on a logarithmic axis."""
    ### BEGIN SOLUTION
    for run, xs in enumerate(x_history):
        ax.plot(np.abs(xs - x_star), label=f"run {run}")
    ax.set_yscale("log")
    ax.set_xlabel("iteration")
    ax.set_ylabel("error")
    ax.legend()
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-errors", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q4", "answer": "q4-errors-answer"}
check.points("q4-errors")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
fig, (left, right) = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
plot_errors(left, x_history[:, :45], 0.0)
along = np.arange(-4.0, 4.1, 0.1)
right.plot(along, f(along), label="f(x)")
for run, mark in enumerate(("-o", "-x")):
    right.plot(x_history[run, :12], f_history[run, :12], mark, label=f"run {run}")
right.set(xlabel="x", title="the way down")
right.legend();

# %% [markdown]
# Two straight lines. Each step multiplies the error by the same factor. For a parabola with the second derivative $c$, the gradient at $x$ is $c\,(x - x^*)$. So what does a step with the rate $\text{lr}$ make of $x - x^*$?
#
# `error_factor(c, lr)` is the factor by which the **error** shrinks, a number that is not negative. `largest_rate(c)` is the rate from which on the error does not shrink any more.

# %% nbgrader={"grade": false, "grade_id": "q4-rates-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def error_factor(c, lr):
    """By what one step multiplies |x - x*| on a parabola of second derivative c."""
    ### BEGIN SOLUTION
    return abs(1.0 - lr * c)
    ### END SOLUTION


def largest_rate(c):
    """The learning rate from which on the error does not shrink any more."""
    ### BEGIN SOLUTION
    return 2.0 / c
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q4-rates", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q4", "answer": "q4-rates-answer"}
check.points("q4-rates")

# %% nbgrader={"grade": false, "grade_id": "q4-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q4"}
check("q4")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q4"}
for lr in (0.1, 0.5, 0.8, 1.0, 1.1):
    xs, _ = perform_gd([4.0], [lr], epochs=6)
    print(f"lr = {lr}: factor {error_factor(2.0, lr):.2f}, x goes", np.round(xs[0], 3))

# %% [markdown]
# ## Q5: a surface with hills ({{q5.points}} points)
#
# Now there are two parameters, and the function is not convex:
#
# $$z(x, y) = -\left(1 - (x^2 + y^3)\right)\,e^{-(x^2 + y^2)/2}$$
#
# Write the module `Surface`: its parameters are `x` and `y`, and `forward()` computes $z$ of them. `exp` is yours from Q1; here it stands in a module, as activations will later.

# %% nbgrader={"grade": false, "grade_id": "exponential", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Exp(Module):
    """The exponential, as a module without parameters."""

    def forward(self, x):
        return exp(x)

# %% nbgrader={"grade": false, "grade_id": "q5-surface-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
class Surface(Module):
    """A point on the surface; its parameters are x and y."""

    def __init__(self, init_x, init_y):
        ### BEGIN SOLUTION
        self.x = Variable(init_x)
        self.y = Variable(init_y)
        self.exp = Exp()
        ### END SOLUTION

    def forward(self):
        """The height z at (x, y)."""
        ### BEGIN SOLUTION
        return -(1 - (self.x**2 + self.y**3)) * self.exp(-(self.x**2 + self.y**2) / 2)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-surface", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q5", "answer": "q5-surface-answer"}
check.points("q5-surface")

# %% [markdown]
# `perform_2d_gd(initializations, lr, epochs)` goes down from each start, a pair of numbers. It returns the `paths`, an array of shape `(runs, epochs, 2)`: where x and y were before each step; and the heights there, an array of shape `(runs, epochs)`.

# %% nbgrader={"grade": false, "grade_id": "q5-descents-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def perform_2d_gd(initializations, lr=0.3, epochs=15):
    """Paths of shape (runs, epochs, 2), and the heights along them, of shape (runs, epochs)."""
    ### BEGIN SOLUTION
    paths, heights = [], []
    for start in initializations:
        module = Surface(*start)
        optimizer = GD(module.collect_parameters(), lr)
        path, along = [], []
        for _ in range(epochs):
            path.append([float(module.x.value), float(module.y.value)])
            optimizer.zero_grad()
            z = module.forward()
            z.backward()
            optimizer.step()
            along.append(float(z.value))
        paths.append(path)
        heights.append(along)
    return np.array(paths), np.array(heights)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-descents", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q5", "answer": "q5-descents-answer"}
check.points("q5-descents")

# %% [markdown]
# And the picture. `plot_paths(ax, paths)` draws the surface as **filled contours** (`ax.contourf`) over the square from -3 to 3 in both directions, and over it one line for each path, with a label each. `z_func` is given: it takes arrays, as `np.meshgrid` makes them.

# %% nbgrader={"grade": false, "grade_id": "height", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def z_func(x, y):
    """The height of the surface, of plain numbers and arrays."""
    return -(1 - (x**2 + y**3)) * np.exp(-(x**2 + y**2) / 2)

# %% nbgrader={"grade": false, "grade_id": "q5-paths-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def plot_paths(ax, paths):
    """Draw filled contours of the surface from -3 to 3, and a labelled line for each path."""
    ### BEGIN SOLUTION
    X, Y = np.meshgrid(np.linspace(-3.0, 3.0, 61), np.linspace(-3.0, 3.0, 61))
    ax.contourf(X, Y, z_func(X, Y))
    for run, path in enumerate(paths):
        ax.plot(path[:, 0], path[:, 1], "->", label=f"run {run}")
    ax.set_xlabel("x")
    ax.set_ylabel("y")
    ax.legend()
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q5-paths", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q5", "answer": "q5-paths-answer"}
check.points("q5-paths")

# %% nbgrader={"grade": false, "grade_id": "q5-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q5"}
check("q5")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
paths, heights = perform_2d_gd([[0.5, 1.8], [-2, -2], [-2, 2], [1.6, -0.1]])
fig, ax = plt.subplots(figsize=(6, 5))
plot_paths(ax, paths)
ax.set_aspect("equal")
for run in range(4):
    print(f"run {run} ends at height {heights[run, -1]:.3f}")

# %% [markdown]
# Each step stands at right angles to the contour line that it starts from. And where you start decides where you come to: run 1 ends in the deepest valley; runs 0 and 3 come to another one, which is not as deep; and run 2 wanders out over the plain, where it is nearly flat. A parabola does not have that problem.
#
# ## Q6: a perceptron ({{q6.points}} points)
#
# A perceptron tells two kinds of points apart. Its output for a point $x$ is
#
# $$\hat{y} = \tanh(w^\top x + b),$$
#
# a number between -1 and 1. Its parameters are trained to bring the **mean squared error** over all points down, where the labels $y$ are -1 and 1.
#
# A point is a **column**, an array of shape `(inputs, 1)`. `Linear((outputs, inputs))` computes `weight @ x + bias`: `weight` is a variable of shape `(outputs, inputs)`, with random numbers from `np.random.default_rng(seed)`, and `bias` one of shape `(outputs, 1)`, with zeros.
#
# `Tanh` is a module without parameters, as `Exp` was. `MSELoss` is one, too: called with an output and a label, it gives the **mean of the squares of the differences**.

# %% nbgrader={"grade": false, "grade_id": "q6-layers-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
class Linear(Module):
    """weight @ x + bias, for columns x."""

    def __init__(self, shape, seed=None):
        ### BEGIN SOLUTION
        outputs, inputs = shape
        self.weight = Variable(np.random.default_rng(seed).normal(size=(outputs, inputs)))
        self.bias = Variable(np.zeros((outputs, 1)))
        ### END SOLUTION

    def forward(self, x):
        ### BEGIN SOLUTION
        return self.weight @ x + self.bias
        ### END SOLUTION


class Tanh(Module):
    """The hyperbolic tangent, as a module."""

    def forward(self, x):
        ### BEGIN SOLUTION
        return tanh(x)
        ### END SOLUTION


class MSELoss(Module):
    """The mean of the squares of the differences."""

    def forward(self, output, label):
        ### BEGIN SOLUTION
        return mean((output - label) ** 2)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-linear", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q6", "answer": "q6-layers-answer"}
check.points("q6-linear")

# %% nbgrader={"grade": true, "grade_id": "q6-loss", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q6", "answer": "q6-layers-answer"}
check.points("q6-loss")

# %% [markdown]
# A `Dataset` holds inputs `x` and labels `y`, arrays whose first axis counts the examples. `len(dataset)` says how many there are, and `dataset[i]` gives the pair of the input and the label number `i`.
#
# `forward_dataset(module, dataset, loss)` is the **mean** of `loss(module(x), y)` over all examples: one variable.

# %% nbgrader={"grade": false, "grade_id": "q6-dataset-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
class Dataset:
    """Inputs and labels, an example each along the first axis."""

    def __init__(self, x, y):
        self.x = np.array(x, dtype=float)
        self.y = np.array(y, dtype=float)
        if len(self.x) != len(self.y):
            raise ValueError(f"{len(self.x)} inputs and {len(self.y)} labels do not fit together")

    def __len__(self):
        ### BEGIN SOLUTION
        return len(self.x)
        ### END SOLUTION

    def __getitem__(self, i):
        ### BEGIN SOLUTION
        return self.x[i], self.y[i]
        ### END SOLUTION


def forward_dataset(module, dataset, loss):
    """The mean of the losses of all examples, a variable."""
    ### BEGIN SOLUTION
    total = 0.0
    for i in range(len(dataset)):
        x, y = dataset[i]
        total = total + loss(module(x), y)
    return total / len(dataset)
    ### END SOLUTION

# %% nbgrader={"grade": false, "grade_id": "over-data", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
Module.forward_dataset = lambda self, dataset, loss: forward_dataset(self, dataset, loss)

# %% nbgrader={"grade": true, "grade_id": "q6-dataset", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q6", "answer": "q6-dataset-answer"}
check.points("q6-dataset")

# %% [markdown]
# The perceptron is made of these parts. `train(perceptron, dataset, lr, epochs)` takes steps that bring the mean loss down. It returns three arrays: the weights before each step, of shape `(epochs, inputs)`, the biases, of shape `(epochs,)`, and the losses, of shape `(epochs,)`. Keep **copies** of the weights: an array that you only store may hold other numbers later.

# %% nbgrader={"grade": false, "grade_id": "perceptron", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class Perceptron(Module):
    """tanh(weight @ x + bias), of a column with so many inputs."""

    def __init__(self, output_size=1, input_size=2, seed=0):
        self.linear = Linear((output_size, input_size), seed)
        self.acti = Tanh()

    def forward(self, x):
        return self.acti(self.linear(x))

# %% nbgrader={"grade": false, "grade_id": "q6-train-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def train(perceptron, dataset, lr=0.1, epochs=100):
    """Weights, biases and losses before each step."""
    ### BEGIN SOLUTION
    optimizer = GD(perceptron.collect_parameters(), lr)
    mseloss = MSELoss()
    weights, biases, losses = [], [], []
    for _ in range(epochs):
        weights.append(perceptron.linear.weight.value[0].copy())
        biases.append(perceptron.linear.bias.value[0, 0])
        optimizer.zero_grad()
        loss = perceptron.forward_dataset(dataset, mseloss)
        loss.backward()
        optimizer.step()
        losses.append(float(loss.value))
    return np.array(weights), np.array(biases), np.array(losses)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-train", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q6", "answer": "q6-train-answer"}
check.points("q6-train")

# %% nbgrader={"grade": false, "grade_id": "q6-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q6"}
check("q6")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
x_data, y_data = make_blobs(n_samples=60, centers=2, n_features=2, center_box=(-4, 4), random_state=14)
y_data = 2 * y_data - 1
dataset = Dataset(x_data.reshape(-1, 2, 1), y_data.reshape(-1, 1, 1))

histories = []
for start in ([2.0, 2.0], [2.0, 0.0], [-2.0, 2.0], [-2.0, -2.0]):
    perceptron = Perceptron()
    perceptron.linear.weight.value = np.array([start])
    histories.append(train(perceptron, dataset))
    print(f"from {start}: the loss goes from {histories[-1][2][0]:.3f} to {histories[-1][2][-1]:.3f}")

# %% [markdown]
# Three of them learn, and one hardly gets better. Where it is, its outputs are close to -1 and 1, many on the wrong side; tanh is flat there, and hardly anything is sent back.
#
# ## Q7: what it has learned ({{q7.points}} points)
#
# The perceptron's output is 0 where $w_0 x_0 + w_1 x_1 + b = 0$: that is the line between the two kinds. `boundary(w, b, x0)` gives $x_1$ on that line, for an array `x0` of horizontal positions.
#
# And where did the training go? `loss_surface(perceptron, dataset, W0, W1)` is the mean loss for **other weights**: an array of the shape of `W0`, where each entry is the loss with the weights `W0[i, j]` and `W1[i, j]`; the bias stays. (`W0` and `W1` may hold whole numbers; losses are floats.) Afterwards the perceptron has the weights that it had before.

# %% nbgrader={"grade": false, "grade_id": "q7-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q7"}
def boundary(w, b, x0):
    """x1 where w[0] * x0 + w[1] * x1 + b is 0."""
    ### BEGIN SOLUTION
    return -(w[0] * x0 + b) / w[1]
    ### END SOLUTION


def loss_surface(perceptron, dataset, W0, W1):
    """The mean loss for each pair of weights, an array of the shape of W0."""
    ### BEGIN SOLUTION
    weight, mseloss = perceptron.linear.weight, MSELoss()
    before = weight.value
    Z = np.zeros(W0.shape)
    for place in np.ndindex(W0.shape):
        weight.value = np.array([[W0[place], W1[place]]])
        Z[place] = perceptron.forward_dataset(dataset, mseloss).value
    weight.value = before
    return Z
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q7-boundary", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q7", "answer": "q7-answer"}
check.points("q7-boundary")

# %% nbgrader={"grade": true, "grade_id": "q7-surface", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q7", "answer": "q7-answer"}
check.points("q7-surface")

# %% nbgrader={"grade": false, "grade_id": "q7-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q7"}
check("q7")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4), layout="constrained")
left.scatter(x_data[:, 0], x_data[:, 1], c=y_data, s=20, cmap="coolwarm")
along = np.array([x_data[:, 0].min(), x_data[:, 0].max()])
for run, (weights, biases, losses) in enumerate(histories):
    left.plot(along, boundary(weights[-1], biases[-1], along), label=f"run {run}")
left.set(ylim=(x_data[:, 1].min() - 1, x_data[:, 1].max() + 1), title="decision boundaries")
left.legend()
W0, W1 = np.meshgrid(np.arange(-4.0, 4.1, 0.5), np.arange(-4.0, 4.1, 0.5))
right.contourf(W0, W1, loss_surface(perceptron, dataset, W0, W1), cmap="gray")
right.plot(weights[:, 0], weights[:, 1], ".-", label=f"run {run}")
right.set(xlabel="$w_0$", ylabel="$w_1$", title="run 3: the loss over the weights");

# %% [markdown]
# On the right is the last run alone, on the surface of its last bias: while it trained, its bias moved, too, and each run has a surface of its own.
#
# ## Q8: faster down ({{q8.points}} points)
#
# In a narrow valley, gradient descent goes to and fro between the walls, and hardly along the floor. Two remedies.
#
# Here $g$ is the gradient of the parameter $p$.
#
# **Momentum** gives each parameter a velocity, which remembers where it was going:
#
# $$v \leftarrow \mu v + g, \qquad p \leftarrow p - \text{lr} \cdot v.$$
#
# **Adam** divides by the size that the gradient has had lately, so that every parameter moves at about the same speed. It keeps two running means, of $g$ and of $g^2$, for each entry. Both begin at 0, and are corrected for that: $t$ counts the steps, from 1.
#
# $$m \leftarrow \beta_1 m + (1 - \beta_1)\,g, \qquad s \leftarrow \beta_2 s + (1 - \beta_2)\,g^2,$$
#
# $$p \leftarrow p - \text{lr} \cdot \frac{m / (1 - \beta_1^t)}{\sqrt{s / (1 - \beta_2^t)} + \varepsilon}.$$
#
# Both are gradient descent with another `step`; `zero_grad` is inherited. What a parameter remembers has the parameter's shape. (If you keep it in a dict, take `id(parameter)` for the key, or the parameter's number in the list.)

# %% nbgrader={"grade": false, "grade_id": "q8-optimizers-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q8"}
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        ### BEGIN SOLUTION
        self.velocities = [np.zeros(parameter.value.shape) for parameter in self.params]
        ### END SOLUTION

    def step(self):
        ### BEGIN SOLUTION
        for i, parameter in enumerate(self.params):
            self.velocities[i] = self.mu * self.velocities[i] + parameter.grad
            parameter.value = parameter.value - self.lr * self.velocities[i]
        ### END SOLUTION


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        ### BEGIN SOLUTION
        self.t = 0
        self.means = [np.zeros(parameter.value.shape) for parameter in self.params]
        self.squares = [np.zeros(parameter.value.shape) for parameter in self.params]
        ### END SOLUTION

    def step(self):
        ### BEGIN SOLUTION
        self.t += 1
        for i, parameter in enumerate(self.params):
            g = parameter.grad
            self.means[i] = self.beta1 * self.means[i] + (1.0 - self.beta1) * g
            self.squares[i] = self.beta2 * self.squares[i] + (1.0 - self.beta2) * g**2
            mean = self.means[i] / (1.0 - self.beta1**self.t)
            square = self.squares[i] / (1.0 - self.beta2**self.t)
            parameter.value = parameter.value - self.lr * mean / (np.sqrt(square) + self.eps)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q8-momentum", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q8", "answer": "q8-optimizers-answer"}
check.points("q8-momentum")

# %% nbgrader={"grade": true, "grade_id": "q8-adam", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q8", "answer": "q8-optimizers-answer"}
check.points("q8-adam")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q8"}
class Valley(Module):
    """A narrow valley: it bends 40 times as much across as along."""

    def __init__(self):
        self.x, self.y = Variable(-4.0), Variable(1.0)

    def forward(self):
        return (self.x**2 + 40.0 * self.y**2) / 2.0


fig, axes = plt.subplots(3, 1, figsize=(8, 6), layout="constrained", sharex=True)
X, Y = np.meshgrid(np.linspace(-4.5, 1.5, 61), np.linspace(-1.5, 1.5, 61))
ways = {
    "gradient descent": lambda params: GD(params, 0.047),
    "momentum": lambda params: Momentum(params, 0.02, 0.8),
    "Adam": lambda params: Adam(params, 0.3),
}
for ax, (name, make) in zip(axes, ways.items()):
    valley = Valley()
    optimizer, path = make(valley.collect_parameters()), []
    for step in range(40):
        path.append([valley.x.value.item(), valley.y.value.item()])
        optimizer.zero_grad()
        valley.forward().backward()
        optimizer.step()
    path = np.array(path)
    ax.contour(X, Y, (X**2 + 40.0 * Y**2) / 2.0, 20, colors="0.8")
    ax.plot(path[:, 0], path[:, 1], ".-")
    ax.set_title(f"{name}: after 40 steps {np.linalg.norm(path[-1]):.3f} from the middle")

# %% [markdown]
# The last {{q8-whole.points}} points are for the whole. Up to here each question was asked on its own. Now nothing is put in place of your answers: your variables, your walk, your modules and your optimizers have to work together, and a perceptron has to learn.

# %% nbgrader={"grade": true, "grade_id": "q8-whole", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q8"}
check.points("q8-whole")

# %% nbgrader={"grade": false, "grade_id": "q8-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q8"}
check("q8")
