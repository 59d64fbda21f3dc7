#: title = "simulate carries the smoke of the start in each step"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-smoke-starts-anew"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        new_smoke = advect(smoke, vx, vy)
        frame_list.append(new_smoke)
    return new_smoke, frame_list
