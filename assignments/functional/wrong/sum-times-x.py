#: title = "sum: g times x is sent"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "sum-times-the-entries"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    return g * x


defvjp(np.sum, sum_vjp)
