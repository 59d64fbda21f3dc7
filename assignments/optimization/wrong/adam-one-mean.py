#: title = "Adam: one pair of means for all parameters"
#: lose = ["q8-adam", "q8-whole"]
#: misconception = "adam-means-shared"

# %% [q8-optimizers-answer]
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        self.velocities = [np.zeros(parameter.value.shape) for parameter in self.params]

    def step(self):
        for i, parameter in enumerate(self.params):
            self.velocities[i] = self.mu * self.velocities[i] + parameter.grad
            parameter.value = parameter.value - self.lr * self.velocities[i]


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.t = 0
        self.means = [np.zeros(parameter.value.shape) for parameter in self.params]
        self.squares = [np.zeros(parameter.value.shape) for parameter in self.params]

    def step(self):
        self.t += 1
        for i, parameter in enumerate(self.params):
            g = parameter.grad
            self.means[0] = self.beta1 * self.means[0] + (1.0 - self.beta1) * g
            self.squares[0] = self.beta2 * self.squares[0] + (1.0 - self.beta2) * g**2
            mean = self.means[0] / (1.0 - self.beta1**self.t)
            square = self.squares[0] / (1.0 - self.beta2**self.t)
            parameter.value = parameter.value - self.lr * mean / (np.sqrt(square) + self.eps)
