#: title = "divergence and project have the wrong sign, which cancels in the whole"
#: lose = ["q2-divergence"]
#: misconception = "divergence-turned-round"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return (
        np.roll(vx, 1, axis=0) - np.roll(vx, -1, axis=0) + np.roll(vy, 1, axis=1) - np.roll(vy, -1, axis=1)
    ) / 2


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    vx = vx + (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy = vy + (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
