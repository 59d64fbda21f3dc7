#: title = "jacobian: as many walks as there are inputs, not outputs"
#: lose = ["q6-jacobian"]
#: misconception = "jacobian-as-many-rows-as-inputs"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    rows = []
    for i in range(np.size(x)):
        g = np.zeros(np.size(ans))
        g[i] = 1.0
        rows.append(vjp(g.reshape(np.shape(ans))))
    return np.array(rows).reshape(np.shape(ans) + np.shape(x))
