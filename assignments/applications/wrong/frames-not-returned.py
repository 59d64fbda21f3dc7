#: title = "simulate returns the smoke alone"
#: lose = ["q3-frames", "q3-slopes", "q8-whole"]
#: misconception = "simulate-without-frames"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
    return smoke
