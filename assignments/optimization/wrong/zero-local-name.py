#: title = "zero_grad: a local name is set to 0"
#: lose = ["q3-zero", "q8-whole"]

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for grad in [parameter.grad for parameter in self.params]:
            grad = 0.0

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value = parameter.value - self.lr * parameter.grad
