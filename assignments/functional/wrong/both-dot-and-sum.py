#: title = "sum: the axis is not put back; dot: nothing is transposed"
#: lose = ["q3-sum", "q3-dot", "q8-whole"]
#: misconception = "sum-axes-not-put-back"

# %% [q3-sum-answer]
# defvjp(np.sum, ...)
defvjp(np.sum, lambda g, ans, x, axis=None, keepdims=False: np.broadcast_to(g, np.shape(x)))

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(g, y)
    if np.ndim(y) == 1:
        return g * y
    return np.dot(g, y)


def dot_vjp_y(g, ans, x, y):
    if np.ndim(x) == 1 and np.ndim(y) == 2:
        return np.outer(x, g)
    if np.ndim(x) == 1:
        return g * x
    return np.dot(x, g)


defvjp(dot, dot_vjp_x, dot_vjp_y)
