#: title = "backward_pass keeps gradients in a ledger by the parents' numbers"
#: lose = ["q4-step", "q4-adds", "q4-numbers", "q7-whole"]
#: kinds = ["gradient"]

# %% [q4-answer]
ledger = {}


def backward_pass(self):
    """Send this value's gradient on to its parents."""
    local_grads = self.grads(*self.parent_values)
    for parent, local in zip(self.parents, local_grads):
        if isinstance(parent, AutogradValue):
            ledger[parent.value] = ledger.get(parent.value, 0.0) + self.grad * local
            parent.grad = ledger[parent.value]


AutogradValue.backward_pass = backward_pass
