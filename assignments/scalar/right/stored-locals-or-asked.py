#: title = "forward_pass stores the local derivatives, backward_pass uses what is stored or asks"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    self.local = self.grads(*self.parent_values)
    for p, d in zip(self.parents, self.local):
        if isinstance(p, AutogradValue):
            for k, v in p.forward_grads.items():
                self.forward_grads[k] = self.forward_grads.get(k, 0.0) + d * v
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local = self.__dict__.get("local") or self.grads(*self.parent_values)
    for parent, d in zip(self.parents, local):
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * d


AutogradValue.backward_pass = backward_pass
