#: title = "every value and derivative is rounded to single precision"

# %% [q1-sub-answer]
class _sub(AutogradValue):
    """a - b"""

    def func(self, a, b):
        return np.float32(a - b)

    def grads(self, a, b):
        return np.float32(1), np.float32(-1)


# %% [q1-mul-answer]
class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        return np.float32(a * b)

    def grads(self, a, b):
        return np.array([b, a], dtype=np.float32)


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return np.float32(a / b)

    def grads(self, a, b):
        return np.float32(1 / b), np.float32(-a / b**2)


# %% [q1-exp-answer]
class _exp(AutogradValue):
    """e to the power a"""

    def func(self, a):
        return np.float32(np.exp(a))

    def grads(self, a):
        return (np.float32(np.exp(a)),)


# %% [q1-log-answer]
class _log(AutogradValue):
    """log(a)"""

    def func(self, a):
        return np.float32(np.log(a))

    def grads(self, a):
        return (np.float32(1 / a),)


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            parent.grad = np.float32(parent.grad + self.grad * local)


AutogradValue.backward_pass = backward_pass


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.vectorize(lambda value: np.float32(value.grad), otypes=[np.float32])(a)
