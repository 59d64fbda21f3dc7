#: title = "forward_pass keeps only the inputs that every parent knows"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "forward-common-only"

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    local_grads = self.grads(*self.parent_values)
    values = [p for p in self.parents if isinstance(p, AutogradValue)]
    common = set.intersection(*(set(p.forward_grads) for p in values)) if values else set()
    for variable in common:
        self.forward_grads[variable] = sum(
            local * parent.forward_grads[variable]
            for parent, local in zip(self.parents, local_grads)
            if isinstance(parent, AutogradValue)
        )
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
