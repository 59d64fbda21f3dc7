#: title = "project pushes vx by the difference along y"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-axes-exchanged"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    vx = vx - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    vy = vy - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    return vx, vy
