#: title = "divergence differentiates vx along y, and vy along x"
#: lose = ["q2-divergence", "q8-whole"]
#: misconception = "divergence-axes-exchanged"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return (np.roll(vx, -1, 1) - np.roll(vx, 1, 1) + np.roll(vy, -1, 0) - np.roll(vy, 1, 0)) / 2


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
