#: title = "pressure starts from the divergence in place of 0"
#: lose = ["q2-pressure", "q8-whole"]
#: misconception = "pressure-does-not-start-from-zeros"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    p = d
    for k in range(rounds):
        p = (np.roll(p, 1, 0) + np.roll(p, -1, 0) + np.roll(p, 1, 1) + np.roll(p, -1, 1) - d) / 4
    return p
