#: title = "values have a method that receives a gradient"

# %% [q4-answer]
AutogradValue.receive = lambda self, share: setattr(self, "grad", self.grad + share)


def backward_pass(self):
    """Send this value's gradient on to its parents."""
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        getattr(parent, "receive", lambda share: None)(self.grad * local)


AutogradValue.backward_pass = backward_pass
