#: title = "unwrap_gradient keeps its answer for an array though the gradients change"
#: lose = ["q6-unwrap"]
#: kinds = ["gradient"]

# %% [q6-unwrap-answer]
known = {}


def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    if id(a) not in known:
        gradient = np.empty(a.shape)
        for index in np.ndindex(a.shape):
            gradient[index] = a[index].grad
        known[id(a)] = a, gradient
    return known[id(a)][1]
