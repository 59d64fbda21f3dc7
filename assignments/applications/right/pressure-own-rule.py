#: title = "pressure is linear and symmetric, so it is its own rule"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return np.gradient(np.pad(vx, ((1, 1), (0, 0)), "wrap"), axis=0)[1:-1] + np.gradient(
        np.pad(vy, ((0, 0), (1, 1)), "wrap"), axis=1
    )[:, 1:-1]


@ad.primitive
def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    p = np.zeros(d.shape)
    for _ in range(rounds):
        around = np.zeros(d.shape)
        for axis in (0, 1):
            for k in (-1, 1):
                around += np.roll(p, k, axis)
        p = (around - d) / 4
    return p


ad.defvjp(pressure, lambda ans, d, rounds=10: lambda g: pressure(g, rounds))
