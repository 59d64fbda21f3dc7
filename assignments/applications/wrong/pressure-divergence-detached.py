#: title = "pressure copies d into an array of floats, and the trace is lost"
#: lose = ["q2-pressure", "q8-whole"]
#: misconception = "wind-traces-become-plain"

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    n = len(d)
    copy = np.empty((n, n))
    for i in range(n):
        copy[i] = [float(one) for one in d[i]]
    p = np.zeros((n, n))
    for k in range(rounds):
        p = (np.roll(p, 1, 0) + np.roll(p, -1, 0) + np.roll(p, 1, 1) + np.roll(p, -1, 1) - copy) / 4
    return p
