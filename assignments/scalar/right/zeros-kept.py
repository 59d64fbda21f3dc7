#: title = "forward_grads also has zeros for inputs the value does not depend on"

# %% [q2-answer]
KNOWN = []


def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    if isinstance(self, ForwardValue):
        KNOWN.append(self)
        return self.func(*self.parent_values)
    self.forward_grads = dict.fromkeys(KNOWN, 0.0)
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] += local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
