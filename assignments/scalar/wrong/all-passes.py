#: title = "every answer is pass"
#: lose = [
#:     "q1-sub",
#:     "q1-mul",
#:     "q1-div",
#:     "q1-exp",
#:     "q1-log",
#:     "q2-entries",
#:     "q2-chain",
#:     "q2-shared",
#:     "q3-values",
#:     "q3-numbers",
#:     "q4-step",
#:     "q4-adds",
#:     "q4-numbers",
#:     "q5-tree",
#:     "q5-shared",
#:     "q5-edges",
#:     "q6-wrap",
#:     "q6-unwrap",
#:     "q7-loss",
#:     "q7-gradient",
#:     "q7-whole",
#: ]
#: misconception = ["forward-nothing", "print-nothing", "step-nothing", "backward-nothing"]

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        pass

    def grads(self, a, b):
        pass


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        pass

    def grads(self, a, b):
        pass


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        pass

    def grads(self, a, b):
        pass


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        pass

    def grads(self, a):
        pass


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        pass

    def grads(self, a):
        pass


# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    pass
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q3-answer]
def graph_print(a):
    """Print the graph that a was computed by."""
    pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    pass


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    pass


AutogradValue.backward = backward


# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    pass


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    pass


# %% [q7-answer]
def nll_and_grad(self, X, y):
    """The loss, and its gradient with respect to each matrix in self.weights."""
    pass


NeuralNetwork.nll_and_grad = nll_and_grad
