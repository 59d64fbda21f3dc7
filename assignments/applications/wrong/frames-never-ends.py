#: title = "simulate waits for a number of steps that it does not count"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list, t = [], 0
    while t < num_time_steps:
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
    return smoke, frame_list
