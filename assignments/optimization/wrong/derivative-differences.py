#: title = "derivative: a finite difference"
#: lose = ["q2-derivative"]

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    x = np.array(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        h = np.zeros(x.shape)
        h[i] = 1e-6
        gradient[i] = (value_of(f(Variable(x + h))) - value_of(f(Variable(x - h)))) / 2e-6
    return gradient
