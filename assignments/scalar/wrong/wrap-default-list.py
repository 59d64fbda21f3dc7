#: title = "wrap_array collects in a default argument, which keeps earlier values"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["value"]

# %% [q6-wrap-answer]
def wrap_array(a, values=[]):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    for x in a.ravel():
        values.append(AutogradValue(float(x)))
    wrapped = np.empty(a.size, dtype=object)
    wrapped[:] = values[: a.size]
    return wrapped.reshape(a.shape)
