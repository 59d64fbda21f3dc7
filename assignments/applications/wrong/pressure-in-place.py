#: title = "pressure goes through the cells in place: new values of this round are used"
#: lose = ["q2-pressure", "q8-whole"]
#: misconception = "pressure-cell-by-cell"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    n = d.shape[0]
    p = np.zeros(d.shape)
    for _ in range(rounds):
        for i in range(n):
            for j in range(n):
                p[i, j] = (p[(i + 1) % n, j] + p[i - 1, j] + p[i, (j + 1) % n] + p[i, j - 1] - d[i, j]) / 4
    return p
