#: title = "unwrap_gradient divides by the number of elements"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad / a.size
    return gradient
