#: title = "simulate does five steps, as many as there are in the example"
#: lose = ["q3-frames", "q3-slopes"]

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(min(num_time_steps, 5)):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return smoke, frame_list
