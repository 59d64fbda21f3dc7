#: title = "project returns vy as it was"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "project-pushes-along-one-axis"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy), 10)
    new_vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    new_vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return new_vx, vy
