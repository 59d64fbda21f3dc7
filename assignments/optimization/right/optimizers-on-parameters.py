#: title = "what a parameter remembers is an attribute of it"

# %% [q8-optimizers-answer]
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        for parameter in self.params:
            parameter.velocity = np.zeros_like(parameter.value)

    def step(self):
        for parameter in self.params:
            parameter.velocity = self.mu * parameter.velocity + parameter.grad
            parameter.value = parameter.value - self.lr * parameter.velocity


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.left1 = self.left2 = 1.0
        for parameter in self.params:
            parameter.m = parameter.s = np.zeros_like(parameter.value)

    def step(self):
        # the powers of the betas, as running products
        self.left1 *= self.beta1
        self.left2 *= self.beta2
        for parameter in self.params:
            g = parameter.grad
            parameter.m = self.beta1 * parameter.m + (1 - self.beta1) * g
            parameter.s = self.beta2 * parameter.s + (1 - self.beta2) * g * g
            m, s = parameter.m / (1 - self.left1), parameter.s / (1 - self.left2)
            parameter.value = parameter.value - self.lr * m / (self.eps + np.sqrt(s))
