#: title = "divergence and pressure cell by cell"

# %% [q2-pressure-answer]
def field_of(cell, shape):
    return np.stack([np.stack([cell(i, j) for j in range(shape[1])]) for i in range(shape[0])])


def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    n, m = vx.shape
    cell = lambda i, j: (vx[(i + 1) % n, j] - vx[i - 1, j] + vy[i, (j + 1) % m] - vy[i, j - 1]) / 2
    return field_of(cell, (n, m))


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    n, m = d.shape
    p = np.zeros((n, m))
    for _ in range(rounds):
        old = p
        p = (
            np.stack([old[(i + 1) % n] + old[i - 1] for i in range(n)])
            + np.stack([old[:, (j + 1) % m] + old[:, j - 1] for j in range(m)], axis=1)
            - d
        ) / 4
    return p
