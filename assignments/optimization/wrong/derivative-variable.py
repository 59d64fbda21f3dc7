#: title = "derivative: the variable, not its gradient"
#: lose = ["q2-derivative"]
#: misconception = "derivative-gives-a-variable"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    f(variable).backward()
    return variable
