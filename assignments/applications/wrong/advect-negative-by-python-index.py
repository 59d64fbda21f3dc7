#: title = "advect wraps only x0 + 1 and leaves negative places to Python's counting from the end"
#: lose = ["q1-edges"]
#: misconception = "advect-goes-round-once"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x0, y0 = np.where(x0 >= n, x0 - n, x0), np.where(y0 >= n, y0 - n, y0)
    x1, y1 = np.where(x0 + 1 >= n, 0, x0 + 1), np.where(y0 + 1 >= n, 0, y0 + 1)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
