#: title = "unbroadcast: the sums are made of plain values and cannot be traced"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-out-of-boxes"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    g = unboxed(g)
    while numpy.ndim(g) > np.ndim(target):
        g = numpy.sum(g, axis=0)
    for axis, size in enumerate(np.shape(target)):
        if size == 1:
            g = numpy.sum(g, axis=axis, keepdims=True)
    return g
