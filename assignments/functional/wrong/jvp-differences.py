#: title = "make_jvp: a two-sided difference along the velocity"
#: lose = ["q6-jvp"]
#: misconception = "forward-by-a-difference"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    h = 1e-5

    def jvp(v):
        return (fun(x + h * v) - fun(x - h * v)) / (2.0 * h)

    return jvp, fun(x)
