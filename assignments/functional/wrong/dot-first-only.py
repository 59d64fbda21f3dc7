#: title = "dot: only the first argument has a rule"
#: lose = ["q3-dot", "q8-whole"]

# %% [q3-dot-answer]
# defvjp(dot, ...)
def dot_vjp_x(g, ans, x, y):
    if np.ndim(x) == 2 and np.ndim(y) == 1:
        return np.outer(g, y)
    if np.ndim(y) == 1:
        return g * y
    return np.dot(g, y.T)





defvjp(dot, dot_vjp_x)
