#: title = "project changes the arrays and returns nothing"
#: lose = ["q2-project", "q8-whole"]
#: misconception = "pressing-returns-none"

# %% [q2-project-answer]
def project(vx, vy):
    p = pressure(divergence(vx, vy))
    vx -= (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    vy -= (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
