#: title = "the Jacobian column by column, in forward mode"

# %% [q6-jacobian-answer]
def jacobian(fun, x):
    """All derivatives of fun at x: an array of the shape of fun(x) followed by that of x."""
    jvp, ans = make_jvp(fun, x)
    J = np.zeros(np.shape(ans) + np.shape(x))
    for j in np.ndindex(np.shape(x)):
        direction = np.zeros(np.shape(x))
        direction[j] = 1.0
        J[(..., *j)] = jvp(direction)
    return J

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    W_bar = np.einsum("i,j->ij", z_bar, x)
    x_bar = np.einsum("ij,i->j", W, z_bar)
    return W_bar, x_bar


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    return np.multiply(y_bar, np.exp(z))
