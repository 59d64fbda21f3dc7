#: title = "make_jvp: the velocity is divided by its length"
#: lose = ["q6-jvp", "q8-whole"]

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, ans = make_vjp(fun, x)
    push = transposed(vjp, ans)
    return lambda v: push(v / np.sqrt(np.sum(v**2))), ans
