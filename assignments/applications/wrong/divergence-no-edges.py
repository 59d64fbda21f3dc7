#: title = "divergence leaves the cells at the edges at 0 and fills the others"
#: lose = ["q2-divergence", "q8-whole"]

# %% [q2-pressure-answer]
def divergence(vx, vy):
    d = np.zeros(vx.shape)
    n = len(vx)
    for i in range(1, n - 1):
        for j in range(1, n - 1):
            d[i, j] = (vx[i + 1, j] - vx[i - 1, j] + vy[i, j + 1] - vy[i, j - 1]) / 2
    return d


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
