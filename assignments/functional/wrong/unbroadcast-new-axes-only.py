#: title = "unbroadcast: new axes are added up, axes of length 1 are not"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-only-new-axes"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    while np.ndim(g) > np.ndim(target):
        g = np.sum(g, axis=0)
    return g
