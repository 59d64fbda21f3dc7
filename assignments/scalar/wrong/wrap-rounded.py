#: title = "wrap_array rounds to one digit"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["value"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = np.empty(a.shape, dtype=object)
    for index in np.ndindex(a.shape):
        wrapped[index] = AutogradValue(round(float(a[index]), 1))
    return wrapped
