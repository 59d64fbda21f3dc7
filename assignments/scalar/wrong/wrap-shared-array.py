#: title = "wrap_array fills one array again and again, so earlier results change"
#: lose = ["q6-wrap"]

# %% [q6-wrap-answer]
KEPT = {}


def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = KEPT.setdefault(a.shape, np.empty(a.shape, dtype=object))
    for index in np.ndindex(a.shape):
        wrapped[index] = AutogradValue(float(a[index]))
    return wrapped
