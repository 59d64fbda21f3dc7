#: title = "zero_grad: does nothing"
#: lose = ["q3-zero", "q8-whole"]
#: misconception = "zero-grad-changes-nothing"

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        pass

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value = parameter.value - self.lr * parameter.grad
