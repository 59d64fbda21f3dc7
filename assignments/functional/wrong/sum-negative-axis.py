#: title = "sum: a negative axis is not counted from the end"
#: lose = ["q3-sum"]

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is None:
        return np.broadcast_to(g, np.shape(x))
    axes = axis if isinstance(axis, tuple) else (axis,)
    shape = tuple(1 if i in axes else n for i, n in enumerate(np.shape(x)))
    return np.broadcast_to(np.reshape(g, shape), np.shape(x))


defvjp(np.sum, sum_vjp)
