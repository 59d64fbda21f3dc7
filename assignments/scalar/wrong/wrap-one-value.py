#: title = "wrap_array fills the array with one and the same AutogradValue"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["claim", "value", ""]
#: misconception = "wrap-one-value"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    wrapped = np.empty(np.shape(a), dtype=object)
    wrapped.fill(AutogradValue(float(np.ravel(a)[0])))
    return wrapped
