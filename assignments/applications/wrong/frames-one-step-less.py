#: title = "simulate does a step less"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-steps-miscounted"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(1, num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list
