#: title = "unwrap_gradient sets the gradients back to 0 before it reads them"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        a[index].grad = 0.0
        gradient[index] = a[index].grad
    return gradient
