#: title = "project takes the difference of pressure to one neighbour"
#: lose = ["q2-project", "q8-whole"]

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    return vx - (np.roll(p, -1, axis=0) - p), vy - (np.roll(p, -1, axis=1) - p)
