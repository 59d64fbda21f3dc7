#: title = "sum: an axis is an integer, a tuple is not thought of"
#: lose = ["q3-sum"]

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    shape = list(np.shape(x))
    if axis is None:
        return np.ones(shape) * g
    shape[axis] = 1
    return np.reshape(g, shape) * np.ones(np.shape(x))


defvjp(np.sum, sum_vjp)
