#: title = "unwrap_gradient leaves gradients of 0 out"
#: lose = ["q6-unwrap"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([x.grad for x in a.flat if x.grad], dtype=float).reshape(a.shape)
