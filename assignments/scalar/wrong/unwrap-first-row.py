#: title = "unwrap_gradient repeats the first row"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "unwrap-first-row"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([[element.grad for element in a[0]] for row in a])
