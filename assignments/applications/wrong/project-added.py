#: title = "project pushes wind from low pressure to high"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-pushes-to-high-pressure"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    vx = vx + (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy = vy + (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
