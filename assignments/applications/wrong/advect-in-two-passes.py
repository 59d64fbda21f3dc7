#: title = "advect moves along x first, and then along y what was moved"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-one-axis-after-the-other"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    x = i - vx
    x0 = np.floor(x).astype(int)
    r = x - x0
    f = (1 - r) * f[x0 % n, j] + r * f[(x0 + 1) % n, j]
    y = j - vy
    y0 = np.floor(y).astype(int)
    b = y - y0
    return (1 - b) * f[i, y0 % n] + b * f[i, (y0 + 1) % n]
