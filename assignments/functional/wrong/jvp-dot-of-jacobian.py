#: title = "make_jvp: np.dot of the Jacobian and the velocity, which fits vectors only"
#: lose = ["q6-jvp", "q8-whole"]
#: misconception = "forward-runs-the-function-again"

# %% [q6-jvp-answer]
def make_jvp(fun, x):
    """A function that pushes a velocity of x through fun; and fun(x)."""
    J = jacobian(fun, x)
    return lambda v: np.dot(J, v), fun(x)
