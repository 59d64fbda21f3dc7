#: title = "wrap_array stores values in an array of floats"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["raised"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    wrapped = np.zeros(np.shape(a))
    for index in np.ndindex(wrapped.shape):
        wrapped[index] = AutogradValue(float(a[index]))
    return wrapped
