#: title = "shifts as products with a matrix"

# %% [q2-pressure-answer]
def next_cell(n):
    """The matrix with which (S @ f)[i] is f[i + 1]."""
    return np.roll(np.eye(n), 1, axis=1)


def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    sx, sy = next_cell(vx.shape[0]), next_cell(vy.shape[1])
    return ((sx - sx.T) @ vx + vy @ (sy - sy.T).T) / 2


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    both = [s + s.T for s in map(next_cell, d.shape)]
    p = np.zeros(d.shape)
    for _ in range(rounds):
        p = (both[0] @ p + p @ both[1] - d) / 4
    return p
