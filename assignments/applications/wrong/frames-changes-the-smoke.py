#: title = "simulate writes the new smoke into the array that is passed in"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-changes-its-arguments"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke[:, :] = advect(smoke, vx, vy)
        frame_list.append(smoke.copy())
    return smoke, frame_list
