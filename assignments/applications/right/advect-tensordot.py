#: title = "advect gathers the four cells in one stack, and weighs them"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n, m = f.shape
    i, j = np.meshgrid(range(n), range(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x), np.floor(y)
    r, b = x - x0, y - y0
    ahead = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    rows = np.mod(x0.astype(int) + ahead[:, 0].reshape(4, 1, 1), n)
    columns = np.mod(y0.astype(int) + ahead[:, 1].reshape(4, 1, 1), m)
    weights = np.stack([(1 - r) * (1 - b), (1 - r) * b, r * (1 - b), r * b])
    return np.sum(weights * f[rows, columns], axis=0)
