#: title = "derivative: the gradient of the end, which is 1"
#: lose = ["q2-derivative"]
#: misconception = "derivative-of-the-end"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    y = f(variable)
    y.backward()
    return y.grad
