#: title = "pressure calls itself with one round less"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    total = 0.0
    for axis, v in enumerate((vx, vy)):
        total = total + np.roll(v, -1, axis=axis) - np.roll(v, +1, axis=axis)
    return total / 2.0


def pressure(d, rounds=10):
    if rounds == 0:
        return np.zeros(d.shape)
    p = pressure(d, rounds - 1)
    p = np.roll(p, 1, axis=0) + np.roll(p, -1, axis=0) + np.roll(p, 1, axis=1) + np.roll(p, -1, axis=1) - d
    return p / 4
