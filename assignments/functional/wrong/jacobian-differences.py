#: title = "jacobian: finite differences, column by column"
#: lose = ["q6-jacobian"]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    h = 1e-5
    x = np.array(x, dtype=float)
    columns = []
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        columns.append((fun(up) - fun(down)) / (2 * h))
    return np.stack(columns, axis=-1).reshape(np.shape(fun(x)) + x.shape)
