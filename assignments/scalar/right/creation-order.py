#: title = "every value takes a number when it is made, and backward sorts by that"

# %% [q2-answer]
import itertools

CLOCK = itertools.count()


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.born = next(CLOCK)
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads.setdefault(variable, 0)
                self.forward_grads[variable] += local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
