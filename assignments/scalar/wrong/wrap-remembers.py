#: title = "wrap_array returns the same values for the same numbers"
#: lose = ["q6-wrap", "q7-whole"]

# %% [q6-wrap-answer]
_wrapped = {}

def wrap_array(a):
    a = np.asarray(a, dtype=float)
    key = a.tobytes(), a.shape
    if key not in _wrapped:
        out = np.empty(a.shape, dtype=object)
        for i, x in np.ndenumerate(a):
            out[i] = AutogradValue(float(x))
        _wrapped[key] = out
    return _wrapped[key]
