#: title = "project changes what it is given, by np.subtract where it can"

# %% [q2-project-answer]
def project(vx, vy):
    """The wind (vx, vy), after pressure has pushed it."""
    p = pressure(divergence(vx, vy), 10)
    px = (np.roll(p, -1, axis=0) - np.roll(p, 1, axis=0)) / 2
    py = (np.roll(p, -1, axis=1) - np.roll(p, 1, axis=1)) / 2
    vx -= px
    vy -= py
    return vx, vy

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    vx, vy = np.copy(vx), np.copy(vy)
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list += [smoke]
    return smoke, frame_list
