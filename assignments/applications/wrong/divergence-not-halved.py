#: title = "divergence is not divided by 2"
#: lose = ["q2-divergence", "q8-whole"]
#: misconception = "divergence-not-halved"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    dx = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    dy = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return dx + dy


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
