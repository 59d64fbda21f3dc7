#: title = "derivation: z (1 - z) in z_bar, sigma is not applied"
#: lose = ["q8-derivation"]
#: misconception = "derivation-z-bar-of-z"

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = L_bar * (y - t)
    z_bar = y_bar * z * (1.0 - z)
    w_bar = z_bar * x
    b_bar = z_bar
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
