#: title = "unwrap_gradient sets gradients to 0 once it has read them"
#: lose = ["q6-unwrap"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.empty(a.shape)
    for index in np.ndindex(a.shape):
        gradient[index] = a[index].grad
        a[index].grad = 0.0
    return gradient
