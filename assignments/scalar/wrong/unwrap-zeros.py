#: title = "unwrap_gradient makes an array and does not fill it"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "unwrap-zeros"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.zeros(a.shape)
