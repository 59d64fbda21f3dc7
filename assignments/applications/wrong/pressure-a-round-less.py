#: title = "pressure goes a round less than it should"
#: lose = ["q2-pressure", "q8-whole"]
#: misconception = "pressure-one-round-less"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for k in range(1, rounds):
        p = (np.roll(p, 1, 0) + np.roll(p, -1, 0) + np.roll(p, 1, 1) + np.roll(p, -1, 1) - d) / 4
    return p
