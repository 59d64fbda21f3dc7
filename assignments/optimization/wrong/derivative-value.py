#: title = "derivative: the value of f"
#: lose = ["q2-derivative"]
#: misconception = "derivative-gives-the-value"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    y = f(variable)
    y.backward()
    return y.value
