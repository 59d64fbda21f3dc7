#: title = "product_vjp: the outer product is transposed"
#: lose = ["q6-products"]
#: misconception = "product-outer-turned-round"

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    return np.outer(x, z_bar), np.dot(W.T, z_bar)


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    return y_bar * np.exp(z)
