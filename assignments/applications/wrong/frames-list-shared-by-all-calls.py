#: title = "simulate collects the frames in a list that all calls share"
#: lose = ["q3-frames"]

# %% [q3-answer]
frame_list = []


def simulate(vx, vy, smoke, num_time_steps):
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list
