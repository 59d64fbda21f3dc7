#: title = "forward_pass and backward_pass look local derivatives up by list.index"
#: lose = ["q2-entries", "q2-shared", "q4-adds"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                share = local_grads[self.parents.index(parent)] * derivative
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + share
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass


# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local_grads[self.parents.index(parent)]


AutogradValue.backward_pass = backward_pass
