#: title = "what was stretched is added up by recursion, axis by axis from the right"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    return unbroadcast_to(np.shape(target), g)


def unbroadcast_to(shape, g):
    if np.shape(g) == shape:
        return g
    if len(np.shape(g)) > len(shape):
        return unbroadcast_to(shape, np.sum(g, axis=0))
    for axis in range(-1, -len(shape) - 1, -1):
        if shape[axis] != np.shape(g)[axis]:
            return unbroadcast_to(shape, np.sum(g, axis=axis, keepdims=True))
