#: title = "unwrap_gradient calls backward on every element"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.zeros(a.shape)
    for index in np.ndindex(a.shape):
        a[index].backward()
        gradient[index] = a[index].grad
    return gradient
