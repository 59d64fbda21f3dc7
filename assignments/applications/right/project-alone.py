#: title = "project in one function, without divergence and pressure"

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    r = np.roll
    d = (r(vx, -1, 0) - r(vx, 1, 0) + r(vy, -1, 1) - r(vy, 1, 1)) / 2
    p = -d / 4  # the first round, from 0
    for _ in range(9):
        p = (r(p, -1, 0) + r(p, 1, 0) + r(p, -1, 1) + r(p, 1, 1) - d) / 4
    return vx - (r(p, -1, 0) - r(p, 1, 0)) / 2, vy - (r(p, -1, 1) - r(p, 1, 1)) / 2
