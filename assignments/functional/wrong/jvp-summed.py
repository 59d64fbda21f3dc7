#: title = "make_jvp: the velocity of the output is added up to one number"
#: lose = ["q6-jvp", "q8-whole"]
#: misconception = "forward-a-number"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, ans = make_vjp(fun, x)
    return lambda v: np.sum(transposed(vjp, ans)(v)), ans
