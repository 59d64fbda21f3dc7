#: title = "simulate returns after the first step"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-returns-in-the-loop"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
        return smoke, frame_list
