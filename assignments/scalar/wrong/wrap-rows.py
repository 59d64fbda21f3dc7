#: title = "wrap_array makes a value of each row"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["shape"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    wrapped = np.empty(len(a), dtype=object)
    for i in range(len(a)):
        wrapped[i] = AutogradValue(a[i])
    return wrapped
