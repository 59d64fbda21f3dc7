#: title = "exp_vjp: exp(z), without y_bar"
#: lose = ["q6-products"]
#: misconception = "exp-product-without-y-bar"

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    return np.outer(z_bar, x), np.dot(W.T, z_bar)


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    return np.exp(z)
