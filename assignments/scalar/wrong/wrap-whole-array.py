#: title = "wrap_array makes one value of the whole array"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["type"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return AutogradValue(a)
