#: title = "jacobian: one walk with ones, the rows are added up"
#: lose = ["q6-jacobian"]
#: misconception = "jacobian-added-up"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    return vjp(np.ones(np.shape(ans)))
