#: title = "make_jvp is left as it was"
#: lose = ["q6-jvp", "q8-whole"]

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    # YOUR CODE HERE
    raise NotImplementedError()
