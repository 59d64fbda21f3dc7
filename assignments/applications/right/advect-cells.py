#: title = "advect cell by cell, in lists that are stacked"

# %% [q1-advect-answer]
def advect(f, vx, vy):
    """The field f after the wind has carried it for one step."""
    n = f.shape[0]
    rows = []
    for i in range(n):
        row = []
        for j in range(n):
            x = i - vx[i, j]
            y = j - vy[i, j]
            x0 = int(np.floor(x))
            y0 = int(np.floor(y))
            r = x - x0
            b = y - y0
            row.append(
                (1 - r) * (1 - b) * f[x0 % n, y0 % n]
                + (1 - r) * b * f[x0 % n, (y0 + 1) % n]
                + r * (1 - b) * f[(x0 + 1) % n, y0 % n]
                + r * b * f[(x0 + 1) % n, (y0 + 1) % n]
            )
        rows.append(np.stack(row))
    return np.stack(rows)
