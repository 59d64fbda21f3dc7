#: title = "sgd keeps its state in a dataclass"

# %% [q8-sgd-answer]
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class State:
    x: np.ndarray
    v: np.ndarray
    i: int = 0

    def step(self, g, step_size, mass):
        v = mass * self.v - (1 - mass) * g
        return replace(self, x=self.x + step_size * v, v=v, i=self.i + 1)


def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    flat_gradient, unflatten, start = flatten_func(grad, init_params)
    state = State(start, 0 * start)
    while state.i < num_iters:
        g = flat_gradient(state.x, state.i)
        callback and callback(unflatten(state.x), state.i, unflatten(g))
        state = state.step(g, step_size, mass)
    return unflatten(state.x)
