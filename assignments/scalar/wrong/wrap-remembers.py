#: title = "wrap_array keeps what it made of an array, though the numbers in it change"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["value"]

# %% [q6-wrap-answer]
MADE = {}


def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    if id(a) not in MADE:
        wrapped = np.empty(np.shape(a), dtype=object)
        for index in np.ndindex(wrapped.shape):
            wrapped[index] = AutogradValue(float(a[index]))
        MADE[id(a)] = a, wrapped
    return MADE[id(a)][1]
