#: title = "wrap_array changes the numbers it was given"
#: lose = ["q6-wrap", "q7-whole"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    wrapped = np.empty(np.shape(a), dtype=object)
    for index in np.ndindex(wrapped.shape):
        wrapped[index] = AutogradValue(float(a[index]))
        a[index] = 0.0
    return wrapped
