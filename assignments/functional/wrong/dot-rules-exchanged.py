#: title = "dot: the rules of the two arguments are exchanged"
#: lose = ["q3-dot", "q8-whole"]
#: misconception = "dot-rules-exchanged"

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(g, y)
    if np.ndim(y) == 1:
        return g * y
    return np.dot(g, y.T)


def dot_vjp_y(g, ans, x, y):
    if np.ndim(x) == 1 and np.ndim(y) == 2:
        return np.outer(x, g)
    if np.ndim(x) == 1:
        return g * x
    return np.dot(x.T, g)


defvjp(dot, dot_vjp_y, dot_vjp_x)
