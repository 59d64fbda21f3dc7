#: title = "simulate returns the list first, and objective takes it so"
#: lose = ["q3-frames", "q3-slopes"]
#: misconception = "simulate-results-exchanged"

# %% [q3-answer]
def simulate(vx, vy, smoke, num_time_steps):
    frame_list = []
    for t in range(num_time_steps):
        vx, vy = project(advect(vx, vx, vy), advect(vy, vx, vy))
        smoke = advect(smoke, vx, vy)
        frame_list.append(smoke)
    return frame_list, smoke

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    frames, final = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
