#: title = "advect forgets indexing=\"ij\": i and j are exchanged"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-axes-exchanged"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n, m = f.shape
    i, j = np.meshgrid(np.arange(n), np.arange(m))
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = np.mod(x0, n), np.mod(y0, m), np.mod(x0 + 1, n), np.mod(y0 + 1, m)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
