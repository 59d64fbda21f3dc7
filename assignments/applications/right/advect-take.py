#: title = "advect with one flat index, np.take and a list of weights"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n, m = f.shape
    flat = f.ravel()
    x = np.arange(n).reshape(n, 1) - vx
    y = np.arange(m).reshape(1, m) - vy
    x0 = np.floor(x).astype(int)
    y0 = np.floor(y).astype(int)
    r, b = x - x0, y - y0
    parts = []
    for dx, wx in enumerate((1 - r, r)):
        for dy, wy in enumerate((1 - b, b)):
            index = ((x0 + dx) % n) * m + (y0 + dy) % m
            parts.append(wx * wy * np.take(flat, index))
    return sum(parts)
