#: title = "the cell of derivative makes backward a difference"
#: lose = ["q2-derivative"]
#: misconception = "derivative-without-the-way-back"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    before = Variable.backward
    Variable.backward = lambda self: None
    variable = Variable(x)
    f(variable).backward()
    Variable.backward = before
    return variable.grad
