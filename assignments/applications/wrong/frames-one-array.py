#: title = "simulate fills one array in each step, so that all frames are the last"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "frames-all-alike"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frames = []
    now = smoke.copy()
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        now[...] = advect(now, vx, vy)
        frames.append(now)
    return now, frames
