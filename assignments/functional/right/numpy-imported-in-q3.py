#: title = "NumPy is imported once more in Q3: np and exp are the plain ones from there on"

# %% [q3-first-answer]
import numpy as np
from numpy import add, exp, log, multiply, subtract

defvjp(exp, lambda g, ans, x: ans * g)
defvjp(log, lambda g, ans, x: g / x)
defvjp(add, lambda g, ans, x, y: g, lambda g, ans, x, y: g)
defvjp(multiply, lambda g, ans, x, y: y * g, lambda g, ans, x, y: x * g)
defvjp(subtract, lambda g, ans, x, y: g, lambda g, ans, x, y: -g)

# %% [q3-unbroadcast-answer]
import numpy as np


def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    shape = np.shape(target)
    extra = tuple(range(np.ndim(g) - len(shape)))
    if extra:
        g = np.sum(g, axis=extra)
    for i, n in enumerate(shape):
        if n == 1:
            g = np.sum(g, axis=i, keepdims=True)
    return g

# %% [q3-more-answer]
import numpy as np

defvjp(np.divide, lambda g, ans, x, y: g / y, lambda g, ans, x, y: -g * ans / y)
defvjp(
    np.power,
    lambda g, ans, x, y: g * y * np.power(x, y - 1.0),
    lambda g, ans, x, y: g * ans * np.log(x),
)
defvjp(np.tanh, lambda g, ans, x: g * (1.0 - np.tanh(x) ** 2))

# %% [q3-sum-answer]
import numpy as np


def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, x.shape)


defvjp(np.sum, sum_vjp)
