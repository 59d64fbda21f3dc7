#: title = "simulate starts each step with the wind of the start"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-wind-starts-anew"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        new_vx, new_vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, new_vx, new_vy)
        frame_list.append(smoke)
    return smoke, frame_list
