#: title = "simulate keeps wind and smoke in each frame"
#: lose = ["q3-frames"]

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append((vx, vy, smoke))
    return smoke, frame_list
