#: title = "objective takes the mean along the first axis only"
#: lose = ["q4-objective", "q4-slopes", "q8-whole"]
#: misconception = "objective-is-an-array"

# %% [q4-slopes-answer]
def objective(velocities, smoke, target, num_time_steps):
    final, frames = simulate(velocities[0], velocities[1], smoke, num_time_steps)
    return np.mean((final - target) ** 2, axis=0)


def slopes(velocities, smoke, target, num_time_steps):
    return ad.value_and_grad(objective)(velocities, smoke, target, num_time_steps)
