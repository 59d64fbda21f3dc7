#: title = "gradients in longdouble"

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.array([v.grad for v in np.ravel(a)], dtype=np.longdouble).reshape(np.shape(a))
