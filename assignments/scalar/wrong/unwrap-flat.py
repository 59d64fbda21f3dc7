#: title = "unwrap_gradient returns a flat array, whatever the shape it was given"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["shape"]
#: misconception = "unwrap-flat"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([element.grad for element in a.ravel()])
