#: title = "a dataclass with its loops in comprehensions"

# %% [q3-gd-answer]
from dataclasses import dataclass


@dataclass
class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    params: list
    lr: float

    def __post_init__(self):
        self.params = list(self.params)

    def zero_grad(self):
        """Set the gradients of all parameters to 0."""
        [setattr(p, "grad", np.zeros(np.shape(p.value))) for p in self.params]

    def step(self):
        """Change the value of each parameter by -lr times its gradient."""
        [setattr(p, "value", p.value - self.lr * p.grad) for p in self.params]
