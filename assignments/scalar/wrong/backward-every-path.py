#: title = "backward goes down every path and sends gradients again that were sent before"
#: lose = ["q5-shared", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "backward-every-path"

# %% [q5-answer]
def backward(self):
    """Compute the gradient of this value with respect to everything it was computed from."""
    self.grad = 1.0

    def send(value):
        value.backward_pass()
        for parent in value.parents:
            if isinstance(parent, AutogradValue):
                send(parent)

    send(self)


AutogradValue.backward = backward
