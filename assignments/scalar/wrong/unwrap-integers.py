#: title = "unwrap_gradient cuts the gradients to whole numbers"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]
#: misconception = "unwrap-integers"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape, dtype=int)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad
    return gradient
