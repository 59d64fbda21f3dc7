#: title = "simulate keeps only its states, each step is computed again on the way back"

# %% [q3-answer]
@ad.checkpoint
def next_state(vx, vy, smoke):
    vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
    return vx, vy, advect(smoke, vx, vy)


def simulate(vx, vy, smoke, num_time_steps):
    """The smoke at the end, and a list of the smoke after each step."""
    frame_list = []
    for _ in range(num_time_steps):
        vx, vy, smoke = next_state(vx, vy, smoke)
        frame_list.append(smoke)
    return smoke, frame_list
