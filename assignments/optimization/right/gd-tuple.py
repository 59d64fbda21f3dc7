#: title = "parameters stand in a tuple, gradients are set back to 0 times themselves"

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = tuple(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = 0.0 * parameter.value

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        news = [parameter.value - self.lr * parameter.grad for parameter in self.params]
        for parameter, new in zip(self.params, news):
            parameter.value = new
