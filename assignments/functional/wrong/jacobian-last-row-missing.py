#: title = "jacobian: the last output is left out, its row stays 0"
#: lose = ["q6-jacobian"]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    J = np.zeros((np.size(ans),) + np.shape(x))
    for i in range(np.size(ans) - 1):
        g = np.zeros(np.size(ans))
        g[i] = 1.0
        J[i] = vjp(g.reshape(np.shape(ans)))
    return J.reshape(np.shape(ans) + np.shape(x))
