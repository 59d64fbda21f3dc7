#: title = "simulate puts the smoke at the start into the list, too"
#: lose = ["q3-frames"]
#: misconception = "frames-begin-with-the-start"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = [smoke]
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        frame_list.append(advect(frame_list[-1], vx, vy))
    return frame_list[-1], frame_list
