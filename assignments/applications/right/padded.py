#: title = "neighbours in a padded field"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    wide, high = np.pad(vx, ((1, 1), (0, 0)), "wrap"), np.pad(vy, ((0, 0), (1, 1)), "wrap")
    return (wide[2:] - wide[:-2] + high[:, 2:] - high[:, :-2]) / 2


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    p = np.zeros(d.shape)
    for k in range(rounds):
        q = np.pad(p, 1, mode="wrap")
        p = (q[2:, 1:-1] + q[:-2, 1:-1] + q[1:-1, 2:] + q[1:-1, :-2] - d) / 4
    return p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    q = np.pad(pressure(divergence(vx, vy), rounds=10), 1, mode="wrap")
    return vx - (q[2:, 1:-1] - q[:-2, 1:-1]) / 2, vy - (q[1:-1, 2:] - q[1:-1, :-2]) / 2
