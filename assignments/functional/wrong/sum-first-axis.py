#: title = "sum: the axis is put back in front, whichever it was"
#: lose = ["q3-sum"]
#: misconception = "sum-axes-not-put-back"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, 0)
    return np.broadcast_to(g, np.shape(x))


defvjp(np.sum, sum_vjp)
