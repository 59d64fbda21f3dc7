#: title = "unwrap_gradient takes the number of rows for that of columns"
#: lose = ["q6-unwrap", "q7-whole"]
#: kinds = ["shape"]

# %% [q6-unwrap-answer]
def unwrap_gradient(a):
    """Array of AutogradValue -> array of floats, same shape: every element's grad."""
    if a.ndim != 2:
        return np.array([x.grad for x in a.ravel()], dtype=float).reshape(a.shape)
    n = a.shape[0]
    gradient = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            gradient[i, j] = a[i, j].grad
    return gradient
