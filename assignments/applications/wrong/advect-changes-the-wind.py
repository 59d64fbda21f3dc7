#: title = "advect computes the places within the arrays of the wind"
#: lose = ["q1-advect", "q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
def advect(f, vx, vy):
    n = f.shape[0]
    i, j = np.indices((n, n))
    vx[:] = i - vx
    vy[:] = j - vy
    x0, y0 = np.floor(vx).astype(int), np.floor(vy).astype(int)
    r, b = vx - x0, vy - y0
    x0, y0, x1, y1 = x0 % n, y0 % n, (x0 + 1) % n, (y0 + 1) % n
    return (1 - r) * ((1 - b) * f[x0, y0] + b * f[x0, y1]) + r * (
        (1 - b) * f[x1, y0] + b * f[x1, y1]
    )
