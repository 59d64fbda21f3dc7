#: title = "divergence is np.gradient, which is one-sided at the edges"
#: lose = ["q2-divergence", "q8-whole"]
#: misconception = "divergence-edges-not-joined"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return np.gradient(vx, axis=0) + np.gradient(vy, axis=1)


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
