#: title = "advect wraps in a loop that never ends"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]

    def inside(k):
        while np.any(k < 0):
            k + n
        while np.any(k >= n):
            k - n
        return k

    i, j = np.indices((n, n))
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = inside(x0), inside(y0), inside(x0 + 1), inside(y0 + 1)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
