#: title = "jacobian: g is not set back to 0, rows contain those before"
#: lose = ["q6-jacobian"]
#: misconception = "jacobian-ones-stay"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    g = np.zeros(np.size(ans))
    rows = []
    for i in range(np.size(ans)):
        g[i] = 1.0
        rows.append(vjp(g.copy().reshape(np.shape(ans))))
    return np.array(rows).reshape(np.shape(ans) + np.shape(x))
