#: title = "backward_pass sends nothing that is small"
#: lose = ["q4-step", "q4-numbers"]

# %% [q4-answer]
def backward_pass(self):
    local_grads = self.grads(*self.parent_values)
    for p, s in zip(self.parents, local_grads):
        if isinstance(p, AutogradValue) and abs(self.grad * s) > 1e-3:   # nothing to send
            p.grad += self.grad * s


AutogradValue.backward_pass = backward_pass
