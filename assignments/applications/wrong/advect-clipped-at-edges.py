#: title = "advect stops at the edges: np.clip in place of np.mod"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-stops-at-the-edges"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x1, y1 = np.clip(x0 + 1, 0, n - 1), np.clip(y0 + 1, 0, m - 1)
    x0, y0 = np.clip(x0, 0, n - 1), np.clip(y0, 0, m - 1)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
