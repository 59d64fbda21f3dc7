#: title = "jacobian: the function is traced again for each row"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    size, shape = np.size(fun(x)), np.shape(fun(x))
    rows = []
    for i in range(size):
        vjp, ans = make_vjp(fun, x)
        g = np.zeros(size)
        g[i] = 1.0
        rows.append(vjp(np.reshape(g, shape)))
    return np.array(rows).reshape(shape + np.shape(x))
