#: title = "make_jvp: the velocity times what ones send back, as if each output had one input"
#: lose = ["q6-jvp", "q8-whole"]
#: misconception = "forward-gradient-times-velocity"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    vjp, ans = make_vjp(fun, x)
    return lambda v: v * vjp(np.ones(np.shape(ans))), ans
