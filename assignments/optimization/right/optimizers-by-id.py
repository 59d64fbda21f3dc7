#: title = "states stand in dicts by id, lazily"

# %% [q8-optimizers-answer]
from collections import defaultdict


class Momentum(GD):
    """Gradient descent with a velocity for each parameter."""

    def __init__(self, params, lr, mu=0.9):
        super().__init__(params, lr)
        self.mu = mu
        self.velocity = {}

    def step(self):
        for p in self.params:
            v = self.mu * self.velocity.get(id(p), 0.0) + p.grad
            self.velocity[id(p)] = v
            p.value = p.value - self.lr * v


class Adam(GD):
    """Steps of about the same size for each entry of each parameter."""

    def __init__(self, params, lr=0.1, beta1=0.9, beta2=0.999, eps=1e-8):
        super().__init__(params, lr)
        self.beta1, self.beta2, self.eps = beta1, beta2, eps
        self.state = defaultdict(lambda: {"m": 0.0, "s": 0.0, "t": 0})

    def step(self):
        for p in self.params:
            state = self.state[id(p)]
            state["t"] += 1
            state["m"] += (1 - self.beta1) * (p.grad - state["m"])
            state["s"] += (1 - self.beta2) * (p.grad * p.grad - state["s"])
            m = state["m"] / (1 - self.beta1 ** state["t"])
            s = state["s"] / (1 - self.beta2 ** state["t"])
            p.value = p.value - self.lr * m / (s**0.5 + self.eps)
