#: title = "make_jvp: only the function is returned, not the value"
#: lose = ["q6-jvp", "q8-whole"]

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, ans = make_vjp(fun, x)
    return transposed(vjp, ans)
