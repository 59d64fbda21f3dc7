#: title = "wrap_array and unwrap_gradient take arrays apart by their first axis"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    wrapped = np.empty(a.shape, dtype=object)
    if a.ndim == 0:
        wrapped[()] = AutogradValue(a.item())
    else:
        for i, part in enumerate(a):
            wrapped[i] = wrap_array(part) if part.ndim else AutogradValue(part.item())
    return wrapped


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    a = np.asarray(a, dtype=object)
    if a.ndim == 0:
        return np.float64(a[()].grad)
    gradient = np.zeros(a.shape)
    for i in range(len(a)):
        gradient[i] = unwrap_gradient(a[i])
    return gradient
