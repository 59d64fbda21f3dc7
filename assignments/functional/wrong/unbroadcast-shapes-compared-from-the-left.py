#: title = "unbroadcast: the shapes are compared from the left, axis by axis"
#: lose = ["q3-unbroadcast", "q8-whole"]

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    axes = []
    for axis, size in enumerate(np.shape(g)):
        if axis >= np.ndim(target) or np.shape(target)[axis] != size:
            axes.append(axis)
    return np.reshape(np.sum(g, axis=tuple(axes)), np.shape(target))
