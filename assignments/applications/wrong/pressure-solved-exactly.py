#: title = "pressure solves the equation by a matrix, to the end"
#: lose = ["q2-pressure", "q8-whole"]

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    n = d.shape[0]
    one = np.eye(n)
    ring = np.roll(one, 1, axis=0) + np.roll(one, -1, axis=0) - 2 * one
    laplace = np.kron(ring, one) + np.kron(one, ring)
    return np.reshape(np.linalg.pinv(laplace) @ np.reshape(d, n * n), (n, n))
