#: title = "unwrap_gradient returns an array of objects instead of floats"
#: lose = ["q6-unwrap"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape, dtype=object)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad
    return gradient
