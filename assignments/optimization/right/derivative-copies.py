#: title = "everything is copied and put into words"

# %% [q2-derivative-answer]
def derivative(f, x):
    """The gradient of f at x, an array of the shape of x."""
    point = np.asarray(x, dtype=np.float64).copy()
    place = Variable(point)
    height = f(place)
    backward(height)
    slope = np.empty(point.shape)
    slope[...] = place.grad
    assert slope.shape == np.shape(x)
    return slope
