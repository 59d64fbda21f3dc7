#: title = "advect computes with float(...) of every number"
#: lose = ["q1-slopes", "q8-whole"]

# %% [q1-advect-answer]
import math


def advect(f, vx, vy):
    rows = []
    n = len(f)
    for i in range(n):
        row = []
        for j in range(n):
            x, y = i - float(vx[i, j]), j - float(vy[i, j])
            x0, y0 = math.floor(x), math.floor(y)
            r, b = x - x0, y - y0
            row.append(
                (1 - r) * (1 - b) * float(f[x0 % n, y0 % n])
                + (1 - r) * b * float(f[x0 % n, (y0 + 1) % n])
                + r * (1 - b) * float(f[(x0 + 1) % n, y0 % n])
                + r * b * float(f[(x0 + 1) % n, (y0 + 1) % n])
            )
        rows.append(row)
    return np.array(rows)
