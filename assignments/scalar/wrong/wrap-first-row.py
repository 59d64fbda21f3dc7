#: title = "wrap_array returns inside its loop, after the first row"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["type"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = np.array(a, dtype=object)
    if a.ndim == 0:
        return np.array(AutogradValue(float(a)), dtype=object)
    for i in range(len(a)):
        for index in np.ndindex(a[i].shape):
            wrapped[(i, *index)] = AutogradValue(float(a[(i, *index)]))
        return wrapped
    return wrapped
