#: title = "wrap_array makes values of arrays with one element"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["type"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = np.empty(a.shape, dtype=object)
    flat = a.reshape(-1)
    for k, index in enumerate(np.ndindex(a.shape)):
        wrapped[index] = AutogradValue(flat[k : k + 1])
    return wrapped
