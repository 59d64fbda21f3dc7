#: title = "jacobian: the output is taken for a vector"
#: lose = ["q6-jacobian"]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    rows = []
    for i in range(len(ans)):
        g = np.zeros(len(ans))
        g[i] = 1.0
        rows.append(vjp(g))
    return np.array(rows)
