#: title = "advect takes astype(int) without floor: wrong below 0"
#: lose = ["q1-advect", "q1-edges", "q1-slopes", "q8-whole"]
#: misconception = "advect-not-rounded-down"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    x, y = i - vx, j - vy
    x0, y0 = x.astype(int), y.astype(int)
    r, b = x - x0, y - y0
    x0, y0, x1, y1 = x0 % n, y0 % n, (x0 + 1) % n, (y0 + 1) % n
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
