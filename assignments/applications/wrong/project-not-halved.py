#: title = "project subtracts the whole difference, not half of it"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-push-not-halved"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    return vx - (np.roll(p, -1, 0) - np.roll(p, 1, 0)), vy - (np.roll(p, -1, 1) - np.roll(p, 1, 1))
