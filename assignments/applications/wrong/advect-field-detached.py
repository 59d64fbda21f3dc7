#: title = "advect takes f out of the trace by np.array"
#: lose = ["q1-slopes", "q8-whole"]
#: misconception = "advect-traces-become-plain"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    f = np.array(f.tolist() if hasattr(f, "tolist") else f, dtype=float)
    n = f.shape[0]
    i, j = np.indices((n, n))
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = x0 % n, y0 % n, (x0 + 1) % n, (y0 + 1) % n
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
