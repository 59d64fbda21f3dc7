#: title = "wrap_array leaves zeros as plain numbers"
#: lose = ["q6-wrap"]
#: kinds = ["type"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = np.zeros(a.shape, dtype=object)
    for index in zip(*np.nonzero(a)):
        wrapped[index] = AutogradValue(float(a[index]))
    return wrapped
