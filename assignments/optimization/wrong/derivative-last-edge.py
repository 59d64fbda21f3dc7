#: title = "derivative: the messages of the end only"
#: lose = ["q2-derivative"]

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    variable = Variable(x)
    y = f(variable)
    return sum(send(np.ones(y.value.shape)) for parent, send in y.edges)
