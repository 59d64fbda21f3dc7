#: title = "simulate calls itself for the steps that are left"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    if num_time_steps == 0:
        return smoke, []
    vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
    first = advect(smoke, vx, vy)
    last, frames = simulate(vx, vy, first, num_time_steps - 1)
    return last, [first] + frames
