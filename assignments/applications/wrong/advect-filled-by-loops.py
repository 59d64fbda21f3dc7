#: title = "advect fills an array place by place"
#: lose = ["q1-slopes", "q8-whole"]
#: misconception = "advect-filled-place-by-place"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    new = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            x = i - vx[i, j]
            y = j - vy[i, j]
            x0 = int(np.floor(x))
            y0 = int(np.floor(y))
            r = x - x0
            b = y - y0
            new[i, j] = (
                (1 - r) * (1 - b) * f[x0 % n, y0 % n]
                + (1 - r) * b * f[x0 % n, (y0 + 1) % n]
                + r * (1 - b) * f[(x0 + 1) % n, y0 % n]
                + r * b * f[(x0 + 1) % n, (y0 + 1) % n]
            )
    return new
