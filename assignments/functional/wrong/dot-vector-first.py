#: title = "dot: a vector in front of a matrix is forgotten"
#: lose = ["q3-dot"]
#: misconception = "dot-vector-on-the-left-forgotten"

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(g, y)
    if np.ndim(y) == 1:
        return g * y
    return np.dot(g, y.T)


def dot_vjp_y(g, ans, x, y):
    return np.dot(x.T, g)


defvjp(dot, dot_vjp_x, dot_vjp_y)
