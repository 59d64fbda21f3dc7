#: title = "project takes the pressure after a hundred rounds, to be on the safe side"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-rounds-of-its-own"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy), rounds=100)
    vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
