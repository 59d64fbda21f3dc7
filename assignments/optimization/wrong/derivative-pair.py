#: title = "derivative: the value and the gradient"
#: lose = ["q2-derivative"]

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    y = f(variable)
    y.backward()
    return y.value, variable.grad
