#: title = "simulate carries vy by the vx that has been moved already"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-winds-in-turn"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        vx = advect(vx, vx, vy)
        vy = advect(vy, vx, vy)
        vx, vy = project(vx, vy)
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list
