#: title = "wrap_array cuts the numbers to whole ones"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["value"]
#: misconception = "wrap-integers"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.array([[AutogradValue(int(n)) for n in row] for row in a], dtype=object)
