#: title = "state is made by the first step, and the step of the base class is used"

# %% [q8-optimizers-answer]
class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        self.velocities = None

    def step(self):
        if self.velocities is None:
            self.velocities = [np.array(p.grad) for p in self.params]
        else:
            self.velocities = [self.mu * v + p.grad for v, p in zip(self.velocities, self.params)]
        gradients = [p.grad for p in self.params]
        for p, v in zip(self.params, self.velocities):
            p.grad = v
        super().step()
        for p, g in zip(self.params, gradients):
            p.grad = g


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.history = []

    def step(self):
        if not self.history:
            self.history = [(0, 0.0, 0.0)] * len(self.params)
        self.history = [self.one(p, *state) for p, state in zip(self.params, self.history)]

    def one(self, p, t, m, s):
        t, m, s = (
            t + 1,
            self.beta1 * m + (1 - self.beta1) * p.grad,
            self.beta2 * s + (1 - self.beta2) * p.grad**2,
        )
        unbiased = m / (1 - self.beta1**t), s / (1 - self.beta2**t)
        p.value = p.value - np.divide(self.lr * unbiased[0], np.sqrt(unbiased[1]) + self.eps)
        return t, m, s
