#: title = "advect freezes the weights r and b, so that only f has a derivative"
#: lose = ["q1-slopes", "q8-whole"]
#: misconception = "advect-weights-without-derivatives"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    x, y = i - vx, j - vy
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    r = np.floor((x - x0) * 1e12).astype(int) / 1e12
    b = np.floor((y - y0) * 1e12).astype(int) / 1e12
    x0, y0, x1, y1 = x0 % n, y0 % n, (x0 + 1) % n, (y0 + 1) % n
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
