#: title = "unbroadcast: everything is added up to one number"
#: lose = ["q3-unbroadcast", "q8-whole"]
#: misconception = "stretched-everything-added-up"

# %% [q3-unbroadcast-answer]
def unbroadcast(target, g):
    """Add g up to the shape of target, which was stretched to the shape of g."""
    return np.sum(g)
