#: title = "the Jacobian by np.stack over the rows of an identity matrix"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, ans = make_vjp(fun, x)
    m = np.size(ans)
    basis = np.eye(m).reshape((m,) + np.shape(ans))
    rows = np.stack([vjp(e) for e in basis], axis=0)
    return rows.reshape(np.shape(ans) + np.shape(x))

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    return [z_bar.reshape(-1, 1) @ x.reshape(1, -1), z_bar @ W]


exp_vjp = lambda z, y_bar: y_bar * np.exp(z)
