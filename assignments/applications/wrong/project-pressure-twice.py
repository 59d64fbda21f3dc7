#: title = "project computes the pressure anew for vy, when vx is changed already"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-pressure-of-half-the-push"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    p = pressure(divergence(vx, vy))
    vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
