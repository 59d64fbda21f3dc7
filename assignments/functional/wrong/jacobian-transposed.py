#: title = "jacobian: the shape of x comes first, then that of the output"
#: lose = ["q6-jacobian"]
#: misconception = "jacobian-transposed"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    rows = []
    for i in range(np.size(ans)):
        g = np.zeros(np.size(ans))
        g[i] = 1.0
        rows.append(np.ravel(vjp(g.reshape(np.shape(ans)))))
    return np.array(rows).T.reshape(np.shape(x) + np.shape(ans))
