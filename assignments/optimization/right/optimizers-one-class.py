#: title = "one class with flags, states changed in place"

# %% [q8-optimizers-answer]
class Remembering(GD):
    def __init__(self, params, lr, beta1, keep1, beta2=0.0, eps=0.0, adaptive=False):
        GD.__init__(self, params, lr)
        self.beta1, self.keep1, self.beta2, self.eps = beta1, keep1, beta2, eps
        self.adaptive = adaptive
        self.first = [np.zeros(p.value.shape) for p in self.params]
        self.second = [np.zeros(p.value.shape) for p in self.params]
        self.count = 0

    def step(self):
        self.count += 1
        for p, m, s in zip(self.params, self.first, self.second):
            m *= self.beta1
            m += self.keep1 * p.grad
            change = m
            if self.adaptive:
                s *= self.beta2
                s += (1 - self.beta2) * np.square(p.grad)
                rate = math.sqrt(1 - self.beta2**self.count) / (1 - self.beta1**self.count)
                scaled_eps = self.eps * math.sqrt(1 - self.beta2**self.count)
                change = rate * m / (np.sqrt(s) + scaled_eps)
            p.value = p.value - self.lr * change


class Momentum(Remembering):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr, beta1=mu, keep1=1.0)
        self.mu = mu


class Adam(Remembering):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr, beta1, 1 - beta1, beta2, eps, adaptive=True)
