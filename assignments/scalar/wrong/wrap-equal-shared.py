#: title = "wrap_array uses one value for all elements with the same number"
#: lose = ["q6-wrap"]
#: misconception = "wrap-equal-shared"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    made = {n: AutogradValue(n) for n in set(np.ravel(a).tolist())}
    return np.array([[made[float(n)] for n in row] for row in a], dtype=object)
