#: title = "project takes the pressure of vx and of vy, and no divergence"
#: lose = ["q2-project", "q8-whole"]

# %% [q2-project-answer]
def project(vx, vy):
    px, py = pressure(vx), pressure(vy)
    vx = vx - (np.roll(px, -1, axis=0) - np.roll(px, 1, axis=0)) / 2
    vy = vy - (np.roll(py, -1, axis=1) - np.roll(py, 1, axis=1)) / 2
    return vx, vy
