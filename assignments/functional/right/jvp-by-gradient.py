#: title = "forward mode: the gradient of the product of velocity and what comes back, by what is sent"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, y = make_vjp(fun, x)

    def jvp(velocity):
        return grad(lambda g: np.sum(vjp(g) * velocity))(np.ones_like(y) * 1.0)

    return jvp, y
