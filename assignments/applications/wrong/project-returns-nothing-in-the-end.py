#: title = "project computes the new wind under new names and returns the old"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-returns-what-came-in"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    vx_new = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy_new = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
