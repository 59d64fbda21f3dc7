#: title = "simulate keeps the smoke before each step"
#: lose = ["q3-frames"]
#: misconception = "frames-of-before-each-step"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        frame_list.append(smoke)
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
    return smoke, frame_list
