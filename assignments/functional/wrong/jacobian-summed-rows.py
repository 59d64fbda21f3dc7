#: title = "jacobian: the rows are added up"
#: lose = ["q6-jacobian"]
#: misconception = "jacobian-added-up"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    total = 0.0
    for i in range(np.size(ans)):
        g = np.zeros(np.size(ans))
        g[i] = 1.0
        total = total + vjp(g.reshape(np.shape(ans)))
    return total
