#: title = "wrap_array and unwrap_gradient use np.vectorize"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.vectorize(lambda x: AutogradValue(float(x)), otypes=[object])(np.asarray(a))


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.vectorize(lambda value: value.grad, otypes=[float])(a)
