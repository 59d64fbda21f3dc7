#: title = "dot: of a matrix and a vector, the outer product comes out transposed"
#: lose = ["q3-dot"]

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(y, g)
    if np.ndim(y) == 1:
        return g * y
    return np.dot(g, y.T)


def dot_vjp_y(g, ans, x, y):
    if np.ndim(x) == 1 and np.ndim(y) == 2:
        return np.outer(x, g)
    if np.ndim(x) == 1:
        return g * x
    return np.dot(x.T, g)


defvjp(dot, dot_vjp_x, dot_vjp_y)
