#: title = "forward_pass goes on with its first parent's own dictionary and so changes the parent"
#: lose = ["q2-entries", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            known = dict(parent.forward_grads)
            if not self.forward_grads:
                self.forward_grads = parent.forward_grads
                self.forward_grads.update(dict.fromkeys(known, 0.0))
            for variable, derivative in known.items():
                so_far = self.forward_grads.get(variable, 0.0)
                self.forward_grads[variable] = so_far + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
