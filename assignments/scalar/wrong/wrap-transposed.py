#: title = "wrap_array gives columns for rows"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["shape", "value"]
#: misconception = "wrap-transposed"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return np.array([[AutogradValue(float(n)) for n in row] for row in np.transpose(a)], dtype=object)
