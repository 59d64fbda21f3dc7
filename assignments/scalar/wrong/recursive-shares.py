#: title = "backward_pass sends shares down every path by recursion, and backward only starts it"
#: lose = ["q4-step"]
#: kinds = ["gradient"]

# %% [q4-answer]
def backward_pass(self, share=None):
    """Send this value's gradient on to its parents."""
    share = self.grad if share is None else share
    for parent, local in zip(self.parents, self.grads(*self.parent_values)):
        if isinstance(parent, AutogradValue):
            parent.grad += share * local
            parent.backward_pass(share * local)


AutogradValue.backward_pass = backward_pass


# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0
    self.backward_pass()


AutogradValue.backward = backward
