#: title = "forward_pass only knows the inputs that its first parent knows"
#: lose = ["q2-entries", "q2-chain", "q2-shared", "q7-whole"]
#: kinds = ["gradient"]

# %% [q2-answer]
def forward_pass(self):
    """Compute the value, and the derivative with respect to every input."""
    self.forward_grads = {}
    values = [p for p in self.parents if isinstance(p, AutogradValue)]
    if values:
        for variable in values[0].forward_grads:
            total = 0.0
            for parent, local in zip(self.parents, self.grads(*self.parent_values)):
                if isinstance(parent, AutogradValue):
                    total += local * parent.forward_grads.get(variable, 0.0)
            self.forward_grads[variable] = total
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
