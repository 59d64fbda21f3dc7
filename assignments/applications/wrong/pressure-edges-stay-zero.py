#: title = "pressure is 0 at the edges: slices in place of np.roll"
#: lose = ["q2-pressure", "q8-whole"]
#: misconception = "pressure-edges-not-joined"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    p = np.zeros(d.shape)
    for k in range(rounds):
        q = np.zeros(d.shape)
        q[1:-1, 1:-1] = (
            p[2:, 1:-1] + p[:-2, 1:-1] + p[1:-1, 2:] + p[1:-1, :-2] - d[1:-1, 1:-1]
        ) / 4
        p = q
    return p
