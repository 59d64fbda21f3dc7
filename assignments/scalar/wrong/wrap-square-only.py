#: title = "wrap_array takes the number of rows for that of columns"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["shape"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    if a.ndim != 2:
        flat = [AutogradValue(float(x)) for x in a.ravel()]
        wrapped = np.empty(a.size, dtype=object)
        wrapped[:] = flat
        return wrapped.reshape(a.shape)
    n = len(a)
    wrapped = np.empty((n, n), dtype=object)
    for i in range(n):
        for j in range(n):
            wrapped[i, j] = AutogradValue(float(a[i, j]))
    return wrapped
