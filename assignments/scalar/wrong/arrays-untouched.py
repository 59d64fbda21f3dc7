#: title = "wrap_array and unwrap_gradient return what they got"
#: lose = ["q6-wrap", "q6-unwrap", "q7-whole"]
#: kinds = ["type"]
#: misconception = "unwrap-objects"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return a


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return a
