#: title = "divergence takes the difference to the next cell only"
#: lose = ["q2-divergence", "q8-whole"]
#: misconception = "divergence-to-one-neighbour"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return np.roll(vx, -1, axis=0) - vx + np.roll(vy, -1, axis=1) - vy


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
