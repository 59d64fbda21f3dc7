#: title = "derivative: one variable for all calls, whose gradients add up"
#: lose = ["q2-derivative"]

# %% [q2-derivative-answer]
point = Variable(0.0)


def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    point.value = np.array(x, dtype=float)
    f(point).backward()
    return point.grad
