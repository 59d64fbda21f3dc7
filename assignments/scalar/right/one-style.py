#: title = "all seven questions in small functions and comprehensions"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return a - b

    def grads(self, a, b):
        return (+1, -1)


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return b * a

    def grads(self, a, b):
        return (b, a)


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return (b**-1 if isinstance(b, float) else 1 / b, -a / b / b)


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return (math.exp(a),)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return (1 / a,)


# %% [q2-answer]
def links(value):
    """Parents that are values, each with its slope."""
    slopes = value.grads(*value.parent_values)
    return [(p, s) for p, s in zip(value.parents, slopes) if isinstance(p, AutogradValue)]


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    inputs = dict.fromkeys(v for p, _ in links(self) for v in p.forward_grads)
    self.forward_grads = {
        v: sum(s * p.forward_grads.get(v, 0.0) for p, s in links(self)) for v in inputs
    }
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    print(a.value if isinstance(a, AutogradValue) else a)
    [graph_print(parent) for parent in getattr(a, "parents", [])]


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    slopes = self.grads(*self.parent_values)
    for p, s in zip(self.parents, slopes):
        if isinstance(p, AutogradValue):
            p.grad += s * self.grad


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    def after(value, order):
        for parent in value.parents:
            if isinstance(parent, AutogradValue) and parent not in order:
                after(parent, order)
        order[value] = None
        return order

    for value in reversed(after(self, {})):
        value.backward_pass()


AutogradValue.backward = backward


# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    flat = [AutogradValue(float(x)) for x in np.ravel(a)]
    return np.array(flat + [None], dtype=object)[:-1].reshape(np.shape(a))


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([v.grad for v in a.flat], dtype=float).reshape(a.shape)


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    wrapped = [*map(wrap_array, self.weights)]
    (loss := self.nll(X, y, wrapped)).backward()
    grads = [*map(unwrap_gradient, wrapped)]
    return loss.value, grads


NeuralNetwork.nll_and_grad = nll_and_grad
