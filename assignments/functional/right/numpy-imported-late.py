#: title = "NumPy is imported once more in cells after Q3, and its plain functions are used"

# %% [q4-toposort-answer]
import numpy as np


def toposort(end_node):
    """All nodes that lead to end_node, each once, and after all nodes that use it."""
    order, seen = [], set()

    def dfs(node):
        seen.add(node)
        [dfs(parent) for parent in node.parents if parent not in seen]
        order.insert(0, node)

    dfs(end_node)
    return order

# %% [q5-answer]
import numpy as np


def value_and_grad(fun, argnum=0):
    """The function that computes fun and its gradient by its argument number argnum."""
    def both(*args, **kwargs):
        vjp, ans = make_vjp(lambda x: fun(*subval(args, argnum, x), **kwargs), args[argnum])
        return ans, vjp(np.ones_like(ans))
    return both


def hvp(fun, x, v):
    """The Hessian of fun at x, times v."""
    return grad(lambda x: np.sum(np.multiply(grad(fun)(x), v)))(x)

# %% [q6-products-answer]
import numpy as np
from numpy import exp


def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    return np.outer(z_bar, x), np.matmul(W.T, z_bar)


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    return exp(z) * y_bar

# %% [q7-logsumexp-answer]
import numpy as np


@primitive
def logsumexp(x):
    """log(sum(exp(x))), also where exp(x) would overflow."""
    m = np.amax(x)
    return m + np.log(np.exp(x - m).sum())


def logsumexp_vjp(g, ans, x):
    """What g becomes at x."""
    return g * np.exp(np.subtract(x, ans))


defvjp(logsumexp, logsumexp_vjp)

# %% [q8-sgd-answer]
import numpy as np
from numpy import zeros_like


def sgd(grad, init_params, callback=None, num_iters=200, step_size=0.1, mass=0.9):
    """Gradient descent with momentum; grad(params, i) is the gradient in step i."""
    x, unflatten = flatten(init_params)
    v = zeros_like(x)
    for i in range(num_iters):
        gradient = grad(unflatten(x), i)
        if callback is not None:
            callback(unflatten(x), i, gradient)
        g, _ = flatten(gradient)
        v = mass * v - (1 - mass) * g
        x = x + step_size * v
    return unflatten(x)
