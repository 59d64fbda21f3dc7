#: title = "wrap_array returns an object array that still holds plain numbers"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["type"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.asarray(a).astype(object)
