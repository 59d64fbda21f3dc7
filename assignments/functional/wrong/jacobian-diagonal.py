#: title = "jacobian: only the diagonal is filled"
#: lose = ["q6-jacobian"]

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    slopes = vjp(np.ones(np.shape(ans)))
    return np.reshape(np.diag(np.ravel(slopes)), np.shape(ans) + np.shape(x))
