#: title = "project takes the pressure as plain numbers: nothing is differentiated through it"
#: lose = ["q2-project", "q8-whole"]

# %% [q2-project-answer]
def project(vx, vy):
    plain = lambda a: a.numpy() if hasattr(a, "numpy") else a
    p = pressure(divergence(plain(vx), plain(vy)))
    vx = vx - (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy = vy - (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    return vx, vy
