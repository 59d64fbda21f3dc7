#: title = "jacobian: always a matrix, the shapes of x and of the output are lost"
#: lose = ["q6-jacobian"]
#: misconception = "jacobian-a-matrix-always"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    rows = []
    for e in np.eye(np.size(ans)):
        rows.append(np.ravel(vjp(np.reshape(e, np.shape(ans)))))
    return np.array(rows)
