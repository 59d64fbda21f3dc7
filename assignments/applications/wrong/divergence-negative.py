#: title = "divergence counts what flows in as positive"
#: lose = ["q2-divergence", "q8-whole"]
#: misconception = "divergence-turned-round"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    return 0.5 * (
        np.roll(vx, 1, axis=0) - np.roll(vx, -1, axis=0) + np.roll(vy, 1, axis=1) - np.roll(vy, -1, axis=1)
    )


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        neighbours = sum(np.roll(p, k, axis=axis) for k in (-1, 1) for axis in (0, 1))
        p = (neighbours - d) / 4
    return p
