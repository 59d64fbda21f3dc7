#: title = "shapes are asked from the arrays themselves"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while g.ndim > target.ndim:
        g = g.sum(axis=0)
    for axis in range(target.ndim):
        if target.shape[axis] == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g

# %% [q3-sum-answer]
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return g * np.ones(x.shape)


defvjp(np.sum, sum_vjp)

# %% [q3-dot-answer]
def dot_vjp_x(g, ans, x, y):
    if x.ndim == 2 and y.ndim == 1:
        return np.outer(g, y)
    return g @ y.T if y.ndim == 2 else g * y


def dot_vjp_y(g, ans, x, y):
    if x.ndim == 1 and y.ndim == 2:
        return np.outer(x, g)
    return x.T @ g if x.ndim == 2 else g * x


defvjp(dot, dot_vjp_x, dot_vjp_y)

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, y = make_vjp(fun, x)
    rows = []
    for i in range(y.size):
        g = numpy.zeros_like(y, dtype=float)
        g.reshape(-1)[i] = 1.0
        rows.append(vjp(g))
    return numpy.concatenate(rows, axis=None).reshape(y.shape + x.shape)
