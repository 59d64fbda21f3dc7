#: title = "zero_grad: the last parameter is left out"
#: lose = ["q3-zero", "q8-whole"]

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for i in range(len(self.params) - 1):
            self.params[i].grad = np.zeros(self.params[i].value.shape)

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value = parameter.value - self.lr * parameter.grad
