#: title = "backward_pass looks local derivatives up by list.index, so a - a sends 2"
#: lose = ["q4-adds"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent in self.parents:
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local_grads[self.parents.index(parent)]


AutogradValue.backward_pass = backward_pass
