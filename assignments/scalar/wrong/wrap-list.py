#: title = "wrap_array returns a list of lists"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["type"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    return [[AutogradValue(float(n)) for n in row] for row in a]
