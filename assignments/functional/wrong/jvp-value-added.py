#: title = "make_jvp: the value is added to the velocity"
#: lose = ["q6-jvp", "q8-whole"]

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, ans = make_vjp(fun, x)
    push = transposed(vjp, ans)
    return lambda v: ans + push(v), ans
