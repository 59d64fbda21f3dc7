#: title = "make_jvp: what make_vjp gives is returned, the velocity is sent back"
#: lose = ["q6-jvp", "q8-whole"]
#: misconception = "forward-is-backward"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    return make_vjp(fun, x)
