#: title = "advect row by row, each by fancy indexing"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    j = np.arange(n)

    def new_row(i):
        x, y = i - vx[i], j - vy[i]
        x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
        r, b = x - x0, y - y0
        at = lambda p, q: f[p % n, q % n]
        left = at(x0, y0) * (1 - b) + at(x0, y0 + 1) * b
        right = at(x0 + 1, y0) * (1 - b) + at(x0 + 1, y0 + 1) * b
        return left * (1 - r) + right * r

    return np.stack([new_row(i) for i in range(n)])
