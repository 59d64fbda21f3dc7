#: title = "sum: an axis is put in also where keepdims kept it"
#: lose = ["q3-sum"]
#: misconception = "sum-keepdims-ignored"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g, np.shape(x))


defvjp(np.sum, sum_vjp)
