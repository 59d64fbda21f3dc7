#: title = "backward_pass takes the parents off the list, and the graph is cut there"
#: lose = ["q4-step", "q4-numbers"]

# %% [q4-answer]
def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    while self.parents:
        parent = self.parents.pop()
        if isinstance(parent, AutogradValue):
            parent.grad += self.grad * local_grads[len(self.parents)]


AutogradValue.backward_pass = backward_pass
