#: title = "forward_pass takes values that are ints for plain numbers"
#: lose = ["q2-entries", "q2-chain", "q2-shared"]

# %% [q2-answer]
def forward_pass(self):
    self.forward_grads = {}
    for parent, slope in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue) and not isinstance(parent.value, int):   # numbers are ignored
            for k, v in parent.forward_grads.items():
                self.forward_grads[k] = self.forward_grads.get(k, 0.0) + slope * v
    return self.func(*self.parent_values)


AutogradValue.forward_pass = forward_pass
