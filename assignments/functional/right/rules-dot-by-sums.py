#: title = "the rules of dot are sums of products of elements"

# %% [q3-dot-answer]
def dot_vjp_x(g, ans, x, y):
    # x: (..., k), y: (k, ...), g: (..., ...)
    if np.ndim(y) == 1:
        return np.expand_dims(g, -1) * y
    return np.sum(np.expand_dims(g, -2) * y, axis=-1)


def dot_vjp_y(g, ans, x, y):
    if np.ndim(x) == 1:
        return np.reshape(x, (-1,) + (1,) * np.ndim(g)) * g
    if np.ndim(y) == 1:
        return np.sum(x * np.reshape(g, (-1, 1)), axis=0)
    return np.sum(x[:, :, None] * g[:, None, :], axis=0)


defvjp(dot, dot_vjp_x, dot_vjp_y)

# %% [q3-sum-answer]
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is None:
        axis = tuple(range(np.ndim(x)))
    if np.ndim(axis) == 0:
        axis = (axis,)
    axis = [a % np.ndim(x) for a in axis]
    if not keepdims:
        index = tuple(None if i in axis else slice(None) for i in range(np.ndim(x)))
        g = g[index] if index else g
    return g + np.zeros_like(x)


defvjp(np.sum, sum_vjp)
