#: title = "forward mode by turning round the whole vjp"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, ans = make_vjp(fun, x)
    return transposed(vjp, ans), ans
