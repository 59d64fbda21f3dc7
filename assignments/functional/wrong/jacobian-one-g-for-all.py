#: title = "jacobian: one array g is changed for each row, also where a row is g itself"
#: lose = ["q6-jacobian"]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    g = np.zeros(np.shape(ans))
    rows = []
    for i in np.ndindex(np.shape(ans)):
        g[i] = 1.0
        rows.append(vjp(g))
        g[i] = 0.0
    return np.array(rows).reshape(np.shape(ans) + np.shape(x))
