#: title = "derivative: float(x), so that arrays fail"
#: lose = ["q2-derivative"]
#: misconception = "derivative-for-single-numbers"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(float(x))
    f(variable).backward()
    return variable.grad
