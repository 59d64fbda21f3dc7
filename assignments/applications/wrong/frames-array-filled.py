#: title = "simulate fills an array (steps, n, n) with the frames"
#: lose = ["q3-slopes", "q8-whole"]
#: misconception = "simulate-traces-become-plain"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frames = np.zeros((num_time_steps, *smoke.shape))
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frames[t] = smoke
    return smoke, list(frames)
