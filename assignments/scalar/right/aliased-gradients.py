#: title = "values share gradient objects: where there is one user, its very number is handed on"

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            message = self.grad if local == 1 else self.grad * local
            parent.grad = message if parent.grad == 0 else parent.grad + message


AutogradValue.backward_pass = backward_pass


# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    parents = [(p, d) for p, d in zip(self.parents, local_grads) if isinstance(p, AutogradValue)]
    if len(parents) == 1 and parents[0][1] == 1:
        self.forward_grads = parents[0][0].forward_grads  # shared, and never changed
    else:
        for parent, local in parents:
            self.forward_grads = {
                **self.forward_grads,
                **{
                    v: self.forward_grads.get(v, 0.0) + local * d
                    for v, d in parent.forward_grads.items()
                },
            }
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
