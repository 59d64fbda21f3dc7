#: title = "objective is the mean over all frames"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]
#: misconception = "objective-of-all-frames"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, frames = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return sum(np.mean((frame - target) ** 2) for frame in frames) / len(frames)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
