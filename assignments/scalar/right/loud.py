#: title = "answers print, warn and write to stderr while they work"

# %% [q1-mul-answer]
import sys
import warnings

print("about to define _mul")


class _mul(AutogradValue):
    """a * b"""

    def func(self, a, b):
        print("multiplying", a, b)
        warnings.warn("multiplication is slow")
        return a * b

    def grads(self, a, b):
        print("differentiating", a, b, file=sys.stderr)
        return b, a


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    print("backward from", self)
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local
            print("  to", parent, "now", parent.grad, flush=True)


AutogradValue.backward_pass = backward_pass
