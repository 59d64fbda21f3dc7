#: title = "step: =- in place of -="
#: lose = ["q3-step", "q8-whole"]
#: misconception = "step-forgets-where-it-was"

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = np.zeros(parameter.value.shape)

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            parameter.value =- self.lr * parameter.grad
