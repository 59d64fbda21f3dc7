#: title = "unbroadcast: g is reshaped, nothing is added up"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-forced-into-shape"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    return np.reshape(g, np.shape(target))
