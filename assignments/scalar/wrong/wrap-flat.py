#: title = "wrap_array returns a flat array, whatever the shape"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["shape"]
#: misconception = "wrap-flat"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.array([AutogradValue(float(n)) for n in np.ravel(a)], dtype=object)
