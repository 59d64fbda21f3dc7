#: title = "dot: of two vectors, the outer product is taken"
#: lose = ["q3-dot"]

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    return np.outer(g, y) if np.ndim(y) == 1 else np.dot(g, y.T)


def dot_vjp_y(g, ans, x, y):
    return np.outer(x, g) if np.ndim(x) == 1 else np.dot(x.T, g)


defvjp(dot, dot_vjp_x, dot_vjp_y)
