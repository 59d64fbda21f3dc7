#: title = "advect wraps by np.where, the place first"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n = f.shape[0]
    here = np.arange(n)
    x = np.mod(here[:, np.newaxis] - vx, n)
    y = np.mod(here[np.newaxis, :] - vy, n)
    x0 = np.floor(x).astype(int)
    y0 = np.floor(y).astype(int)
    r = x - x0
    b = y - y0
    x0 = np.where(x0 >= n, x0 - n, x0)
    y0 = np.where(y0 >= n, y0 - n, y0)
    x1 = np.where(x0 == n - 1, 0, x0 + 1)
    y1 = np.where(y0 == n - 1, 0, y0 + 1)
    f00, f01, f10, f11 = f[x0, y0], f[x0, y1], f[x1, y0], f[x1, y1]
    return f00 + r * (f10 - f00) + b * (f01 - f00) + r * b * (f00 - f01 - f10 + f11)
