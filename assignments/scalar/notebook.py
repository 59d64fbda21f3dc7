# %% [markdown]
# # Build it yourself: automatic differentiation of numbers
#
# In this assignment you write a small library that differentiates ordinary Python arithmetic. First **forward mode**, which carries derivatives along with the values. Then **reverse mode**, which is how neural networks are trained. At the end you train one with it.
#
# | question | what you write | points | takes about |
# | --- | --- | --- | --- |
# | Q1 | operations and their local derivatives | {{q1.points}} | 30 minutes |
# | Q2 | forward mode | {{q2.points}} | 1 hour |
# | Q3 | printing a graph | {{q3.points}} | 20 minutes |
# | Q4 | one step backward | {{q4.points}} | 40 minutes |
# | Q5 | the whole way backward | {{q5.points}} | 1 hour 15 minutes |
# | Q6 | arrays of values | {{q6.points}} | 30 minutes |
# | Q7 | the gradient of a neural network | {{q7.points}} | 45 minutes |
#
# **How to work.** Run the cells from top to bottom. Where you read `# YOUR CODE HERE`, replace that line and the `raise NotImplementedError()` below it by your code. After each part a cell calls `check(...)`: run it as often as you like. It tells you what was asked, what your code gave, what was expected, and the smallest case that shows the difference.
#
# **How you are graded.** The checks you can run are public. When you hand in, hidden checks run as well: the same questions with more cases. If every public check passes and you understood why, you are in good shape. Each question is graded on its own: a mistake in one does not cost you the points of another. Only {{q7-whole.points}} points of Q7 are for all of it working together.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "setup"}
# The build puts the first cell here: it installs adlearn where that is missing.

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
# Run this cell, too: it imports what the others use.
import math

import numpy as np

from adlearn.data import make_moons
from adlearn.optim import gradient_descent
from adlearn.show import plot_boundary, plot_training

# %% tags=["hide-input"] cellView="form" collapsed=true jupyter={"source_hidden": true} nbgrader={"grade": false, "grade_id": "public-checks", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "public-checks"}
# The build puts the public checks here.

# %% [markdown]
# ## Part 1: forward mode
#
# ### A value that remembers where it came from
#
# To differentiate `c = a + b` we need more than the number `c`. We need to know which operation made it and from what. So every result is an object:
#
# - `value`: the number itself;
# - `parents`: what it was computed from, in order. A parent is another such object, or a plain number;
# - `parent_values`: the same parents as plain numbers;
# - `func`: computes the value from the parents' values;
# - `grads`: computes the **local derivatives**, one for each parent: how fast the value changes when that parent changes and the others stay put;
# - `forward_grads`: for Q2, a dictionary from each input to the derivative of this value with respect to it;
# - `grad`: for Q4, the derivative of the final result with respect to this value.
#
# `AutogradValue` is the class all operations derive from. Used by itself it is a variable: its `func` is the identity, whose derivative is 1. `ForwardValue` is a variable that starts off forward mode: its derivative with respect to itself is 1.

# %% nbgrader={"grade": false, "grade_id": "autograd-value", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
class AutogradValue:
    """A number that remembers how it was computed. Operations are its subclasses."""

    def __init__(self, *args):
        self.parents = list(args)
        self.parent_values = [p.value if isinstance(p, AutogradValue) else p for p in args]
        self.forward_grads = {}
        self.value = self.forward_pass()
        self.grad = 0.0

    def func(self, a):
        """Value of the operation, from the parents' values (a variable: the value itself)."""
        return a

    def grads(self, a):
        """Local derivatives, a tuple with one number for each parent."""
        return (1.0,)

    def forward_pass(self):
        """Compute the value. You extend this in Q2."""
        return self.func(*self.parent_values)

    def __repr__(self):
        return str(self.value)


class ForwardValue(AutogradValue):
    """A variable that derivatives are taken with respect to, in forward mode."""

    def __init__(self, *args):
        super().__init__(*args)
        if not self.forward_grads:
            self.forward_grads = {self: 1.0}

# %% [markdown]
# ### Q1: operations ({{q1.points}} points)
#
# Each operation is a subclass with two methods. `func` returns the result. `grads` returns a **tuple** with one local derivative for each argument, evaluated at the arguments.
#
# Two are done for you. For `a + b` both derivatives are 1. For `-a` there is one argument, so the tuple has one element.

# %% nbgrader={"grade": false, "grade_id": "q1-examples", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given", "question": "q1"}
class _add(AutogradValue):
    """a + b"""

    def func(self, a, b):
        return a + b

    def grads(self, a, b):
        return 1.0, 1.0


class _neg(AutogradValue):
    """-a"""

    def func(self, a):
        return -a

    def grads(self, a):
        return (-1.0,)

# %% [markdown]
# **Subtraction.** Start here. What happens to `a - b` when only `a` grows by a little? And when only `b` does?

# %% nbgrader={"grade": false, "grade_id": "q1-sub-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        # Return the value of a - b.
        ### BEGIN SOLUTION
        return a - b
        ### END SOLUTION

    def grads(self, a, b):
        # Return a tuple: the derivatives of a - b with respect to a and b.
        ### BEGIN SOLUTION
        return 1.0, -1.0
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-sub", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1"}
check.points("q1-sub")

# %% [markdown]
# **Multiplication.** Hold one factor fixed: the product is then a straight line in the other one. What is its slope?

# %% nbgrader={"grade": false, "grade_id": "q1-mul-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        # Return the value of a * b.
        ### BEGIN SOLUTION
        return a * b
        ### END SOLUTION

    def grads(self, a, b):
        # Return a tuple: the derivatives of a * b with respect to a and b.
        ### BEGIN SOLUTION
        return b, a
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-mul", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1"}
check.points("q1-mul")

# %% [markdown]
# **Division.** The derivative with respect to the denominator has a minus sign and a square in it.

# %% nbgrader={"grade": false, "grade_id": "q1-div-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        # Return the value of a / b.
        ### BEGIN SOLUTION
        return a / b
        ### END SOLUTION

    def grads(self, a, b):
        # Return a tuple: the derivatives of a / b with respect to a and b.
        ### BEGIN SOLUTION
        return 1.0 / b, -a / b**2
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-div", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1"}
check.points("q1-div")

# %% [markdown]
# **Exponential.** Use `math.exp`. One argument, so a tuple with one element: `(something,)`.

# %% nbgrader={"grade": false, "grade_id": "q1-exp-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        # Return the value of e to the power a.
        ### BEGIN SOLUTION
        return math.exp(a)
        ### END SOLUTION

    def grads(self, a):
        # Return a tuple: the derivative of e to the power a with respect to a.
        ### BEGIN SOLUTION
        return (math.exp(a),)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-exp", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1"}
check.points("q1-exp")

# %% [markdown]
# **Logarithm.** Use `math.log`.

# %% nbgrader={"grade": false, "grade_id": "q1-log-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q1"}
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        # Return the value of log(a).
        ### BEGIN SOLUTION
        return math.log(a)
        ### END SOLUTION

    def grads(self, a):
        # Return a tuple: the derivative of log(a) with respect to a.
        ### BEGIN SOLUTION
        return (1.0 / a,)
        ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q1-log", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q1"}
check.points("q1-log")

# %% [markdown]
# The next cell turns your classes into the operators `+ - * /` and the functions `exp` and `log`, so that values can be used like numbers. `__radd__` and its relatives are what Python calls when the plain number stands on the left, as in `5 * a`.

# %% nbgrader={"grade": false, "grade_id": "operators", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def exp(a):
    """e to the power a, for values and for plain numbers."""
    return _exp(a) if isinstance(a, AutogradValue) else math.exp(a)


def log(a):
    """Natural logarithm, for values and for plain numbers."""
    return _log(a) if isinstance(a, AutogradValue) else math.log(a)


AutogradValue.exp = lambda a: _exp(a)
AutogradValue.log = lambda a: _log(a)
AutogradValue.__add__ = lambda a, b: _add(a, b)
AutogradValue.__radd__ = lambda a, b: _add(b, a)
AutogradValue.__sub__ = lambda a, b: _sub(a, b)
AutogradValue.__rsub__ = lambda a, b: _sub(b, a)
AutogradValue.__neg__ = lambda a: _neg(a)
AutogradValue.__mul__ = lambda a, b: _mul(a, b)
AutogradValue.__rmul__ = lambda a, b: _mul(b, a)
AutogradValue.__truediv__ = lambda a, b: _div(a, b)
AutogradValue.__rtruediv__ = lambda a, b: _div(b, a)

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q1"}
a = ForwardValue(5)
b = ForwardValue(2)

print((a + 5) * b)  # 20
print(log(b))  # 0.693...

# %% nbgrader={"grade": false, "grade_id": "q1-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q1"}
check("q1")

# %% [markdown]
# ### Q2: forward mode ({{q2.points}} points)
#
# Forward mode computes derivatives **along with** the value. When an operation `g` is made from parents `b` and `c`, each parent already knows its own derivative with respect to every input `a`. The chain rule combines them:
#
# $$\frac{dg}{da} = \frac{\partial g}{\partial b}\,\frac{db}{da} + \frac{\partial g}{\partial c}\,\frac{dc}{da}$$
#
# The first factor of each product is a local derivative (`self.grads`). The second one stands in that parent's `forward_grads`.
#
# Write `forward_pass` so that it fills `self.forward_grads`:
#
# - there is an entry for **every** input that appears in the `forward_grads` of **any** parent;
# - if an input reaches the operation through several parents, the contributions are added;
# - parents that are plain numbers are ignored;
# - the method still returns the value.
#
# For `a = ForwardValue(5)` and `b = ForwardValue(2)`, the product `c = a * b` has `c.forward_grads` equal to `{a: 2, b: 5}`, and `g = 3 * c + a` has `{a: 3 * 2 + 1, b: 3 * 5}`.

# %% nbgrader={"grade": false, "grade_id": "q2-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q2"}
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    # Fill self.forward_grads from self.parents and the local derivatives.
    ### BEGIN SOLUTION
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                so_far = self.forward_grads.get(variable, 0.0)
                self.forward_grads[variable] = so_far + local * derivative
    ### END SOLUTION
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass

# %% nbgrader={"grade": true, "grade_id": "q2-entries", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q2"}
check.points("q2-entries")

# %% nbgrader={"grade": true, "grade_id": "q2-chain", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 7} adlearn={"role": "points", "question": "q2"}
check.points("q2-chain")

# %% nbgrader={"grade": true, "grade_id": "q2-shared", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 8} adlearn={"role": "points", "question": "q2"}
check.points("q2-shared")

# %% [markdown]
# With that, the derivative of any function is a few lines: make the argument a `ForwardValue`, run the function, look the derivative up.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q2"}
def grad(f):
    """The derivative of f with respect to its first argument."""

    def derivative(x, *args):
        x = ForwardValue(x)
        return f(x, *args).forward_grads[x]

    return derivative


def cube(x):
    return x * x * x


print("cube(2.0)  =", cube(2.0))  # 8
print("cube'(2.0) =", grad(cube)(2.0))  # 12

# %% nbgrader={"grade": false, "grade_id": "q2-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q2"}
check("q2")

# %% [markdown]
# ## Part 2: reverse mode
#
# Forward mode does its work once for every input. A neural network has thousands of inputs (its weights) and one output (the loss). Reverse mode goes through the computation once, from the output back to the inputs, and finds **all** derivatives on the way. For that it needs the whole computation, and we have it: every value knows its parents.
#
# ### Q3: printing a graph ({{q3.points}} points)
#
# Look at it first. Write `graph_print(a)`:
#
# - if `a` is an `AutogradValue`, print its value, then do the same for each of its parents;
# - if it is anything else, print it.
#
# How it looks is up to you: print one number a line, with any indentation or words you like.
#
# For `log((a + 5) * b)` with `a = 5` and `b = 2` there are eight numbers: the logarithm, the product, the sum, then `a` and the number it was made from, the plain 5, and `b` with its number.

# %% nbgrader={"grade": false, "grade_id": "q3-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q3"}
def graph_print(a):
    """Print the graph that a was computed by."""
    # Print a's value (or a itself, if it is a plain number), then go on with its parents.
    ### BEGIN SOLUTION
    if isinstance(a, AutogradValue):
        print(a.value)
        for parent in a.parents:
            graph_print(parent)
    else:
        print(a)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q3-values", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q3"}
check.points("q3-values")

# %% nbgrader={"grade": true, "grade_id": "q3-numbers", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q3"}
check.points("q3-numbers")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q3"}
a = AutogradValue(5.0)
b = AutogradValue(2.0)
graph_print(log((a + 5) * b))

# %% nbgrader={"grade": false, "grade_id": "q3-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q3"}
check("q3")

# %% [markdown]
# ### Q4: one step backward ({{q4.points}} points)
#
# Let $L$ be the final result. The **gradient** of a value `c` is $\frac{dL}{dc}$ and is kept in `c.grad`. Suppose we know it. If `c` was computed from `a`, then `a` influences $L$ through `c`, and that contributes
#
# $$\frac{dL}{dc}\,\frac{\partial c}{\partial a}$$
#
# to `a.grad`. It **contributes**: `a` may be used in other places too, and each of them adds its share.
#
# Write `backward_pass`. It may assume that `self.grad` is right. For each parent that is an `AutogradValue` it adds this value's contribution to the parent's `grad`. Plain numbers among the parents are left alone.

# %% nbgrader={"grade": false, "grade_id": "q4-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q4"}
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    # Add self.grad times the local derivative to each parent's grad.
    ### BEGIN SOLUTION
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad = parent.grad + self.grad * local
    ### END SOLUTION


AutogradValue.backward_pass = backward_pass

# %% nbgrader={"grade": true, "grade_id": "q4-step", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q4"}
check.points("q4-step")

# %% nbgrader={"grade": true, "grade_id": "q4-adds", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q4"}
check.points("q4-adds")

# %% nbgrader={"grade": true, "grade_id": "q4-numbers", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q4"}
check.points("q4-numbers")

# %% nbgrader={"grade": false, "grade_id": "q4-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q4"}
check("q4")

# %% [markdown]
# ### Q5: the whole way backward ({{q5.points}} points)
#
# `backward` starts at the final result, whose gradient with respect to itself is 1, and calls `backward_pass` on every value that was used to compute it. The order matters:
#
#     c = a + b
#     g = c * 2
#     h = c + 4
#     L = g * h
#
# Both `g` and `h` send something to `c`. If `c` passes its gradient on to `a` and `b` before **both** have arrived, then `a` and `b` get too little. So:
#
# - `backward_pass` is called exactly **once** on each value;
# - it is called on a value only **after** it was called on everything that uses that value;
# - plain numbers among the parents are skipped.
#
# Nothing may stay behind: `backward` is called on other results too, also on ones that share values with this one (whoever calls it sets the gradients back to 0 before).
#
# An order with that property is called a *topological order*. One way to get it: visit the parents of a value before you put the value itself on a list, and never visit a value twice. Then read the list from the end.

# %% nbgrader={"grade": false, "grade_id": "q5-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q5"}
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    # Call backward_pass on every value of the graph, each once, in the right order.
    ### BEGIN SOLUTION
    order, seen = [], set()

    def visit(value):
        if isinstance(value, AutogradValue) and value not in seen:
            seen.add(value)
            for parent in value.parents:
                visit(parent)
            order.append(value)

    visit(self)
    for value in reversed(order):
        value.backward_pass()
    ### END SOLUTION


AutogradValue.backward = backward

# %% nbgrader={"grade": true, "grade_id": "q5-tree", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 6} adlearn={"role": "points", "question": "q5"}
check.points("q5-tree")

# %% nbgrader={"grade": true, "grade_id": "q5-shared", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 10} adlearn={"role": "points", "question": "q5"}
check.points("q5-shared")

# %% nbgrader={"grade": true, "grade_id": "q5-edges", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 4} adlearn={"role": "points", "question": "q5"}
check.points("q5-edges")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q5"}
a = AutogradValue(5)
b = AutogradValue(2)

L = -log(5 * b + a)
L.backward()
print(a.grad, b.grad)  # -0.0666... and -0.3333...

# %% nbgrader={"grade": false, "grade_id": "q5-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q5"}
check("q5")

# %% [markdown]
# ### Q6: arrays ({{q6.points}} points)
#
# A NumPy array can hold any Python object, our values too. Then `np.dot`, `@`, `np.exp` and sums work on it as they are: NumPy calls the operators and methods you defined.
#
#     a = np.asarray([AutogradValue(5), AutogradValue(2)])
#     L = np.dot(a, a)
#     L.backward()
#     a[0].grad, a[1].grad      # 10 and 4
#
# Write the two functions that take you there and back:
#
# - `wrap_array(a)` takes an array of numbers and returns an array of the same shape in which every element is an `AutogradValue` of its own;
# - `unwrap_gradient(a)` takes an array of `AutogradValue` and returns an array of **floats** of the same shape: the gradients.
#
# Both must work for matrices at least. A general solution works for any shape.

# %% nbgrader={"grade": false, "grade_id": "q6-wrap-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    ### BEGIN SOLUTION
    a = np.asarray(a)
    wrapped = np.empty(a.shape, dtype=object)
    for index in np.ndindex(a.shape):
        wrapped[index] = AutogradValue(float(a[index]))
    return wrapped
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-wrap", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q6"}
check.points("q6-wrap")

# %% nbgrader={"grade": false, "grade_id": "q6-unwrap-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q6"}
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    ### BEGIN SOLUTION
    gradient = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad
    return gradient
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "q6-unwrap", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q6"}
check.points("q6-unwrap")

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q6"}
a = wrap_array(np.array([[5.0, 2.0], [1.0, -3.0]]))
L = np.sum(a * a)
L.backward()
print(unwrap_gradient(a))  # twice the numbers we started with

# %% nbgrader={"grade": false, "grade_id": "q6-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q6"}
check("q6")

# %% [markdown]
# ### Q7: the gradient of a neural network ({{q7.points}} points)
#
# Here is a small network that tells two classes of points in the plane apart. Each layer multiplies by a matrix of weights and applies the sigmoid function; a column of ones takes care of the bias. The loss is the negative log-likelihood of the labels. Nothing in it knows about derivatives.

# %% nbgrader={"grade": false, "grade_id": "network", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "given"}
def pad(a):
    """Append a column of ones to a matrix, for the bias."""
    return np.pad(a, ((0, 0), (0, 1)), mode="constant", constant_values=1.0)


def sigmoid(x):
    """Squash numbers into the range from 0 to 1."""
    return 1.0 / (1.0 + np.exp(-x))


class NeuralNetwork:
    """A fully connected network for two classes, labelled 0 and 1."""

    def __init__(self, dims, hidden_sizes=()):
        sizes = [dims, *hidden_sizes, 1]
        self.weights = [
            np.random.normal(size=(rows + 1, columns)) for rows, columns in zip(sizes, sizes[1:])
        ]

    def prediction_function(self, X, w):
        """Scores, an N x 1 matrix, of N points X (N x d) with the list of weights w."""
        for weights in w[:-1]:
            X = sigmoid(np.matmul(pad(X), weights))
        return np.matmul(pad(X), w[-1])

    def predict(self, X):
        """Predicted class of each point, an N x 1 matrix of True (1) and False (0)."""
        return self.prediction_function(X, self.weights) > 0

    def predict_probability(self, X):
        """Probability of class 1 for each point, an N x 1 matrix."""
        return sigmoid(self.prediction_function(X, self.weights))

    def accuracy(self, X, y):
        """Share of points whose class is predicted correctly."""
        return (self.predict(X) == np.reshape(y, (-1, 1))).mean()

    def nll(self, X, y, w=None):
        """Negative log-likelihood of the labels y (length N), with weights w or the model's own."""
        w = self.weights if w is None else w
        sign = 2 * np.reshape(y, (-1, 1)) - 1
        return -np.sum(np.log(sigmoid(sign * self.prediction_function(X, w))))

# %% [markdown]
# Write the method `nll_and_grad(self, X, y)`. It returns two things: the loss as a plain number, and a list with the gradient of the loss with respect to each matrix in `self.weights`, in the same order and of the same shapes. You have everything you need: wrap the weights, compute the loss with them, go backward, unwrap. The gradient has to come from your `backward`; formulas derived by hand get no points here.

# %% nbgrader={"grade": false, "grade_id": "q7-answer", "locked": false, "schema_version": 3, "solution": true, "task": false} adlearn={"role": "answer", "question": "q7"}
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    ### BEGIN SOLUTION
    wrapped = [wrap_array(weights) for weights in self.weights]
    loss = self.nll(X, y, wrapped)
    loss.backward()
    grads = [unwrap_gradient(weights) for weights in wrapped]
    ### END SOLUTION
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad

# %% nbgrader={"grade": true, "grade_id": "q7-loss", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 2} adlearn={"role": "points", "question": "q7"}
check.points("q7-loss")

# %% nbgrader={"grade": true, "grade_id": "q7-gradient", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 5} adlearn={"role": "points", "question": "q7"}
check.points("q7-gradient")

# %% [markdown]
# The last {{q7-whole.points}} points are for the whole. Up to here each question was asked on its own. Now nothing is put in place of your answers: your operations, your `forward_pass`, your `backward` and your `nll_and_grad` together must differentiate a few expressions and make the loss of a small network fall.

# %% nbgrader={"grade": true, "grade_id": "q7-whole", "locked": true, "schema_version": 3, "solution": false, "task": false, "points": 3} adlearn={"role": "points", "question": "q7"}
check.points("q7-whole")

# %% nbgrader={"grade": false, "grade_id": "q7-check", "locked": true, "schema_version": 3, "solution": false, "task": false} adlearn={"role": "check", "question": "q7"}
check("q7")

# %% [markdown]
# ### Train it
#
# Everything is in place. The next cell trains a network on two moons with the derivatives that **you** compute. It takes some ten seconds. Change the sizes, the learning rate and the noise, and see what happens.

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
np.random.seed(0)
X, y = make_moons(60, noise=0.1, seed=0)
model = NeuralNetwork(2, [4, 4])
losses = gradient_descent(model, X, y, lr=4e-2, steps=150)

print("Model accuracy: %.3f" % model.accuracy(X, y))
plot_training(losses);

# %% tags=["raises-exception"] adlearn={"role": "demo", "question": "q7"}
plot_boundary(model, X, y);

# %% [markdown]
# That was reverse-mode automatic differentiation, from the first local derivative to a trained network. Before you hand in, restart the kernel and run everything once more from the top.
