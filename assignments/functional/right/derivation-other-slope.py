#: title = "the slope of the logistic function is written in another way, and lines are tuples"

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = -L_bar * (t - y)
    z_bar = y_bar * np.exp(-z) / np.square(1.0 + np.exp(-z))
    w_bar, b_bar = x * z_bar, 1.0 * z_bar
    return dict(L=L, L_bar=L_bar, y_bar=y_bar, z_bar=z_bar, w_bar=w_bar, b_bar=b_bar)
