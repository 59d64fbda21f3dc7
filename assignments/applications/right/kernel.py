#: title = "pressure as a sum with a kernel, divergence with two"

# %% [q2-pressure-answer]
CROSS = {(1, 0): 0.25, (-1, 0): 0.25, (0, 1): 0.25, (0, -1): 0.25}
ALONG_X = {(1, 0): 0.5, (-1, 0): -0.5}
ALONG_Y = {(0, 1): 0.5, (0, -1): -0.5}


def filtered(f, kernel):
    """The sum of what a kernel sees around each cell."""
    return sum(w * np.roll(f, (-dx, -dy), axis=(0, 1)) for (dx, dy), w in kernel.items())


def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return filtered(vx, ALONG_X) + filtered(vy, ALONG_Y)


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    p = np.zeros(np.shape(d))
    for _ in range(rounds):
        p = filtered(p, CROSS) - d / 4
    return p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""

    def along(f, axis):
        return (np.roll(f, -1, axis) - np.roll(f, 1, axis)) / 2

    p = pressure(along(vx, 0) + along(vy, 1))
    return vx - along(p, 0), vy - along(p, 1)
