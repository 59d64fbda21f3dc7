#: title = "wrap_array reads numbers in the order in which they lie in memory"
#: lose = ["q6-wrap"]

# %% [q6-wrap-answer]
def wrap_array(a):
    flat = np.empty(a.size, dtype=object)
    for i, number in enumerate(np.ravel(a, order="K")):
        flat[i] = AutogradValue(float(number))
    return flat.reshape(a.shape)
