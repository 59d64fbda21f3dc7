#: title = "wrap_array repeats one list of values for all rows"
#: lose = ["q6-wrap", "q7-whole"]

# %% [q6-wrap-answer]
def wrap_array(a):
    """Array of numbers -> array of AutogradValue, same shape."""
    a = np.asarray(a)
    flat = a.reshape(-1, a.shape[-1]) if a.ndim and a.size else a.reshape(1, -1)
    rows = [[AutogradValue(0.0) for _ in range(flat.shape[1])]] * flat.shape[0]
    for i, row in enumerate(flat):
        for j, x in enumerate(row):
            rows[i][j].value = float(x)
    return np.array(rows, dtype=object).reshape(a.shape)
