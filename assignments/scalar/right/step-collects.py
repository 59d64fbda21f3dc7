#: title = "backward_pass sums the shares by parent and then adds each sum once"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    shares = {}
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            shares[parent] = shares.get(parent, 0.0) + local
    for parent, total in shares.items():
        parent.grad = parent.grad + total * self.grad


AutogradValue.backward_pass = backward_pass
