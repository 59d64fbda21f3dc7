#: title = "backward_pass sends no more than 100"
#: lose = ["q4-step", "q4-numbers"]

# %% [q4-answer]
def backward_pass(self):
    local_grads = self.grads(*self.parent_values)
    for p, s in zip(self.parents, local_grads):
        if isinstance(p, AutogradValue):
            p.grad += max(-100.0, min(100.0, self.grad * s))


AutogradValue.backward_pass = backward_pass
