#: title = "sum: g is taken out of its box and repeated with numpy, the rule cannot be traced"
#: lose = ["q3-sum", "q8-whole"]
#: misconception = "rule-takes-values-out-of-boxes"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
def sum_vjp(g, ans, x, axis=None, keepdims=False):
    g = unboxed(g)
    if axis is not None and not keepdims:
        g = numpy.expand_dims(g, axis)
    return numpy.broadcast_to(g, np.shape(x))


defvjp(np.sum, sum_vjp)
