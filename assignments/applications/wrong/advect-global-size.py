#: title = "advect takes n from the demonstration below, where it is 24"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
n = 24
cells_x, cells_y = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")


def advect(f, vx, vy):
    x, y = cells_x - vx, cells_y - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r, b = x - x0, y - y0
    x1, y1 = np.mod(x0 + 1, n), np.mod(y0 + 1, n)
    x0, y0 = np.mod(x0, n), np.mod(y0, n)
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
