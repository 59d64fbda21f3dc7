#: title = "pressure goes ten rounds, whatever it is asked for"
#: lose = ["q2-pressure"]
#: misconception = "pressure-rounds-of-its-own"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for k in range(10):
        p = (np.roll(p, 1, 0) + np.roll(p, -1, 0) + np.roll(p, 1, 1) + np.roll(p, -1, 1) - d) / 4
    return p
