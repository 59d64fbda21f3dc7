#: title = "divergence is written, pressure is not"
#: lose = ["q2-pressure", "q8-whole"]

# %% [q2-pressure-answer]
def divergence(vx, vy):
    along_x = np.roll(vx, -1, axis=0) - np.roll(vx, 1, axis=0)
    along_y = np.roll(vy, -1, axis=1) - np.roll(vy, 1, axis=1)
    return (along_x + along_y) / 2


def pressure(d, rounds=10):
    """The pressure after so many rounds, for the divergence d."""
    # YOUR CODE HERE
    raise NotImplementedError()
