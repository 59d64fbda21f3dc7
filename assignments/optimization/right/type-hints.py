#: title = "types are written down, and asserted"

# %% [q3-gd-answer]
from __future__ import annotations

from collections.abc import Iterable


class GD:
    """Gradient descent on a list of parameters, with the learning rate lr."""

    params: list[Variable]
    lr: float

    def __init__(self, params: Iterable[Variable], lr: float) -> None:
        self.params = list(params)
        self.lr = lr
        assert all(isinstance(parameter, Variable) for parameter in self.params)

    def zero_grad(self) -> None:
        """Set the gradients of all parameters to 0."""
        for parameter in self.params:
            parameter.grad = np.zeros(parameter.value.shape)

    def step(self) -> None:
        """Change the value of each parameter by -lr times its gradient."""
        for parameter in self.params:
            assert parameter.value.shape == parameter.grad.shape
            parameter.value = parameter.value - self.lr * parameter.grad

# %% [q4-runs-answer]
History = tuple[np.ndarray, np.ndarray]


def perform_gd(initializations: list[float], lrs: list[float], epochs: int = 100) -> History:
    """Where x was before each step, and f there: two arrays of shape (runs, epochs)."""
    shape: tuple[int, int] = (len(initializations), epochs)
    x_history: np.ndarray = np.full(shape, np.nan)
    f_history: np.ndarray = np.full(shape, np.nan)
    run: int
    for run in range(shape[0]):
        module: Parabola = Parabola(initializations[run])
        optimizer: GD = GD(module.collect_parameters(), lrs[run])
        for epoch in range(epochs):
            x_history[run, epoch] = float(module.x.value)
            optimizer.zero_grad()
            value: Variable = module.forward()
            f_history[run, epoch] = float(value.value)
            value.backward()
            optimizer.step()
    assert not np.isnan(x_history).any()
    return x_history, f_history
