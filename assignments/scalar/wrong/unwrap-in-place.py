#: title = "unwrap_gradient writes the gradients over the values it was given"
#: lose = ["q6-unwrap"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    for index in np.ndindex(a.shape):
        a[index] = a[index].grad
    return a.astype(float)
