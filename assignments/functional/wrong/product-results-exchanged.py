#: title = "product_vjp: x_bar comes first, then W_bar"
#: lose = ["q6-products"]
#: misconception = "product-results-exchanged"

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    return np.dot(W.T, z_bar), np.outer(z_bar, x)


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    return y_bar * np.exp(z)
