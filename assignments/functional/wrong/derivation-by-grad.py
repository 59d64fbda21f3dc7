#: title = "derivation: the lines are computed with grad"
#: lose = ["q8-derivation"]

# %% [q8-derivation-answer]
def derivation(w, x, b, t):
    """The lines of the derivation, with numbers: L, L_bar, y_bar, z_bar, w_bar, b_bar."""
    z = w * x + b
    y = 1.0 / (1.0 + np.exp(-z))
    L = 0.5 * (y - t) ** 2
    L_bar = 1.0
    y_bar = grad(lambda y: 0.5 * (y - t) ** 2)(y)
    z_bar = grad(lambda z: 0.5 * (1.0 / (1.0 + np.exp(-z)) - t) ** 2)(z)
    w_bar = grad(lambda w: 0.5 * (1.0 / (1.0 + np.exp(-(w * x + b))) - t) ** 2)(w)
    b_bar = grad(lambda b: 0.5 * (1.0 / (1.0 + np.exp(-(w * x + b))) - t) ** 2)(b)
    return {"L": L, "L_bar": L_bar, "y_bar": y_bar, "z_bar": z_bar, "w_bar": w_bar, "b_bar": b_bar}
