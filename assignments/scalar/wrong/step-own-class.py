#: title = "backward_pass overwrites what a parent of its own class has received"
#: lose = ["q4-adds", "q7-whole"]

# %% [q4-answer]
def backward_pass(self):
    local_grads = self.grads(*self.parent_values)
    for p, s in zip(self.parents, local_grads):
        if isinstance(p, AutogradValue):
            if type(p) is type(self):
                p.grad = self.grad * s
            else:
                p.grad += self.grad * s


AutogradValue.backward_pass = backward_pass
