#: title = "a generator for each parameter remembers"

# %% [q8-optimizers-answer]
class Generated(GD):
    """Each parameter has a generator: it is sent gradients and gives steps."""

    def start(self):
        self.rules = []
        for parameter in self.params:
            rule = self.rule(np.shape(parameter.value))
            next(rule)
            self.rules.append(rule)

    def step(self):
        for parameter, rule in zip(self.params, self.rules):
            parameter.value = parameter.value - self.lr * rule.send(parameter.grad)


class Momentum(Generated):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        self.start()

    def rule(self, shape):
        v = np.zeros(shape)
        while True:
            g = yield v
            v = self.mu * v + g


class Adam(Generated):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.start()

    def rule(self, shape):
        m, s, t, step = np.zeros(shape), np.zeros(shape), 0, None
        while True:
            g = yield step
            t += 1
            m = self.beta1 * m + (1 - self.beta1) * g
            s = self.beta2 * s + (1 - self.beta2) * g**2
            step = m / (1 - self.beta1**t) / (np.sqrt(s / (1 - self.beta2**t)) + self.eps)
