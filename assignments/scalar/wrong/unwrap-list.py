#: title = "unwrap_gradient returns a list of lists"
#: lose = ["q6-unwrap"]
#: kinds = ["type"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    if a.ndim == 0:
        return a[()].grad
    return [unwrap_gradient(np.asarray(row, dtype=object)) for row in a]
