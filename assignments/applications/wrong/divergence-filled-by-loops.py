#: title = "divergence fills an array place by place: right numbers, but no derivative"
#: lose = ["q2-divergence", "q8-whole"]
#: misconception = "wind-filled-place-by-place"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    n = vx.shape[0]
    d = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            d[i, j] = (
                vx[(i + 1) % n, j] - vx[i - 1, j] + vy[i, (j + 1) % n] - vy[i, j - 1]
            ) / 2
    return d


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
