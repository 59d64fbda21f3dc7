#: title = "wrap keeps ints; unwrap makes the array of the dtype of the first gradient: ints cut the others"
#: lose = ["q6-unwrap"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    first = a.flat[0].grad
    out = np.zeros(a.shape, dtype=type(first))
    for i, v in np.ndenumerate(a):
        out[i] = v.grad
    return out
