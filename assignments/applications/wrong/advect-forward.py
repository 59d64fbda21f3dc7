#: title = "advect looks where the wind goes to, not where it comes from"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-looks-ahead"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = len(f)
    i, j = np.meshgrid(np.arange(n), np.arange(n), indexing="ij")
    x = i + vx
    y = j + vy
    x0 = np.floor(x).astype(int)
    y0 = np.floor(y).astype(int)
    r = x - x0
    b = y - y0
    return (
        (1 - r) * (1 - b) * f[x0 % n, y0 % n]
        + (1 - r) * b * f[x0 % n, (y0 + 1) % n]
        + r * (1 - b) * f[(x0 + 1) % n, y0 % n]
        + r * b * f[(x0 + 1) % n, (y0 + 1) % n]
    )
