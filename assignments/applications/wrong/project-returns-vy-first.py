#: title = "project returns the pair the other way round"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-winds-exchanged"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    new_vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    new_vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return new_vy, new_vx
