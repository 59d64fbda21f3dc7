#: title = "backward_pass cuts what it sends to the type of the parent: an int"
#: lose = ["q4-step", "q4-adds", "q4-numbers"]

# %% [q4-answer]
def backward_pass(self):
    local_grads = self.grads(*self.parent_values)
    for p, s in zip(self.parents, local_grads):
        if isinstance(p, AutogradValue):
            p.grad += type(p.value)(self.grad * s)


AutogradValue.backward_pass = backward_pass
