#: title = "forward_pass looks local derivatives up by list.index, so a - a has the slope 2"
#: lose = ["q2-entries", "q2-shared"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            local = local_grads[self.parents.index(parent)]
            for variable, derivative in parent.forward_grads.items():
                self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + local * derivative
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
