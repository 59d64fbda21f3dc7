#: title = "wrap_array makes ForwardValue objects"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = np.empty(a.shape, dtype=object)
    for index in np.ndindex(a.shape):
        wrapped[index] = ForwardValue(float(a[index]))
    return wrapped
