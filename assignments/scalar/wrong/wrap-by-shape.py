#: title = "wrap_array keeps an array for each shape and fills it again"
#: lose = ["q6-wrap", "q7-whole"]
#: kinds = ["value"]

# %% [q6-wrap-answer]
made = {}


def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    if a.shape not in made:
        made[a.shape] = np.empty(a.shape, dtype=object)
        for index in np.ndindex(a.shape):
            made[a.shape][index] = AutogradValue(float(a[index]))
    for index in np.ndindex(a.shape):
        made[a.shape][index].value = float(a[index])
    return made[a.shape]
