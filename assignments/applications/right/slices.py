#: title = "neighbours by slices that are put together"

# %% [q2-pressure-answer]
def up(f):
    return np.concatenate([f[1:, :], f[:1, :]], axis=0)


def down(f):
    return np.concatenate([f[-1:, :], f[:-1, :]], axis=0)


def right_of(f):
    return np.concatenate([f[:, 1:], f[:, :1]], axis=1)


def left_of(f):
    return np.concatenate([f[:, -1:], f[:, :-1]], axis=1)


def divergence(vx, vy):
    return (up(vx) - down(vx) + right_of(vy) - left_of(vy)) / 2


def pressure(d, rounds=10):
    p = 0 * d
    while rounds > 0:
        p = (up(p) + down(p) + right_of(p) + left_of(p) - d) / 4
        rounds -= 1
    return p
