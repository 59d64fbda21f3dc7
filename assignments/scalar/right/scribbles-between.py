#: title = "own cells between the questions: trials that fail, and a function that answers use"

# %% [before q1-sub-answer]
def square(x):
    return x * x


1 / 3
x, y, X = 1, 2, 3


# %% [before q1-div-answer]
# what if the denominator is zero?
1 / 0


# %% [q1-div-answer]
class _div(AutogradValue):
    """a / b"""

    def func(self, a, b):
        return a / b

    def grads(self, a, b):
        return 1.0 / b, -a / square(b)


# %% [before q2-answer]
test = AutogradValue(3.0)
print(test.undefined_attribute)


# %% [before q4-answer]
def share(value, slope):
    return value.grad * slope


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            parent.grad += share(self, local)


AutogradValue.backward_pass = backward_pass


# %% [after q5-check]
assert False, "I wanted to see what this does"
