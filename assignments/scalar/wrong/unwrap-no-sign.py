#: title = "unwrap_gradient returns sizes without signs"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["gradient"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.zeros(a.shape)
    for index in np.ndindex(a.shape):
        gradient[index] = abs(a[index].grad)
    return gradient
