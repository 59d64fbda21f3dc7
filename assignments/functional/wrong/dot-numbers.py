#: title = "dot: the rules work on values out of their boxes, and cannot be traced"
#: lose = ["q3-dot", "q8-whole"]
#: misconception = "rule-takes-values-out-of-boxes"

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    g, y = unboxed(g), unboxed(y)
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return numpy.outer(g, y)
    return numpy.dot(g, y.T) if np.ndim(y) == 2 else g * y


def dot_vjp_y(g, ans, x, y):
    g, x = unboxed(g), unboxed(x)
    if np.ndim(x) == 1 and np.ndim(y) == 2:
        return numpy.outer(x, g)
    return numpy.dot(x.T, g) if np.ndim(x) == 2 else g * x


defvjp(dot, dot_vjp_x, dot_vjp_y)
