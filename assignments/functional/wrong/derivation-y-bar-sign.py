#: title = "derivation: y_bar is t - y, the sign is wrong"
#: lose = ["q8-derivation"]
#: misconception = "derivation-y-bar-turned-round"

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = L_bar * (t - y)
    z_bar = y_bar * y * (1.0 - y)
    w_bar = z_bar * x
    b_bar = z_bar
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
