#: title = "forward_pass tries, and passes over what has no derivatives"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, slope in zip(self.parents, self.grads(*self.parent_values)):
        try:
            known = parent.forward_grads
        except AttributeError:
            continue
        for variable, derivative in known.items():
            self.forward_grads.setdefault(variable, 0.0)
            self.forward_grads[variable] += slope * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
