#: title = "parameters are counted, their arrays written into"

# %% [q3-gd-answer]
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    def __init__(self, params, lr):
        self.params = list(params)
        self.lr = lr

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        for i in range(len(self.params)):
            self.params[i].grad = self.params[i].grad * 0

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        for i in range(len(self.params)):
            new = np.array(self.params[i].value)
            new[...] -= np.asarray(self.params[i].grad) * self.lr
            self.params[i].value = new
