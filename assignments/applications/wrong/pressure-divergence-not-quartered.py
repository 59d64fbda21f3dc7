#: title = "pressure divides the neighbours by 4, but not d"
#: lose = ["q2-pressure", "q8-whole"]
#: misconception = "pressure-divergence-not-divided"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for _ in range(rounds):
        p = (np.roll(p, 1, 0) + np.roll(p, -1, 0) + np.roll(p, 1, 1) + np.roll(p, -1, 1)) / 4 - d
    return p
