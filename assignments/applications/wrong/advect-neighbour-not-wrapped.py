#: title = "advect takes the neighbour of the wrapped cell, and does not wrap it"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-leaves-the-array"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0 = np.mod(x0, n), np.mod(y0, n)
    x1, y1 = x0 + 1, y0 + 1
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
