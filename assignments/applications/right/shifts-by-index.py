#: title = "neighbours by index arrays with %"

# %% [before q2-pressure-answer]
def shifted(f, dx, dy):
    """The field whose entry (i, j) is f[i + dx, j + dy]."""
    n, m = f.shape
    return f[(np.arange(n)[:, None] + dx) % n, (np.arange(m)[None, :] + dy) % m]

# %% [q2-pressure-answer]
def divergence(vx, vy):
    """How much more flows out of each cell than into it."""
    return 0.5 * (shifted(vx, 1, 0) - shifted(vx, -1, 0) + shifted(vy, 0, 1) - shifted(vy, 0, -1))


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    p = np.zeros_like(d) * 1.0
    for _ in range(rounds):
        p = 0.25 * (shifted(p, 1, 0) + shifted(p, -1, 0) + shifted(p, 0, 1) + shifted(p, 0, -1) - d)
    return p

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    p = pressure(divergence(vx, vy))
    return (
        vx - 0.5 * (shifted(p, 1, 0) - shifted(p, -1, 0)),
        vy - 0.5 * (shifted(p, 0, 1) - shifted(p, 0, -1)),
    )
