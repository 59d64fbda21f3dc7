#: title = "sum: the axis is put back at the end, whichever it was"
#: lose = ["q3-sum", "q8-whole"]

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, -1)
    return np.broadcast_to(g, np.shape(x))


defvjp(np.sum, sum_vjp)
