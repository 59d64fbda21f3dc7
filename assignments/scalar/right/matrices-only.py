#: title = "wrap_array and unwrap_gradient are two loops over rows and columns"

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    rows, columns = a.shape
    wrapped = np.ndarray((rows, columns), dtype=object)
    for i in range(rows):
        for j in range(columns):
            wrapped[i, j] = AutogradValue(a[i, j])
    return wrapped


# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    gradient = np.zeros_like(a, dtype=float)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            gradient[i][j] = a[i][j].grad
    return np.asmatrix(gradient).A
