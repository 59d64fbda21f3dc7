#: title = "advect exchanges r and b in the two mixed terms"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-corners-exchanged"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices(f.shape)
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, x1 = np.mod(x0, n), np.mod(x0 + 1, n)
    y0, y1 = np.mod(y0, n), np.mod(y0 + 1, n)
    return (
        (1 - r) * (1 - b) * f[x0, y0]
        + (1 - b) * r * f[x0, y1]
        + b * (1 - r) * f[x1, y0]
        + r * b * f[x1, y1]
    )
