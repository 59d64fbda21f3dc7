#: title = "sum: g is divided by the number of entries, as for a mean"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "sum-shared-out"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return np.broadcast_to(g * np.size(ans) / np.size(x), np.shape(x))


defvjp(np.sum, sum_vjp)
