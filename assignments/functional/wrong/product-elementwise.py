#: title = "product_vjp: W_bar is an element-by-element product"
#: lose = ["q6-products"]
#: misconception = "product-of-vectors-for-the-matrix"

# %% [q6-products-answer]
def product_vjp(W, x, z_bar):
    """For z = W x: what z_bar becomes at W, and at x."""
    return z_bar * x, np.dot(W.T, z_bar)


def exp_vjp(z, y_bar):
    """For y = exp(z): what y_bar becomes at z."""
    return y_bar * np.exp(z)
