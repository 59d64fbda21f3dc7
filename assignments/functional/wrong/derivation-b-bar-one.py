#: title = "derivation: b_bar is 1, without z_bar"
#: lose = ["q8-derivation"]
#: misconception = "derivation-b-bar-of-another-line"

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = L_bar * (y - t)
    z_bar = y_bar * y * (1.0 - y)
    w_bar = z_bar * x
    b_bar = 1.0
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
