#: title = "unbroadcast: only single numbers are thought of, arrays get g as it is"
#: lose = ["q3-unbroadcast", "q8-whole"]

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    if np.ndim(target) == 0:
        return np.sum(g)
    return g
