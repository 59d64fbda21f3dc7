#: title = "advect moves along x by vy, and along y by vx"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-winds-exchanged"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    x, y = i - vy, j - vx
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    at = lambda p, q: f[np.mod(p, n), np.mod(q, n)]
    top = (1 - b) * at(x0, y0) + b * at(x0, y0 + 1)
    bottom = (1 - b) * at(x0 + 1, y0) + b * at(x0 + 1, y0 + 1)
    return (1 - r) * top + r * bottom
