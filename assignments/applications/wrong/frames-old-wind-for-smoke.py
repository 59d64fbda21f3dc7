#: title = "simulate carries the smoke by the wind from before the step"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-smoke-by-the-old-wind"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        smoke = advect(smoke, vx, vy)
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        frame_list.append(smoke)
    return smoke, frame_list
