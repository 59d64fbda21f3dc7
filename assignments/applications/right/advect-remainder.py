#: title = "advect takes the rest of a division by 1 for the weights"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    i, j = np.ogrid[: f.shape[0], : f.shape[1]]
    x, y = i - vx, j - vy
    r, b = x % 1, y % 1
    x0, y0 = np.rint(x - r).astype(int), np.rint(y - b).astype(int)
    get = lambda dx, dy: f[(x0 + dx) % f.shape[0], (y0 + dy) % f.shape[1]]
    return (
        (1 - r) * (1 - b) * get(0, 0)
        + (1 - r) * b * get(0, 1)
        + r * (1 - b) * get(1, 0)
        + r * b * get(1, 1)
    )
