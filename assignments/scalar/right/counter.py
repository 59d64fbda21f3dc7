#: title = "derivatives are kept in a Counter, which knows how to add"

# %% [q2-answer]
from collections import Counter


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = Counter()
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        inner = getattr(parent, "forward_grads", {})
        self.forward_grads.update({name: local * slope for name, slope in inner.items()})
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
