#: title = "derivative: a one-sided difference"
#: lose = ["q2-derivative"]
#: misconception = "derivative-one-for-all-entries"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    h = 1e-6
    return (value_of(f(Variable(x + h))) - value_of(f(Variable(x)))) / h
