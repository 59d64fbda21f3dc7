#: title = "derivative: printed in place of returned"
#: lose = ["q2-derivative"]
#: misconception = "derivative-gives-nothing"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    f(variable).backward()
    print(variable.grad)
