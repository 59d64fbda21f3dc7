#: title = "sum: an array of zeros is filled with g, which a box does not allow"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "rule-makes-arrays"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    if axis is not None and not keepdims:
        g = np.expand_dims(g, axis)
    found = np.zeros(np.shape(x))
    found[...] = g
    return found


defvjp(np.sum, sum_vjp)
