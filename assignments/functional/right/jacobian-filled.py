#: title = "the Jacobian is filled in, entry of the output by entry; vjps by the own tracer"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    vjp, y = make_vjp(fun, x)
    J = np.empty(np.shape(y) + np.shape(x))
    g = np.zeros(np.shape(y))
    for i in np.ndindex(*np.shape(y)):
        g[i] = 1
        J[i] = vjp(g.copy())
        g[i] = 0
    return J

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    vjp_W, _ = make_vjp(lambda W: np.dot(W, x), W)
    vjp_x, _ = make_vjp(lambda x: np.dot(W, x), x)
    return vjp_W(z_bar), vjp_x(z_bar)


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    y = np.exp(z)
    return y * y_bar
