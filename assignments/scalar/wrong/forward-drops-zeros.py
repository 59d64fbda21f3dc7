#: title = "forward_pass makes no entry where a contribution is 0"
#: lose = ["q2-entries", "q2-chain", "q2-shared"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            for variable, derivative in parent.forward_grads.items():
                share = local * derivative
                if share != 0:
                    self.forward_grads[variable] = self.forward_grads.get(variable, 0.0) + share
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
