#: title = "operations with one argument return a bare number, where no later cell minds"

# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return math.exp(a)

    def grads(self, a):
        return math.exp(a)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return math.log(a)

    def grads(self, a):
        return 1 / a


# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, np.atleast_1d(self.grads(*self.parent_values))):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                so_far = self.forward_grads.get(variable, 0.0)
                self.forward_grads[variable] = so_far + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = np.atleast_1d(self.grads(*self.parent_values))
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local


AutogradValue.backward_pass = backward_pass
