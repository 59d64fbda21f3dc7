#: title = "derivation: the numbers of the example below, whatever is given"
#: lose = ["q8-derivation"]

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = -0.2890504973749960
    z_bar = -0.0594014742209998
    w_bar = -0.1188029484419996
    b_bar = -0.0594014742209998
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
