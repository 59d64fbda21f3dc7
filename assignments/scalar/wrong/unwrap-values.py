#: title = "unwrap_gradient returns the values, not the gradients"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "unwrap-values"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([[element.value for element in row] for row in a])
