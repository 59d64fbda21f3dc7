#: title = "advect pushes the smoke of each cell to where the wind goes"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    new = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            x, y = i + vx[i, j], j + vy[i, j]
            x0, y0 = int(np.floor(x)), int(np.floor(y))
            r, b = x - x0, y - y0
            new[x0 % n, y0 % n] += (1 - r) * (1 - b) * f[i, j]
            new[x0 % n, (y0 + 1) % n] += (1 - r) * b * f[i, j]
            new[(x0 + 1) % n, y0 % n] += r * (1 - b) * f[i, j]
            new[(x0 + 1) % n, (y0 + 1) % n] += r * b * f[i, j]
    return new
