#: title = "simulate copies what it is given and every frame"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    vx = 1.0 * vx
    vy = 1.0 * vy
    smoke = smoke.copy()
    frame_list = [None] * num_time_steps
    for t in range(num_time_steps):
        old_vx, old_vy = vx.copy(), vy.copy()
        vx = advect(old_vx, old_vx, old_vy)
        vy = advect(old_vy, old_vx, old_vy)
        vx, vy = project(vx.copy(), vy.copy())
        smoke = advect(smoke, vx, vy)
        frame_list[t] = smoke.copy()
    return smoke, frame_list
