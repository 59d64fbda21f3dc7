#: title = "wrap_array and unwrap_gradient work for any shape, lists included"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    wrap = np.frompyfunc(lambda n: AutogradValue(n), 1, 1)
    return np.asarray(wrap(np.array(a, dtype=float)), dtype=object)


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    return np.frompyfunc(lambda v: v.grad, 1, 1)(a).astype(np.float64)
